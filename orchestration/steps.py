"""One step of a run, watched: told when it starts, how it ended, and in which words it failed.

Dagster shows steps in its own pages; `refresh` shows the same steps in a terminal through a `Watch`. What a
step does belongs to the assets.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import dagster as dg

from agent_analytics.errors import AgentAnalyticsError, WarehouseError

POOL = "warehouse"
"""Pool of every step that opens the warehouse; its limit is 1."""

RETRIES = dg.RetryPolicy(
    max_retries=3, delay=5, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)
"""Retries of scheduled steps. Only a warehouse that is busy or failing is worth another try."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Step:
    """How a step ended: what it did in a few words, or why it failed."""

    name: str
    failed: bool
    detail: str
    seconds: float


class Watch(Protocol):
    """Somebody who wants to know what happens."""

    def started(self, name: str) -> None:
        """Take note that a step begins."""

    def finished(self, step: Step) -> None:
        """Take note of how a step ended."""


class Unwatched:
    """A watch that looks away; Dagster keeps its own record."""

    def started(self, name: str) -> None:
        """Do nothing."""

    def finished(self, step: Step) -> None:
        """Do nothing."""


def run_step(
    watch: Watch, name: str, work: Callable[[], Result], describe: Callable[[Result], str]
) -> Result:
    """Return the result of `work`, reported to the watch in the words of `describe`.

    A deliberate error becomes a Dagster failure with its message. Any other error is a bug or a broken
    machine: it is reported and raised as it is, so that the run keeps its traceback.
    """
    watch.started(name)
    started = time.monotonic()
    try:
        result = work()
    except AgentAnalyticsError as error:
        watch.finished(Step(name, True, str(error), time.monotonic() - started))
        retryable = isinstance(error, WarehouseError)
        raise dg.Failure(description=str(error), allow_retries=retryable) from error
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        watch.finished(Step(name, True, detail, time.monotonic() - started))
        raise
    watch.finished(Step(name, False, describe(result), time.monotonic() - started))
    return result
