"""Where Copilot CLI keeps its sessions, and what a file's place tells about its lines."""

from pathlib import Path

SUFFIXES = (".jsonl",)

_SESSIONS = "session-state"
_TELEMETRY = "otel"
_EVENTS = "events"


def is_session_file(path: Path) -> bool:
    """Return whether a file may hold a session's events or exported spans, not a snapshot beside them.

    Under `session-state` that is `<session>/events.jsonl`; elsewhere any file may.
    """
    if _SESSIONS not in path.parts:
        return True
    return path.stem == _EVENTS and path.parent.parent.name == _SESSIONS


def session_of(path: Path) -> str | None:
    """Return the session whose events a file holds: no line of the file repeats it.

    The folder is named after the session; a file that was copied elsewhere is, too, or nobody knows.
    """
    name = path.parent.name if path.stem == _EVENTS else path.stem
    return name or None


def account_folder(root: Path, path: Path) -> Path:
    """Return the folder that stands for one machine account: the nearest that holds `session-state`."""
    return next(
        (folder.parent for folder in path.parents if folder.name in (_SESSIONS, _TELEMETRY)), root
    )
