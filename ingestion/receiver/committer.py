"""Many requests, one sync: whatever arrives while a commit is under way goes into the next one.

Who added lines is told when they are durable, or why they are not. The event loop never waits for the disk:
one thread writes. What is written and where belongs to `ingestion.spool.writer`.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ingestion.spool.writer import SegmentWriter

Done = Callable[[BaseException | None], None]
"""Told about lines: None when they are safe, else what went wrong."""


class Committer:
    """Collects lines and commits them together."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._waiting: list[tuple[bytes, Done]] = []
        self._committing = False
        self._idle = asyncio.Event()
        self._idle.set()

    def add(self, lines: bytes, done: Done) -> None:
        """Commit lines with the next batch and tell `done`."""
        self._waiting.append((lines, done))
        if not self._committing:
            self._commit()

    def tick(self) -> None:
        """Let the writer seal what is old enough, after what it is doing."""
        self._thread.submit(self._writer.tick)

    async def close(self, seconds: float) -> None:
        """Finish what is waiting, up to some seconds, and seal the segment."""
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        finally:
            await self._loop.run_in_executor(self._thread, self._writer.seal)
            self._thread.shutdown()

    def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        self._committing = True
        self._idle.clear()
        lines = b"".join([lines for lines, _ in batch])
        future = self._loop.run_in_executor(self._thread, self._writer.commit, lines)
        future.add_done_callback(lambda finished: self._finish(batch, finished.exception()))

    def _finish(self, batch: list[tuple[bytes, Done]], problem: BaseException | None) -> None:
        self._committing = False
        if self._waiting:
            self._commit()
        else:
            self._idle.set()
        for _, done in batch:
            done(problem)
