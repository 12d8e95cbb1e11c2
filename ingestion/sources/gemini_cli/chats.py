"""What is known of a chat before its lines are read: whose session it is and where the work was done.

A chat names its session in its first line only, and its folder in a file beside it; a later part of the
file needs both.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingestion.compression import open_content
from ingestion.json_lines import UnreadableError, objects_of
from ingestion.sources.gemini_cli import paths
from ingestion.tail import Reading

_LONGEST_HEADER = 1024 * 1024
_LONGEST_NOTE = 8192
_MAIN, _SUBAGENT = "main", "subagent"


@dataclass(frozen=True, slots=True)
class Chat:
    """A session or one of its sub-agents; None for what the files do not tell."""

    session_id: str | None = None
    subagent_id: str | None = None
    working_folder: str | None = None
    started: str | None = None


@dataclass(frozen=True, slots=True)
class ChatReading:
    """Newly read lines of a chat, and the chat."""

    reading: Reading
    chat: Chat


def chat_of(path: Path) -> Chat:
    """Return what the first line of a chat and the note beside it tell; nothing for a vanished file."""
    return described(_first_object(path), paths.parent_session(path), _working_folder(path))


def described(header: dict[str, Any], parent: str | None, working_folder: str | None) -> Chat:
    """Return the chat of a header; a sub-agent's requests are its parent's session's."""
    own = header.get("sessionId")
    own = own if isinstance(own, str) and own else None
    started = header.get("startTime")
    started = started if isinstance(started, str) else None
    kind = header.get("kind")
    # A copy of a session's own chat may lie in any folder.
    if kind == _MAIN or (parent is None and kind != _SUBAGENT):
        return Chat(own, None, working_folder, started)
    return Chat(parent or own, own, working_folder, started)


def _first_object(path: Path) -> dict[str, Any]:
    if path.name.endswith(paths.DOCUMENTS):
        return {}
    try:
        with path.open("rb") as stream:
            line = open_content(stream).readline(_LONGEST_HEADER)
        return next((found for found, _ in objects_of(line)), {})
    except (OSError, EOFError, UnreadableError):
        return {}


def _working_folder(path: Path) -> str | None:
    note = paths.project_note(path)
    try:
        text = note.read_bytes()[:_LONGEST_NOTE].decode() if note else ""
    except (OSError, UnicodeDecodeError):
        return None
    return text.strip() or None
