"""Figures and how they moved."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.cards.tile import Comparison, tile

Make = Callable[..., Answer]
COLUMNS = "period=DATE cost_usd=DOUBLE"
BEFORE, NOW = date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("before", "now", "is_cost", "expected"),
    [
        (100.0, 112.0, False, ("+12%", "from $100.00", "▲", "good")),
        (100.0, 112.0, True, ("+12%", "from $100.00", "▲", "bad")),
        (100.0, 88.0, True, ("−12%", "from $100.00", "▼", "good")),
        (100.0, 88.0, False, ("−12%", "from $100.00", "▼", "bad")),
        (100.0, 100.0, False, ("no change", "from $100.00", "", "quiet")),
        (100.0, 100.01, False, ("no change", "from $100.00", "", "quiet")),
        (0.0, 5.0, False, ("", "from $0.00", "▲", "good")),
        (None, 5.0, False, ("", "no earlier value", "", "quiet")),
        (5.0, None, False, ("", "from $5.00", "", "quiet")),
    ],
)
def test_a_figure_is_compared_with_the_one_before(
    make: Make, before: float | None, now: float | None, is_cost: bool, expected: tuple[str, ...]
) -> None:
    """More is good unless it is cost; from nothing and from unknown there is no rate."""
    settings = {"scalar.switch_positive_negative": is_cost}
    found = tile(make(COLUMNS, [(BEFORE, before), (NOW, now)], settings), "smartscalar")
    assert found is not None
    (one,) = found.comparisons
    assert (one.change, one.against, one.arrow, one.tone) == expected


@pytest.mark.parametrize(
    ("asked", "against", "meaning"),
    [
        ({"type": "previousPeriod"}, "from $2.00", "the period from 1 Apr 2026: $2.00"),
        ({"type": "periodsAgo", "value": 2}, "from $1.00", "the period from 1 Mar 2026: $1.00"),
        ({"type": "periodsAgo", "value": 9}, "no earlier value", "the period before is not known"),
        ({"type": "staticNumber", "value": 8, "label": "budget"}, "from $8.00", "budget: $8.00"),
        (
            {"type": "anotherColumn", "column": "plan_usd", "label": "plan"},
            "from $7.00",
            "plan: $7.00",
        ),
        ({"type": "anotherColumn", "column": "gone"}, "no earlier value", "before is not known"),
    ],
)
def test_a_template_says_what_it_is_compared_with(
    make: Make, asked: dict[str, Any], against: str, meaning: str
) -> None:
    """Earlier periods, a fixed number or another column."""
    rows = [(date(2026, 3, 1), 1.0, 7.0), (BEFORE, 2.0, 7.0), (NOW, 3.0, 7.0)]
    settings = {"scalar.field": "cost_usd", "scalar.comparisons": [asked]}
    settings["column_settings"] = {'["name","plan_usd"]': {}, '["name","cost_usd"]': {}}
    found = tile(make(COLUMNS + " plan_usd=DOUBLE", rows, settings), "smartscalar")
    assert found is not None
    assert [(one.against, one.meaning) for one in found.comparisons] == [(against, meaning)]


def test_the_previous_value_skips_the_unknown(make: Make) -> None:
    """`previousValue` goes back to the last value that is known."""
    settings = {"scalar.comparisons": [{"type": "previousValue"}]}
    rows = [(date(2026, 3, 1), 1.0), (BEFORE, None), (NOW, 3.0)]
    found = tile(make(COLUMNS, rows, settings), "smartscalar")
    assert found is not None
    assert found.comparisons[0] == Comparison(
        "+200%", "from $1.00", "▲", "good", "the period from 1 Mar 2026: $1.00"
    )


def test_a_plain_figure_is_the_first_of_its_field(make: Make) -> None:
    """No comparison, no course; the exact value is kept beside the short one."""
    found = tile(make("a=BIGINT b=BIGINT", [(1, 23_456)], {"scalar.field": "b"}), "scalar")
    assert found is not None
    assert (found.value, found.exact) == ("23.5\u202fk", "23,456")
    assert found.comparisons == ()
    assert found.spark is None


def test_a_course_is_drawn_from_five_values_on(make: Make) -> None:
    """Two periods make no line."""
    rows = [(date(2026, month, 1), 1.0) for month in range(1, 6)]
    five, four = (tile(make(COLUMNS, some, {}), "smartscalar") for some in (rows, rows[1:]))
    assert five is not None
    assert five.spark is not None
    assert four is not None
    assert four.spark is None


def test_nothing_has_no_figure(make: Make) -> None:
    """Without a row there is no tile."""
    assert tile(make(COLUMNS, []), "smartscalar") is None
