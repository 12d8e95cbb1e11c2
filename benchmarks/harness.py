"""What every benchmark shares: timing one road, and printing roads as ratios to a floor of the same run.

Absolute figures depend on the machine and on what else it does; the ratios travel better.
"""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

_KIBIBYTES_PER_MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024


@dataclass(frozen=True, slots=True)
class Road:
    """One way to do the work: how many records went along it, how long that took and the memory."""

    name: str
    events: int
    seconds: float
    peak_megabytes: float

    @property
    def rate(self) -> float:
        """Return records per second."""
        return self.events / self.seconds


def timed(name: str, events: int, work: Callable[[], object]) -> Road:
    """Return how long `work` took for `events`."""
    started = time.perf_counter()
    work()
    return Road(name, events, time.perf_counter() - started, peak_megabytes())


def report(title: str, roads: list[Road], ours: Road) -> None:
    """Print each road's rate and how it compares with ours."""
    print(title)
    for road in roads:
        print(
            f"  {road.name:<28}{road.events:>10,} records{road.seconds:>9.2f} s"
            f"{road.rate:>14,.0f} records/s{road.rate / ours.rate:>9.2f} x ours"
        )
    print(f"  peak memory of our process {ours.peak_megabytes:,.0f} MB")


def peak_megabytes() -> float:
    """Return the most resident memory this process has had, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _KIBIBYTES_PER_MEGABYTE
