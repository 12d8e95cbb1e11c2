"""Appends lines to segments so that what was synced is there after any kill or power cut.

One thread writes. A write that fails leaves no half record: the file is cut back to its last good end. A
sync that fails ends its segment, because the system may have forgotten what was not written.
"""

import os
import time
import uuid
from pathlib import Path

from agent_analytics.errors import SpoolError, SpoolFullError
from ingestion.spool.folder import OPEN, SpoolFolder, seal, segment_name, sync_folder
from ingestion.spool.lines import VERSION, Header, header_line

SEAL_SECONDS = 10.0
SEAL_BYTES = 16 * 1024 * 1024
KEEP_FREE_BYTES = 64 * 1024 * 1024
"""Space that stays free on the disk, whatever the quota allows."""

ALERT_SHARE = 0.8
"""Share of the quota from which on the spool calls for help."""

_sync = getattr(os, "fdatasync", os.fsync)


class SegmentWriter:
    """The open segment of a spool, and the making of the next one."""

    def __init__(
        self, folder: SpoolFolder, quota_bytes: int, seal_seconds: float = SEAL_SECONDS
    ) -> None:
        self._folder = folder
        self._quota = quota_bytes
        self._seal_seconds = seal_seconds
        self._sequence = folder.next_sequence()
        self._path: Path | None = None
        self._descriptor = -1
        self._size = 0
        self._opened = 0.0
        self._waiting = folder.used_bytes()

    @property
    def used_share(self) -> float:
        """Return how full the spool is: 0 empty, 1 at its quota."""
        return (self._waiting + self._size) / self._quota

    @property
    def is_full(self) -> bool:
        """Return whether nothing more is taken: the quota is reached, or the disk has no room."""
        return self.used_share >= 1 or not self._disk_has(0)

    def commit(self, lines: bytes) -> None:
        """Append whole lines and make them durable.

        Raises `SpoolFullError` at the quota or with a full disk, `SpoolError` for any other failure; then
        nothing of `lines` is kept.
        """
        self._require_space(len(lines))
        try:
            if self._path is None:
                self._begin()
            _write_whole(self._descriptor, lines)
        except OSError as error:
            self._cut_back()
            message = f"cannot write {self._path or self._folder.root}: {error.strerror}"
            raise SpoolFullError(message) from error
        try:
            _sync(self._descriptor)
        except OSError as error:
            self._cut_back()
            self.seal()
            message = f"cannot make {self._folder.root} durable: {error.strerror}"
            raise SpoolError(message) from error
        self._size += len(lines)
        if self._size >= SEAL_BYTES:
            self.seal()

    def tick(self) -> None:
        """Seal a segment that is old enough, and look what the loader has taken away."""
        if self._path is not None and time.monotonic() - self._opened >= self._seal_seconds:
            self.seal()
        if self._path is None:
            self._waiting = self._folder.used_bytes()

    def seal(self) -> None:
        """Hand the open segment over to the loader, if there is one."""
        if self._path is None:
            return
        os.close(self._descriptor)
        seal(self._path)
        self._waiting += self._size
        self._path, self._descriptor, self._size = None, -1, 0

    def _begin(self) -> None:
        path = self._folder.root / (segment_name(self._sequence) + OPEN)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        self._descriptor = os.open(path, flags, 0o600)
        self._sequence += 1
        self._path, self._opened = path, time.monotonic()
        header = header_line(Header(uuid.uuid4().hex, VERSION))
        _write_whole(self._descriptor, header)
        self._size = len(header)
        sync_folder(self._folder.root)

    def _cut_back(self) -> None:
        """Remove what a failed write or sync may have left behind the last good end."""
        if self._path is None:
            return
        if self._size == 0:
            os.close(self._descriptor)
            self._path.unlink()
            self._path, self._descriptor = None, -1
            return
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:
            # The reader gets over a torn line, so the rest may go on in the next segment.
            self.seal()

    def _require_space(self, length: int) -> None:
        if self._waiting + self._size + length > self._quota:
            message = (
                f"the spool {self._folder.root} has reached its quota of {self._quota:,} bytes;"
                " run `agent-analytics refresh` or raise collect.quota_mb"
            )
            raise SpoolFullError(message)
        if not self._disk_has(length):
            message = f"the disk of {self._folder.root} is full; free some space"
            raise SpoolFullError(message)

    def _disk_has(self, length: int) -> bool:
        disk = os.statvfs(self._folder.root)
        return disk.f_bavail * disk.f_frsize >= KEEP_FREE_BYTES + length


def _write_whole(descriptor: int, content: bytes) -> None:
    """Write all of it; the system may take a large write in parts."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
