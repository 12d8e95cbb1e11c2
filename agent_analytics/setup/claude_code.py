"""Claude Code: telemetry through the `env` of its settings, and a hook that posts every event.

Source: code.claude.com/docs/en/monitoring-usage and /hooks.
"""

from pathlib import Path
from typing import Any

from agent_analytics.setup import jsonc
from agent_analytics.setup.files import Change, current
from agent_analytics.setup.settings_text import SettingsText
from agent_analytics.setup.wish import Conflict, Wish

NAME = "Claude Code"
HOOK_PATH = "/v1/hooks/claude-code"
HOOK_SECONDS = 2
"""The client waits no longer for us than this."""

HOOK_EVENTS = (
    "SessionStart",
    "SessionEnd",
    "UserPromptSubmit",
    "PreToolUse",
    "PostToolUse",
    "PostToolUseFailure",
    "PermissionRequest",
    "PermissionDenied",
    "Notification",
    "Stop",
    "StopFailure",
    "SubagentStart",
    "SubagentStop",
    "PreCompact",
    "PostCompact",
)
"""Events worth a record; the others repeat these or are about the screen."""

DEFAULT_RETENTION_DAYS = 30
KEPT_DAYS = 400
"""Days of transcripts to keep when history matters: thirteen months."""


def is_present(home: Path) -> bool:
    """Return whether the client was ever used in a home directory."""
    return (home / ".claude").is_dir()


def settings_file(wish: Wish) -> Path:
    """Return the settings file that the set-up changes."""
    return (wish.project or wish.home) / ".claude" / "settings.json"


def changes(wish: Wish) -> tuple[list[Change], list[Conflict]]:
    """Return what to change, and what somebody set otherwise. Raises `SetupError`."""
    path = settings_file(wish)
    before = current(path)
    text = SettingsText(path, before, replaces=wish.replace)
    for name, value in _environment(wish).items():
        text.set(("env", name), value)
    for event in HOOK_EVENTS:
        if not _posts_here(text.get(("hooks", event)), wish):
            text.add(("hooks", event), {"hooks": [_hook(wish)]})
    purpose = "telemetry and hooks of Claude Code"
    return [Change(path, before, text.encoded(), purpose, bool(wish.key))], text.conflicts


def retention_days(home: Path) -> int:
    """Return after how many days the client deletes its transcripts."""
    content = current(home / ".claude" / "settings.json") or b"{}"
    settings = jsonc.decoded(content.decode("utf-8-sig"))
    days = settings.get("cleanupPeriodDays") if isinstance(settings, dict) else None
    return days if isinstance(days, int) else DEFAULT_RETENTION_DAYS


def keeping_history(wish: Wish, planned: Change) -> Change:
    """Return a planned change that also keeps transcripts for thirteen months."""
    text = SettingsText(planned.path, planned.after, replaces=True)
    text.set(("cleanupPeriodDays",), KEPT_DAYS)
    return Change(planned.path, planned.before, text.encoded(), planned.purpose, planned.is_private)


def _environment(wish: Wish) -> dict[str, str]:
    asked = {
        "CLAUDE_CODE_ENABLE_TELEMETRY": "1",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_LOGS_EXPORTER": "otlp",
        **wish.otlp_environment(),
    }
    if wish.tier > 1:
        asked |= {"OTEL_LOG_USER_PROMPTS": "1", "OTEL_LOG_TOOL_DETAILS": "1"}
    return asked


def _hook(wish: Wish) -> dict[str, Any]:
    hook: dict[str, Any] = {"type": "http", "url": wish.http + HOOK_PATH, "timeout": HOOK_SECONDS}
    if wish.key:
        hook["headers"] = {"Authorization": f"Bearer {wish.key}"}
    return hook


def _posts_here(groups: Any, wish: Wish) -> bool:
    return isinstance(groups, list) and any(
        hook.get("url") == wish.http + HOOK_PATH
        for group in groups
        if isinstance(group, dict)
        for hook in group.get("hooks", ())
        if isinstance(hook, dict)
    )
