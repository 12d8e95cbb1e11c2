"""Readings to Arrow tables in several processes: parsing is plain Python, so one core alone is the limit.

Readings are taken in portions. The first few are done in this process; only a large input pays for workers.
Each worker sends records through the same gate and hands back Arrow tables. Order is kept, and memory is
bounded by the portions in flight.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import pyarrow as pa

from agent_analytics.privacy.policy import Policy
from ingestion.gate import Gate
from ingestion.stretches import Stretch

PORTION_BYTES = 4 * 1024 * 1024
PORTION_READINGS = 500
"""A portion is full at either; many small files make one as a large file makes several."""

BYTES_ALONE = 48 * 1024 * 1024
"""Input that is done before workers are worth the time they take to start, about half a second."""

MAX_WORKERS = 2

Tables = dict[str, pa.Table]


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
        gate = Gate(self.source, self.policy, self.batch_id)
        for reading in portion:
            gate.take(self.parse(reading))
        return gate.release()


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
        yield from _with_workers(work, following, portions)


def _with_workers(
    work: Work[R], portion: list[R] | None, portions: Iterator[list[R]]
) -> Iterator[Tables]:
    workers = min(MAX_WORKERS, os.cpu_count() or 1)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        in_flight: deque[Future[Tables]] = deque()
        while portion is not None:
            in_flight.append(pool.submit(work.tables, portion))
            if len(in_flight) > workers + 1:
                yield in_flight.popleft().result()
            portion = next(portions, None)
        while in_flight:
            yield in_flight.popleft().result()


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
