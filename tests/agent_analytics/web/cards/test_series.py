"""Rows become series over places; what is missing stays a gap."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.cards.series import MOST_SERIES, series_of

Make = Callable[..., Answer]


def days(*numbers: int) -> list[date]:
    """Return days of May."""
    return [date(2026, 5, number) for number in numbers]


def test_a_missing_day_keeps_its_place(make: Make) -> None:
    """The day without a row is there, and unknown; the order of the rows does not matter."""
    answer = make("day=DATE cost_usd=DOUBLE", [(day, 1.0) for day in days(4, 1, 2)])
    series = series_of(answer, is_additive=False)
    assert series is not None
    assert series.places == tuple(days(1, 2, 3, 4))
    assert series.lines[0].values == (1.0, 1.0, None, 1.0)
    assert series.labels == ("1 May", "2 May", "3 May", "4 May")


@pytest.mark.parametrize(
    ("given", "places"),
    [
        (["2026-05-04", "2026-05-18"], ["2026-05-04", "2026-05-18"]),
        (
            ["2026-05-04", "2026-05-11", "2026-05-25"],
            ["2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25"],
        ),
        (["2026-01-01", "2026-03-01"], ["2026-01-01", "2026-02-01", "2026-03-01"]),
        (["2025-10-01", "2026-04-01"], ["2025-10-01", "2026-01-01", "2026-04-01"]),
        (["2026-05-04"], ["2026-05-04"]),
    ],
)
def test_weeks_months_and_quarters_are_filled_alike(
    make: Make, given: list[str], places: list[str]
) -> None:
    """The step is what the days have in common."""
    answer = make("day=DATE n=BIGINT", [(date.fromisoformat(day), 1) for day in given])
    series = series_of(answer, is_additive=False)
    assert series is not None
    found = [place.isoformat() for place in series.places]
    assert found[0] == places[0]
    assert found[-1] == places[-1]
    assert len(found) in (len(places), 3)


def test_a_split_makes_a_line_for_each_part(make: Make) -> None:
    """Parts are ordered by size where sums mean something; an unknown part is a dash."""
    rows = [(*days(1), "a", 1), (*days(1), "b", 5), (*days(2), None, 2)]
    answer = make("day=DATE team=VARCHAR n=BIGINT", rows)
    series = series_of(answer, is_additive=True)
    assert series is not None
    assert [(line.name, line.values) for line in series.lines] == [
        ("b", (5.0, None)),
        ("–", (None, 2.0)),
        ("a", (1.0, None)),
    ]


@pytest.mark.parametrize("is_additive", [True, False])
def test_many_small_parts_are_added_up_or_left_out(make: Make, is_additive: bool) -> None:
    """Sums keep their total; what cannot be added is counted."""
    rows = [(*days(1), f"team {number:02}", 100 - number) for number in range(MOST_SERIES + 5)]
    series = series_of(make("day=DATE team=VARCHAR n=BIGINT", rows), is_additive=is_additive)
    assert series is not None
    total = sum(line.values[0] or 0 for line in series.lines)
    if is_additive:
        assert series.lines[-1].name == "others"
        assert total == sum(row[2] for row in rows)
        assert series.left_out == 0
    else:
        assert len(series.lines) == MOST_SERIES
        assert series.left_out == 5


def test_settings_name_the_columns(make: Make) -> None:
    """A number can be a place, and only the wanted metrics are drawn."""
    settings: dict[str, Any] = {"graph.dimensions": ["hour"], "graph.metrics": ["b"]}
    answer = make("hour=INTEGER a=BIGINT b=BIGINT", [(9, 1, 2), (8, 3, 4)], settings)
    series = series_of(answer, is_additive=False)
    assert series is not None
    assert series.places == (9, 8)
    assert [(line.metric, line.values) for line in series.lines] == [("b", (2.0, 4.0))]


def test_a_midnight_is_a_day(make: Make) -> None:
    """A moment that begins a day is drawn as that day."""
    answer = make("day=TIMESTAMP n=BIGINT", [(datetime(2026, 5, 1), 1)])  # noqa: DTZ001 - as truncated
    series = series_of(answer, is_additive=False)
    assert series is not None
    assert series.labels == ("1 May",)
    assert series.lines[0].values == (1.0,)


def test_without_places_or_values_there_is_no_chart(make: Make) -> None:
    """A single number has no course, and names alone have no height."""
    assert series_of(make("n=BIGINT", [(1,)]), is_additive=False) is None
    assert series_of(make("name=VARCHAR", [("a",)]), is_additive=False) is None
