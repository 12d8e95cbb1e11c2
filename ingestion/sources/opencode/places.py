"""Finds opencode's storage, and reads in each place only the sessions that changed.

A place is a database, or a folder of JSON files. Its row in `files` remembers the instant up to which
changes were seen; a place that was replaced is read from the beginning.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.records import FILES
from ingestion.homes import home_of
from ingestion.roots import roots_of
from ingestion.sources.opencode import database, storage
from ingestion.sources.opencode.parse import add_session
from ingestion.sources.opencode.sessions import Session
from ingestion.stretches import Stretch
from ingestion.tail import file_key_of

OVERLAP_MS = 86_400_000
"""A day of changes is read again: rows may be written with the time of an earlier clock or machine."""

_STORAGE = "storage"
_DATABASE = "opencode*.db"
_BESIDE = frozenset({"bin", "log", "node_modules", "repos", "snapshot", "tool-output", "worktree"})
"""Folders of opencode's that hold no sessions and may be large."""


def new_stretches(
    paths: Sequence[str], remembered: Iterable[dict[str, Any]], pseudonymizer: Pseudonymizer
) -> Iterator[Stretch]:
    """Yield what changed in the selected places since the `remembered` rows of `files` were written.

    An unchanged place costs a few `stat`s. One that cannot be read, or is gone, is reported once, in its row.
    """
    memory = {row["file_key"]: row for row in remembered}
    for place in _places(paths):
        key = file_key_of(place, pseudonymizer)
        known = memory.pop(key, None)
        state = _state(place)
        if known is None or any(known[name] != value for name, value in state.items()):
            root_key = pseudonymizer.folder(str(home_of(place.parent)))
            yield from _read(place, {"file_key": key, "root_key": root_key, **state}, known)
    for known in memory.values():
        if known["state"] != "gone":
            stretch = Stretch(known["file_key"], known["read_offset"], known["read_offset"])
            stretch.add(FILES, {**known, "state": "gone", "read_at": datetime.now(UTC)})
            yield stretch


def _places(paths: Sequence[str]) -> Iterator[Path]:
    """Yield databases and storage folders, each once; a path that is neither is searched for them."""
    met: set[Path] = set()
    for root in (root for configured in paths for root in roots_of(configured)):
        for place in [root] if root.is_file() else _search(root):
            if place not in met:
                met.add(place)
                yield place


def _search(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        is_storage = Path(folder).name == _STORAGE and "message" in folders
        if is_storage:
            yield Path(folder)
        for name in sorted(files):
            if fnmatch(name, _DATABASE):
                yield Path(folder, name)
        skipped = _BESIDE | ({*folders} if is_storage else set())
        folders[:] = sorted(
            name for name in folders if name not in skipped and not name.startswith(".")
        )


def _read(place: Path, row: dict[str, Any], known: dict[str, Any] | None) -> Iterator[Stretch]:
    """Yield one stretch per session that changed, then the place's new row."""
    is_same = known is not None and known["inode"] == row["inode"]
    seen_ms = int(known["read_offset"] or 0) if known and is_same else 0
    start_ms, detail = seen_ms, None
    try:
        for session in _sessions(place, max(seen_ms - OVERLAP_MS, 0)):
            stretch = Stretch(row["file_key"], start_ms, session.changed_ms)
            add_session(stretch, session, row["root_key"])
            yield stretch
            start_ms = session.changed_ms
            seen_ms = max(seen_ms, start_ms)
    except (sqlite3.Error, OSError) as error:
        row, detail = {**row, "state": "unreadable"}, type(error).__name__
    last = Stretch(row["file_key"], seen_ms, seen_ms)
    moment = datetime.now(UTC)
    last.add(FILES, {**row, "detail": detail, "read_offset": seen_ms, "read_at": moment})
    yield last


def _sessions(place: Path, since_ms: int) -> Iterator[Session]:
    if place.is_dir():
        yield from storage.changed_sessions(place, since_ms)
        return
    with database.opened(place) as connection:
        yield from database.changed_sessions(connection, since_ms)


def _state(place: Path) -> dict[str, Any]:
    """Return what tells whether a place changed: a database's log grows while the file itself lies still."""
    if place.is_dir():
        watched = [place, *place.glob("message/*"), *place.glob("message/*/*.json")]
    else:
        watched = [place, place.with_name(f"{place.name}-wal")]
    statuses = [status for path in watched if (status := _status(path))]
    own = _status(place)
    return {
        "state": "active",
        "inode": own.st_ino if own else None,
        "device": own.st_dev if own else None,
        "size_bytes": sum(status.st_size for status in statuses),
        "modified_ns": max((status.st_mtime_ns for status in statuses), default=0),
    }


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
