"""Reads the authorship notes that changed since the clone was last read.

Understanding a note belongs to `agent_analytics.attribution.notes`.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path

from agent_analytics.attribution.notes import MAX_NOTE_BYTES
from agent_analytics.errors import SourceError
from ingestion.sources.git.program import tokens


def read_notes(folder: Path, notes: str, known: str | None) -> Iterator[tuple[str, str]]:
    """Yield commit and text of every note that differs between two commits of the notes reference.

    All of them when `known` is None or no longer exists. Notes of commits that the clone does not have and
    notes too large to be authorship are passed over.
    """
    annotated = _annotated(folder, notes, known)
    if not annotated:
        return
    mark = secrets.token_hex(16).encode()
    parts = tokens(
        folder,
        "log",
        "-z",
        "--no-walk=unsorted",
        "--stdin",
        "--ignore-missing",
        "--notes=ai",
        "--encoding=UTF-8",
        f"--format=%x00{mark.decode()}%x00%H%x00%N%x00",
        lines=annotated,
    )
    for part in parts:
        if part == mark:
            sha, note = next(parts).decode("ascii"), next(parts)
            if note and len(note) <= MAX_NOTE_BYTES:
                yield sha, note.decode("utf-8", "replace").strip("\n")


def _annotated(folder: Path, notes: str, known: str | None) -> list[str]:
    """Return the commits whose notes differ; git spreads them over folders by their first digits."""
    listing = ("ls-tree", "-r", "-z", "--name-only", notes)
    if known is not None:
        try:
            return _names(
                folder, "diff-tree", "-r", "-z", "--no-renames", "--name-only", known, notes
            )
        except SourceError:
            return _names(folder, *listing)  # the notes were rewritten and the old ones collected
    return _names(folder, *listing)


def _names(folder: Path, *arguments: str) -> list[str]:
    names = (
        part.decode("ascii", "replace").replace("/", "") for part in tokens(folder, *arguments)
    )
    return [name for name in names if len(name) >= 40 and name.isalnum()]  # noqa: PLR2004 - a whole hash
