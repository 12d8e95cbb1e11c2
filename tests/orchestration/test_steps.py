"""A step is reported as it happened, and fails in the words of its error."""

import dagster as dg
import pytest

from agent_analytics.errors import SourceError, WarehouseBusyError
from orchestration.steps import Step, run_step


class Diary:
    """A watch that writes down what it is told."""

    def __init__(self) -> None:
        self.entries: list[str | Step] = []

    def started(self, name: str) -> None:
        """Write down the name."""
        self.entries.append(name)

    def finished(self, step: Step) -> None:
        """Write down the step."""
        self.entries.append(step)


def fail(error: Exception) -> None:
    """Raise an error."""
    raise error


def test_a_step_that_works_is_described() -> None:
    """The watch hears of the start, then of the result in words."""
    diary = Diary()
    assert run_step(diary, "count", lambda: 3, lambda n: f"{n} things") == 3
    name, step = diary.entries
    assert name == "count"
    assert isinstance(step, Step)
    assert (step.failed, step.detail) == (False, "3 things")


@pytest.mark.parametrize(
    ("error", "again"), [(SourceError("no git"), False), (WarehouseBusyError("held by 7"), True)]
)
def test_a_deliberate_error_fails_in_its_own_words(error: Exception, again: bool) -> None:
    """Only a busy or broken warehouse is worth another try."""
    diary = Diary()
    with pytest.raises(dg.Failure) as caught:
        run_step(diary, "load", lambda: fail(error), str)
    assert caught.value.description == str(error)
    assert caught.value.allow_retries is again
    assert isinstance(diary.entries[-1], Step)
    assert diary.entries[-1].detail == str(error)


def test_a_bug_keeps_its_traceback() -> None:
    """An error nobody meant is reported with its type and raised as it is."""
    diary = Diary()
    with pytest.raises(ZeroDivisionError):
        run_step(diary, "divide", lambda: 1 // 0, str)
    assert isinstance(diary.entries[-1], Step)
    assert diary.entries[-1].detail.startswith("ZeroDivisionError")
