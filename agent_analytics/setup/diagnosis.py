"""What stands in the way of telemetry: findings, each with the command that mends it.

Looks at the machine and at the clients' settings only; what has arrived is asked by the command line, which
may know the spool and the marts.
"""

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from agent_analytics.errors import SetupError
from agent_analytics.setup import claude_code, claude_hooks, jsonc
from agent_analytics.setup.clients import CLIENTS
from agent_analytics.setup.files import current
from agent_analytics.setup.wish import Wish

Level = Literal["ok", "note", "problem"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SWITCHED_OFF = {
    "OTEL_SDK_DISABLED": "true",
    "CLAUDE_CODE_ENABLE_TELEMETRY": "0",
    "DISABLE_TELEMETRY": "1",
}
"""Variables whose value turns off what the set-up turned on."""

_TELLS_TEXT = ("OTEL_LOG_USER_PROMPTS", "OTEL_LOG_ASSISTANT_RESPONSES", "OTEL_LOG_RAW_API_BODIES")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is the command or step that puts it right, None when all is well."""

    level: Level
    text: str
    mend: str | None = None


def of_clients(wish: Wish) -> Iterator[Finding]:
    """Yield whether each client that was found sends its telemetry here."""
    found = False
    for name, client in CLIENTS.items():
        if not client.is_present(wish.home):
            continue
        found = True
        try:
            changes, conflicts = client.changes(_as_set_up(wish))
        except SetupError as error:
            yield Finding("problem", str(error), "mend the file, then `agent-analytics doctor`")
            continue
        if any(change.is_needed for change in changes):
            yield Finding(
                "problem",
                f"{client.NAME} does not send here",
                f"agent-analytics init --client {name}",
            )
        elif conflicts:
            differing = ", ".join(conflict.setting for conflict in conflicts)
            yield Finding(
                "problem",
                f"{client.NAME} is set otherwise: {differing}",
                f"agent-analytics init --client {name} --replace",
            )
        else:
            yield Finding("ok", f"{client.NAME} sends here")
    if not found:
        yield Finding("note", f"no coding agent was found in {wish.home}")


def of_settings_that_cancel(wish: Wish, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield settings that undo the set-up or tell more than the tier keeps."""
    settings = _claude_settings(wish)
    asked = settings.get("env") if isinstance(settings.get("env"), dict) else {}
    variables = {**environment, **{str(k): str(v) for k, v in (asked or {}).items()}}
    for name, value in _SWITCHED_OFF.items():
        if variables.get(name, "").lower() == value:
            yield Finding("problem", f"{name}={value} turns telemetry off", f"unset {name}")
    for switch in ("disableAllHooks", "allowManagedHooksOnly"):
        if settings.get(switch) is True:
            path = claude_code.settings_file(wish)
            yield Finding("problem", f"{switch} in {path} silences the hooks", f"remove {switch}")
    if wish.tier == 1:
        for name in _TELLS_TEXT:
            if variables.get(name) not in (None, "", "0"):
                yield Finding(
                    "note", f"{name} sends text that tier 1 drops on arrival", f"unset {name}"
                )


def of_history(wish: Wish) -> Iterator[Finding]:
    """Yield whether the client will delete transcripts before they are thirteen months old."""
    if not claude_code.is_present(wish.home):
        return
    days = claude_code.retention_days(wish.home)
    if days < claude_code.KEPT_DAYS:
        yield Finding(
            "note",
            f"Claude Code deletes transcripts after {days} days; what was loaded stays",
            "agent-analytics init --client claude-code --keep-history",
        )


def of_permissions(folder: Path) -> Iterator[Finding]:
    """Yield whether the data folder is its owner's alone."""
    if not folder.exists():
        yield Finding("note", f"{folder} does not exist yet", "agent-analytics refresh")
    elif folder.stat().st_mode & _OTHERS:
        yield Finding("problem", f"{folder} is open to other users", f"chmod 700 {folder}")
    else:
        yield Finding("ok", f"{folder} is private")


def _as_set_up(wish: Wish) -> Wish:
    """Return the wish with the road that hooks take now: each is as good as the other."""
    return replace(wish, hooks=claude_hooks.road_in(_claude_settings(wish)))


def _claude_settings(wish: Wish) -> dict[str, Any]:
    content = current(claude_code.settings_file(wish))
    try:
        settings = jsonc.decoded((content or b"").decode("utf-8"))
    except (SetupError, UnicodeDecodeError):
        return {}
    return settings if isinstance(settings, dict) else {}
