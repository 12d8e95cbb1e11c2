"""Values of date filters as ranges of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.dashboards.dates import DayRange, day_range
from agent_analytics.errors import RequestError

FRIDAY = date(2026, 5, 15)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("past30days", "2026-04-15", "2026-05-14"),
        ("past30days~", "2026-04-15", "2026-05-15"),
        ("past1days", "2026-05-14", "2026-05-14"),
        ("yesterday", "2026-05-14", "2026-05-14"),
        ("today", "2026-05-15", "2026-05-15"),
        ("thisday", "2026-05-15", "2026-05-15"),
        ("thisweek", "2026-05-11", "2026-05-17"),
        ("lastweek", "2026-05-04", "2026-05-10"),
        ("past2weeks~", "2026-04-27", "2026-05-17"),
        ("thismonth", "2026-05-01", "2026-05-31"),
        ("lastmonth", "2026-04-01", "2026-04-30"),
        ("past5months", "2025-12-01", "2026-04-30"),
        ("thisquarter", "2026-04-01", "2026-06-30"),
        ("past1quarters", "2026-01-01", "2026-03-31"),
        ("lastyear", "2025-01-01", "2025-12-31"),
        ("next7days", "2026-05-16", "2026-05-22"),
        ("next7days~", "2026-05-15", "2026-05-22"),
        ("next1months", "2026-06-01", "2026-06-30"),
        ("past7days-from-30days", "2026-04-08", "2026-04-14"),
        ("past1months-from-1years", "2025-04-01", "2025-04-30"),
        ("next7days-from-2weeks", "2026-05-30", "2026-06-05"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("Q4-2025", "2025-10-01", "2025-12-31"),
        ("2026-01-31", "2026-01-31", "2026-01-31"),
        ("2026-01-31~2026-02-02", "2026-01-31", "2026-02-02"),
    ],
)
def test_a_value_means_these_days(value: str, first: str, last: str) -> None:
    """Every way of writing a range means its first to its last day, seen from a Friday in May."""
    end = date.fromisoformat(last) + timedelta(days=1)
    assert day_range(value, FRIDAY) == DayRange(date.fromisoformat(first), end)


def test_a_range_may_be_open_at_one_side() -> None:
    """Without a beginning or an end nothing bounds that side."""
    assert day_range("~2026-01-31", FRIDAY) == DayRange(None, date(2026, 2, 1))
    assert day_range("2026-01-31~", FRIDAY) == DayRange(date(2026, 1, 31), None)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "~",
        "soon",
        "past30",
        "past99999years",
        "past-1days",
        "2026-13",
        "2026-02-30",
        "Q5-2026",
        "9999-12-31",
        "9999-12",
        "past30days' or 1=1 --",
        "exclude-days-Mon",
        "2026-01-01T10:00:00",
        "2026-05-02~2026-05-01",
    ],
)
def test_anything_else_is_refused_by_name(value: str) -> None:
    """A text that is no range is an error that repeats it."""
    with pytest.raises(RequestError, match="no range of days"):
        day_range(value, FRIDAY)


@given(st.integers(0, 400), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_past_days_are_as_many_and_end_before_today(count: int, today: date) -> None:
    """`pastNdays` holds exactly N days, the last of them yesterday."""
    days = day_range(f"past{count}days", today)
    assert days.first is not None
    assert days.end == today
    assert (days.end - days.first).days == count


@given(
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_the_last_the_current_and_the_next_unit_touch(unit: str, today: date) -> None:
    """No day is lost or counted twice between a unit and its neighbours."""
    before, current, after = (
        day_range(f"{side}{unit}", today) for side in ("past1", "this", "next1")
    )
    assert before.end == current.first
    assert current.end == after.first
    assert current.first is not None
    assert current.end is not None
    assert current.first <= today < current.end
