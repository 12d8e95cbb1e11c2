"""The spool's folder: who may use it, what its files are called, and where they go when they are loaded.

A segment is `<utc>-<sequence>.open` while it is written, `.ndjson` when it is sealed, and moves to `archive/`
when it is loaded; there it stays until its retention ends, for replays. Only regular files of our own are
ever touched. What is in a segment belongs to `lines`.
"""

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent_analytics.errors import SpoolError

OPEN, SEALED = ".open", ".ndjson"
_SECONDS_PER_DAY = 86_400
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class SpoolFolder:
    """The files of one stream."""

    root: Path

    @property
    def archive(self) -> Path:
        """Where loaded segments wait for the end of their retention."""
        return self.root / "archive"

    def prepare(self) -> None:
        """Create the folders for their owner only. Raises `SpoolError` when others may use them."""
        for folder in (self.root.parent, self.root, self.archive):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _require_ours(folder)

    @contextmanager
    def owned(self) -> Iterator[None]:
        """Hold the spool for writing; the lock dies with its process.

        Raises `SpoolError` that names the process which holds it, and when the lock cannot be opened.
        """
        lock = self.root / "lock"
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            message = f"{lock} cannot be opened: {error.strerror}; remove it, then start again"
            raise SpoolError(message) from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(descriptor, 32, 0).decode(errors="replace") or "unknown"
                message = (
                    f"the spool {self.root} is held by process {holder}; stop that collector first"
                )
                raise SpoolError(message) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(descriptor)

    def recover(self) -> None:
        """Seal what a killed collector left open; its reader gets over a torn end."""
        for path in self._files(self.root, OPEN):
            seal(path)

    def next_sequence(self) -> int:
        """Return a number above that of every segment there is, whatever the clock says."""
        names = [
            path.stem
            for folder in (self.root, self.archive)
            for path in self._files(folder, OPEN, SEALED)
        ]
        numbers = [int(tail) for name in names if (tail := name.rpartition("-")[2]).isdecimal()]
        return max(numbers, default=0) + 1

    def sealed(self) -> list[Path]:
        """Return the segments that may be loaded, oldest first."""
        return self._files(self.root, SEALED)

    def archived(self) -> list[Path]:
        """Return the loaded segments that are still kept, oldest first."""
        return self._files(self.archive, SEALED)

    def used_bytes(self) -> int:
        """Return the size of everything that waits to be loaded."""
        return sum(map(_size, self._files(self.root, OPEN, SEALED)))

    def put_away(self, segments: list[Path]) -> None:
        """Move loaded segments to the archive."""
        for path in segments:
            path.rename(self.archive / path.name)
        if segments:
            sync_folder(self.archive)
            sync_folder(self.root)

    def prune(self, days: int, most_bytes: int) -> int:
        """Delete archived segments last written more than `days` ago, and the oldest of too many.

        Returns how many went; `most_bytes` is what the others may hold together.
        """
        before = time.time() - days * _SECONDS_PER_DAY
        archived = self.archived()
        excess = sum(map(_size, archived)) - most_bytes
        gone = 0
        for path in archived:
            if path.stat().st_mtime < before or excess > 0:
                excess -= _size(path)
                path.unlink()
                gone += 1
        return gone

    def _files(self, folder: Path, *suffixes: str) -> list[Path]:
        """Return the regular files of a folder with some suffixes, in the order of their sequence."""
        if not folder.is_dir():
            return []
        with os.scandir(folder) as entries:
            names = [
                entry.name
                for entry in entries
                if entry.name.endswith(suffixes) and entry.is_file(follow_symlinks=False)
            ]
        return [folder / name for name in sorted(names, key=_in_sequence)]


def segment_name(sequence: int, now: datetime | None = None) -> str:
    """Return the name of a segment that is begun now, without its suffix."""
    return f"{now or datetime.now(UTC):%Y%m%dT%H%M%SZ}-{sequence:08d}"


def seal(path: Path) -> Path:
    """Give an open segment the name under which it may be loaded, and return it."""
    sealed = path.with_suffix(SEALED)
    path.rename(sealed)
    sync_folder(path.parent)
    return sealed


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _size(path: Path) -> int:
    """Return a file's size; 0 when the loader has just moved it."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _in_sequence(name: str) -> tuple[str, str]:
    stem = name.rpartition(".")[0]
    return stem.rpartition("-")[2], stem


def _require_ours(folder: Path) -> None:
    status = folder.lstat()
    problem = None
    if not stat.S_ISDIR(status.st_mode):
        problem = "is not a folder (a link is not followed)"
    elif status.st_uid != os.getuid():
        problem = f"belongs to user {status.st_uid}"
    elif status.st_mode & _OTHERS:
        problem = f"may be used by others (mode {stat.S_IMODE(status.st_mode):o})"
    if problem:
        message = (
            f"{folder} {problem}; make it a folder of your own with mode 700, then start again"
        )
        raise SpoolError(message)
