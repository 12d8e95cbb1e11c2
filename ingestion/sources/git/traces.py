"""Reads agent-trace records out of the folders of a clone.

Understanding a record belongs to `agent_analytics.attribution.traces`. Nobody says where records are kept; here
are looked for where the format's own example keeps them.
"""

import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from agent_analytics.attribution.traces import Trace, traces_of

MAX_TRACE_BYTES = 1 << 26
"""Of one file no more is read: a record has a few hundred bytes."""


def trace_bytes(folders: Iterable[str]) -> int | None:
    """Return the size of all records together; None when there are none."""
    return sum(size for _, size in _files(folders)) or None


def read_traces(folders: Iterable[str]) -> Iterator[Trace]:
    """Yield what all records of a clone and its worktrees claim; what cannot be read is passed over."""
    for path, _ in _files(folders):
        with suppress(OSError), path.open("rb") as stream:
            for line in stream.read(MAX_TRACE_BYTES).split(b"\n"):
                yield from traces_of(line.decode("utf-8", "replace"))


def _files(folders: Iterable[str]) -> list[tuple[Path, int]]:
    """Return the regular files of records with their sizes, in order of names, each once."""
    found = {}
    for folder in folders:
        for path in sorted(Path(folder).glob(".agent-trace/*.jsonl")):
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                found[status.st_dev, status.st_ino] = (path, status.st_size)
    return list(found.values())
