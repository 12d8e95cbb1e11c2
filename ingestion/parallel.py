"""Readings to Arrow tables in several processes: parsing is plain Python, so one core alone is the limit.

Readings are taken in portions. A small input is done by this process alone; for a large one it shares the
portions with a worker per further core. Each sends records through the same gate and gives Arrow tables.
Order is kept, and memory is bounded by the portions that wait for their turn.
"""

import gc
import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import pyarrow as pa

from agent_analytics.privacy.policy import Policy
from ingestion.gate import Gate
from ingestion.stretches import Stretch

PORTION_BYTES = 4 * 1024 * 1024
PORTION_READINGS = 500
"""A portion is full at either; many small files make one as a large file makes several."""

BYTES_ALONE = 24 * 1024 * 1024
"""Input that is done before a worker is worth the time it takes to start, about half a second."""

MAX_WORKERS = 3
PORTIONS_AHEAD = 3
"""Portions handed to each worker, so that none waits for its next one."""

PORTIONS_WAITING = 12
"""Portions that may be finished or under way before the oldest of them is waited for."""

Tables = dict[str, pa.Table]
Packed = dict[str, bytes]


class Placed(Protocol):
    """A piece of a file; the offsets tell how much work it is."""

    @property
    def from_offset(self) -> int:
        """Return the offset of the first byte."""

    @property
    def to_offset(self) -> int:
        """Return the offset after the last byte."""


R = TypeVar("R", bound=Placed)


@dataclass(frozen=True, slots=True)
class Work(Generic[R]):
    """What a worker needs to turn readings into tables; `parse` must be a function of a module."""

    source: str
    policy: Policy
    batch_id: str
    parse: Callable[[R], Stretch]

    def tables(self, portion: list[R]) -> Tables:
        """Return the rows of some readings by table name."""
        with _without_cycle_search():
            gate = Gate(self.source, self.policy, self.batch_id)
            for reading in portion:
                gate.take(self.parse(reading))
            return gate.release()

    def packed(self, portion: list[R]) -> Packed:
        """Return the same for the way between processes: a pipe is read in small steps, so size counts."""
        return {name: _pack(table) for name, table in self.tables(portion).items()}


def _pack(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpacked(tables: Packed) -> Tables:
    return {name: pa.ipc.open_stream(packed).read_all() for name, packed in tables.items()}


def tables_of(work: Work[R], readings: Iterable[R]) -> Iterator[Tables]:
    """Yield the tables of each portion, in order, using more processes when there is much to read."""
    portions = _portions(readings)
    done = 0
    for portion in portions:
        yield work.tables(portion)
        done += sum(map(_size, portion))
        if done >= BYTES_ALONE:
            break
    following = next(portions, None)
    if following is not None:
        yield from _shared(work, itertools.chain((following,), portions))


def _shared(work: Work[R], portions: Iterator[list[R]]) -> Iterator[Tables]:
    workers = min(MAX_WORKERS, (os.cpu_count() or 1) - 1)
    if not workers:
        yield from map(work.tables, portions)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Tables | Future[Packed]] = deque()
        for portion in portions:
            if sum(map(_is_under_way, waiting)) < workers * PORTIONS_AHEAD:
                waiting.append(pool.submit(work.packed, portion))
            else:
                waiting.append(work.tables(portion))
            while waiting and (not _is_under_way(waiting[0]) or len(waiting) > PORTIONS_WAITING):
                yield _finished(waiting.popleft())
        while waiting:
            yield _finished(waiting.popleft())


def _is_under_way(part: Tables | Future[Packed]) -> bool:
    return isinstance(part, Future) and not part.done()


def _finished(part: Tables | Future[Packed]) -> Tables:
    return _unpacked(part.result()) if isinstance(part, Future) else part


def _portions(readings: Iterable[R]) -> Iterator[list[R]]:
    portion: list[R] = []
    size = 0
    for reading in readings:
        portion.append(reading)
        size += _size(reading)
        if size >= PORTION_BYTES or len(portion) >= PORTION_READINGS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _size(reading: Placed) -> int:
    return reading.to_offset - reading.from_offset


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Pause the garbage collector: records form no cycles, and looking for some costs a fifth of a load."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
