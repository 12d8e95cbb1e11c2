"""Axes with round marks, and labels that fit."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent_analytics.web.charts.scale import SIZE, scale_over, spread

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).filter(
    lambda number: number == 0 or abs(number) > 1e-6
)


@given(st.lists(NUMBERS, max_size=20))
@example([100000000001.0, -0.03125])
def test_a_scale_holds_zero_and_every_value(values: list[float]) -> None:
    """Marks rise evenly from the low end to the high one, and few of them are enough."""
    scale = scale_over(values)
    assert scale.low <= min([0.0, *values])
    assert scale.high >= max([0.0, *values])
    assert scale.low < scale.high
    assert 2 <= len(scale.marks) <= 7
    assert list(scale.marks) == sorted(scale.marks)
    assert all(0 <= scale.position(value) <= SIZE for value in values)


@pytest.mark.parametrize(
    ("values", "whole", "marks"),
    [
        ([], False, (0, 0.25, 0.5, 0.75, 1)),
        ([3], True, (0, 1, 2, 3)),
        ([1], True, (0, 1)),
        ([38], False, (0, 10, 20, 30, 40)),
        ([-20, 45], False, (-20, 0, 20, 40, 60)),
    ],
)
def test_marks_are_round(values: list[float], whole: bool, marks: tuple[float, ...]) -> None:
    """Counts have no half marks."""
    assert scale_over(values, whole=whole).marks == marks


def test_ends_can_be_set() -> None:
    """A template may say where the axis ends; what lies beyond stays at the edge."""
    scale = scale_over([5], low=0, high=1)
    assert (scale.low, scale.high) == (0, 1)
    assert scale.position(5) == 0


@given(st.integers(1, 400), st.integers(20, 2_000))
def test_labels_fit_and_the_last_one_is_there(places: int, width: int) -> None:
    """Shown labels need no more room than there is, unless it is one."""
    shown = spread(["12 Nov"] * places, width)
    assert places - 1 in shown
    assert len(shown) == 1 or (len(shown) - 1) * (6 * 6.4 + 16) <= width
