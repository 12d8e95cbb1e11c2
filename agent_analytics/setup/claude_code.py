"""Claude Code: telemetry through the `env` of its settings, and a hook for every event worth a record.

Source: code.claude.com/docs/en/monitoring-usage and /hooks.
"""

from pathlib import Path

from agent_analytics.setup import claude_hooks
from agent_analytics.setup.files import Change, current
from agent_analytics.setup.settings_text import SettingsText
from agent_analytics.setup.wish import Conflict, Wish

NAME = "Claude Code"

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
    for name, value in environment(wish).items():
        text.set(("env", name), value)
    for event in claude_hooks.EVENTS:
        _set_hook(text, event, wish)
    purpose = "telemetry and hooks of Claude Code"
    return [Change(path, before, text.encoded(), purpose, bool(wish.key))], text.conflicts


def retention_days(home: Path) -> int:
    """Return after how many days the client deletes its transcripts."""
    path = home / ".claude" / "settings.json"
    days = SettingsText(path, current(path), replaces=False).get(("cleanupPeriodDays",))
    return days if isinstance(days, int) else DEFAULT_RETENTION_DAYS


def keeping_history(wish: Wish, planned: Change) -> Change:
    """Return a planned change that also keeps transcripts for thirteen months."""
    text = SettingsText(planned.path, planned.after, replaces=True)
    text.set(("cleanupPeriodDays",), KEPT_DAYS)
    return Change(planned.path, planned.before, text.encoded(), planned.purpose, planned.is_private)


def environment(wish: Wish) -> dict[str, str]:
    """Return the variables that a set-up puts into the settings of the client."""
    asked = {
        "CLAUDE_CODE_ENABLE_TELEMETRY": "1",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_LOGS_EXPORTER": "otlp",
        **wish.otlp_environment(),
    }
    if wish.tier > 1:
        asked |= {"OTEL_LOG_USER_PROMPTS": "1", "OTEL_LOG_TOOL_DETAILS": "1"}
    return asked


def _set_hook(text: SettingsText, event: str, wish: Wish) -> None:
    """Have exactly the hook that is asked for, after what somebody else has there."""
    place = ("hooks", event)
    groups, wanted = text.get(place), claude_hooks.hook_of(event, wish)
    ours = claude_hooks.ours_in(groups)
    if ours == ([wanted] if wanted else []):
        return
    if wanted and not ours:
        text.add(place, {"hooks": [wanted]})
        return
    theirs = claude_hooks.without_ours(groups)
    text.put(place, [*theirs, {"hooks": [wanted]}] if wanted else theirs)
