"""Where Claude Code keeps its transcripts, and which account a transcript belongs to."""

from pathlib import Path

SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
"""The client writes the first; people who archive old sessions make the others."""

_PROJECTS = "projects"
_NOT_TRANSCRIPTS = frozenset({"journal", "history"})


def is_transcript(path: Path) -> bool:
    """Return whether a file is a transcript of a session or sub-agent, not a journal or history."""
    return path.name.partition(".jsonl")[0] not in _NOT_TRANSCRIPTS


def account_folder(root: Path, path: Path) -> Path:
    """Return the folder that stands for one machine account: the nearest `projects` above a transcript.

    Several accounts may lie under one configured folder; without a `projects` folder it is that folder.
    """
    return next((folder for folder in path.parents if folder.name == _PROJECTS), root)
