"""Where Codex keeps its rollouts, which thread one belongs to and whose it is."""

import re
from pathlib import Path

SUFFIXES = (".jsonl", ".jsonl.zst", ".jsonl.gz")

_SESSIONS = frozenset({"sessions", "archived_sessions"})
_NOT_ROLLOUTS = frozenset({"history.jsonl", "session_index.jsonl"})
_THREAD = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl")


def is_rollout(path: Path) -> bool:
    """Return whether a file is a rollout of a thread, not the prompt history or the index."""
    return path.name not in _NOT_ROLLOUTS


def thread_of(path: Path) -> str | None:
    """Return the thread that a rollout's name ends with; None for a file of another name."""
    match = _THREAD.search(path.name)
    return match[1] if match else None


def account_folder(root: Path, path: Path) -> Path:
    """Return the folder that stands for one machine account: the one that holds `sessions`.

    Sessions and archived ones are one account's; without such a folder it is the configured one.
    """
    return next((folder.parent for folder in path.parents if folder.name in _SESSIONS), root)
