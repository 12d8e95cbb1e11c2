"""Where Gemini CLI keeps its chats: `<account>/tmp/<project>/chats/`, sub-agents in a folder further down.

Beside the folder of chats a note names the project's working folder.
"""

from pathlib import Path

_PROJECT_ROOT = ".project_root"

SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".jsonl.zst", _PROJECT_ROOT)

DOCUMENTS = (".json", _PROJECT_ROOT)
"""Chats of older clients, and notes: one document, written anew at every change."""

_CHATS = "chats"
_TMP = "tmp"
_CHAT_NAME = "session-"


def is_read(path: Path) -> bool:
    """Return whether a file is a note or a chat, not the client's log of prompts, a checkpoint or a setting."""
    return is_note(path) or is_chat(path)


def is_note(path: Path) -> bool:
    """Return whether a file names a project's working folder."""
    return path.name == _PROJECT_ROOT


def is_chat(path: Path) -> bool:
    """Return whether a file that is no note is a chat."""
    return path.name.startswith(_CHAT_NAME) or chats_folder(path) is not None


def chats_folder(path: Path) -> Path | None:
    """Return the folder of chats that a file lies in, directly or a level further down."""
    return next((folder for folder in list(path.parents)[:2] if folder.name == _CHATS), None)


def parent_session(path: Path) -> str | None:
    """Return the session whose sub-agent a chat belongs to; None for a chat of its own."""
    folder = chats_folder(path)
    return path.parent.name if folder is not None and folder != path.parent else None


def project_note(path: Path) -> Path | None:
    """Return the file that names a chat's working folder; None for a chat that was moved elsewhere."""
    folder = chats_folder(path)
    return folder.parent / _PROJECT_ROOT if folder else None


def chats_beside(note: Path) -> list[Path]:
    """Return the chats of a note's project, without those of sub-agents; none where there is no folder."""
    try:
        entries = sorted((note.parent / _CHATS).iterdir())
    except OSError:
        return []
    return [path for path in entries if path.name.endswith(SUFFIXES) and not path.is_symlink()]


def account_folder(root: Path, path: Path) -> Path:
    """Return the folder that stands for one machine account: the one around `tmp`, else the configured one."""
    chats = chats_folder(path)
    project = path.parent if is_note(path) else chats and chats.parent
    if project is None or project.parent.name != _TMP:
        return root
    return project.parent.parent
