"""Claude Code's hooks: which events, by which command, and which hooks in its settings are ours.

A command hands the event to a process of its own and ends at once. Hooks that the client would post itself are
not set up: it waits for the answer, and tells its user of a receiver that is down. Reading and writing the
settings file belongs to `claude_code`.

Source: code.claude.com/docs/en/hooks; the client itself, version 2.1.197.
"""

import shlex
import sys
from pathlib import Path
from typing import Any

from agent_analytics.setup import hook
from agent_analytics.setup.wish import Wish

PATH = "/v1/hooks/claude-code"
"""Where clients posted hooks; such hooks are ours to take away."""

AGENT = "claude_code"
SINCE = (1, 0, 38)
"""First version of the client that runs hooks."""

COMMAND_SECONDS = 2
_SCRIPT = Path(hook.__file__)
_OUR_SCRIPT = f"{_SCRIPT.parent.name}/{_SCRIPT.name}"

EVENTS = (
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

_LAST = frozenset({"SessionEnd"})
"""After these the client may end, and a container with it: the event is on disk before the hook ends."""


def hook_of(event: str, wish: Wish) -> dict[str, Any] | None:
    """Return the hook of an event as the settings hold it; None when the event is not to be reported."""
    if not wish.has_hooks or wish.hook_spool is None:
        return None
    command = command_of(wish.hook_spool, waits=event in _LAST)
    return {"type": "command", "command": command, "timeout": COMMAND_SECONDS}


def command_of(folder: Path, *, waits: bool) -> str:
    """Return the shell command that appends an event below a folder.

    It gives the agent exit code 0 and no output even when there is no interpreter any more. Unless it
    `waits`, the event is handed on: the shell itself ends in a millisecond or two.
    """
    program = shlex.join([sys.executable, "-I", "-S", str(_SCRIPT), str(folder), AGENT])
    if waits:
        return f"{program} >/dev/null 2>&1 || :"
    # A command in the background loses its standard input, unless it has another name.
    return f"exec 3<&0; {program} <&3 >/dev/null 2>&1 &"


def ours_in(groups: Any) -> list[dict[str, Any]]:
    """Return our hooks among those that the settings hold for an event."""
    return [hook for group in _groups(groups) for hook in _hooks(group) if is_ours(hook)]


def without_ours(groups: Any) -> list[Any]:
    """Return what the settings hold for an event apart from our hooks."""
    kept = []
    for group in _groups(groups):
        theirs = [hook for hook in _hooks(group) if not is_ours(hook)]
        if len(theirs) == len(_hooks(group)):
            kept.append(group)
        elif theirs:
            kept.append({**group, "hooks": theirs})
    return kept


def is_ours(hook: Any) -> bool:
    """Return whether a hook reports to an installation of ours, wherever that is."""
    if not isinstance(hook, dict):
        return False
    url, command = hook.get("url"), hook.get("command")
    return (isinstance(url, str) and url.endswith(PATH)) or (
        isinstance(command, str) and _OUR_SCRIPT in command
    )


def programs_of(hook: dict[str, Any]) -> list[str]:
    """Return the interpreter and the script that a command hook of ours runs; none for any other."""
    try:
        words = shlex.split(str(hook.get("command", "")))
        place = words.index("-I")
    except ValueError:
        return []
    return [words[place - 1], *words[place + 2 : place + 3]]


def reports_in(settings: dict[str, Any]) -> bool:
    """Return whether a command hook of ours reports in some settings."""
    events = settings.get("hooks")
    found = ours_in(events.get("Stop")) if isinstance(events, dict) else []
    return any("command" in hook for hook in found)


def _groups(groups: Any) -> list[Any]:
    return groups if isinstance(groups, list) else []


def _hooks(group: Any) -> list[Any]:
    hooks = group.get("hooks") if isinstance(group, dict) else None
    return hooks if isinstance(hooks, list) else []
