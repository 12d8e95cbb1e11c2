"""Many requests, one sync: whatever arrives while a commit is under way goes into the next one.

Who added lines is told when they are durable, or why they are not. The event loop never waits for the disk:
one thread writes. What is written and where belongs to `ingestion.spool.writer`.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ingestion.spool.writer import SegmentWriter

Done = Callable[[BaseException | None], None]
"""Told about lines: None when they are safe, else what went wrong."""


@dataclass(slots=True)
class Lines:
    """Lines of one request, or of several that were reduced together: written once, whoever waits for them."""

    content: bytes
    waiting: list[Done] = field(default_factory=list, compare=False, repr=False)
    is_settled: bool = field(default=False, compare=False)
    problem: BaseException | None = field(default=None, compare=False)

    def settle(self, problem: BaseException | None) -> None:
        """Tell all who wait that these are safe, or what went wrong."""
        self.is_settled, self.problem = True, problem
        waiting, self.waiting = self.waiting, []  # who waits knows the lines: a cycle, if it stayed
        for done in waiting:
            done(problem)


class Committer:
    """Collects lines and commits them together."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._waiting: list[Lines] = []
        self._committing = False
        self._idle = asyncio.Event()
        self._idle.set()

    def add(self, lines: Lines, done: Done) -> None:
        """Commit lines with the next batch, unless they were added before, and tell `done`."""
        if lines.is_settled:
            done(lines.problem)
            return
        lines.waiting.append(done)
        if len(lines.waiting) > 1:
            return
        self._waiting.append(lines)
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
        content = b"".join([lines.content for lines in batch])
        future = self._loop.run_in_executor(self._thread, self._writer.commit, content)
        future.add_done_callback(lambda finished: self._finish(batch, finished.exception()))

    def _finish(self, batch: list[Lines], problem: BaseException | None) -> None:
        self._committing = False
        if self._waiting:
            self._commit()
        else:
            self._idle.set()
        for lines in batch:
            lines.settle(problem)
