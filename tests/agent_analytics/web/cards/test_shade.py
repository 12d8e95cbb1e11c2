"""Range rules shade the numbers of a heat table between the ends that they name."""

from decimal import Decimal
from typing import Any

import pytest

from agent_analytics.web.cards.shade import scale

WHITE, BLUE, GREEN, RED = "#FFFFFF", "#0072B2", "#009E73", "#ED6E6E"
COLUMNS = {"n": [2, 4, None, 6], "other": [0, Decimal(10)]}


@pytest.mark.parametrize(
    ("ends", "low", "high"),
    [
        ({}, 2, 6),
        ({"min_type": "all", "max_type": "all"}, 0, 10),
        ({"min_type": "custom", "min_value": 1, "max_type": None}, 1, 6),
        ({"min_type": "custom", "min_value": None, "max_type": "custom", "max_value": 9.5}, 2, 9.5),
    ],
)
def test_ends_are_those_of_the_rule(ends: dict[str, Any], low: float, high: float) -> None:
    """An end is the column's own, that of all columns of the rule, or a value that the rule says."""
    found = scale({"columns": ["n", "other", "gone"]} | ends, "n", COLUMNS)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("colours", "shades"),
    [
        ([WHITE, BLUE], ["", "shade s1 d2", "shade s1 d4", "shade s1 d8"]),
        ([BLUE, WHITE], ["shade s1 d8", "shade s1 d6", "shade s1 d4", ""]),
        ([RED, WHITE, GREEN], ["shade bad d8", "shade bad d4", "", "shade good d8"]),
        ([BLUE], ["", "", "", ""]),
    ],
)
def test_the_farther_from_the_plain_end_the_deeper(colours: list[str], shades: list[str]) -> None:
    """White is the plain end or the middle; every other end has the tone of its colour."""
    found = scale({"columns": ["n"], "colors": colours}, "n", {"n": [0, 4]})
    assert [found.shade(value) for value in (0, 1, 2, 4)] == shades


def test_values_beyond_the_ends_are_as_deep_as_the_ends() -> None:
    """Nothing is deeper than the deepest step, and nothing is negative."""
    ends = {"min_type": "custom", "min_value": 1, "max_type": "custom", "max_value": 2}
    found = scale({"columns": ["n"], "colors": [WHITE, BLUE]} | ends, "n", COLUMNS)
    assert (found.shade(0), found.shade(5)) == ("", "shade s1 d8")


@pytest.mark.parametrize("value", [None, "7", True])
def test_what_is_no_number_has_no_shade(value: object) -> None:
    """Unknown values and words stay as they are."""
    assert scale({"columns": ["n"], "colors": [WHITE, BLUE]}, "n", {"n": [0, 1]}).shade(value) == ""


def test_equal_values_have_no_shade() -> None:
    """Where nothing stands out, nothing is marked."""
    assert scale({"columns": ["n"], "colors": [WHITE, BLUE]}, "n", {"n": [3, 3]}).shade(3) == ""
