"""Where Gemini CLI keeps its chats: `<account>/tmp/<project>/chats/`, sub-agents in a folder further down."""

from pathlib import Path

SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".jsonl.zst")

DOCUMENTS = (".json",)
"""Chats of older clients: one document, written anew at every change."""

_CHATS = "chats"
_TMP = "tmp"
_CHAT_NAME = "session-"
_PROJECT_ROOT = ".project_root"


def is_chat(path: Path) -> bool:
    """Return whether a file is a chat, not the client's log of prompts, a checkpoint or a setting."""
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


def account_folder(root: Path, path: Path) -> Path:
    """Return the folder that stands for one machine account: the one around `tmp`, else the configured one."""
    folder = chats_folder(path)
    if folder is None or folder.parent.parent.name != _TMP:
        return root
    return folder.parent.parent.parent
