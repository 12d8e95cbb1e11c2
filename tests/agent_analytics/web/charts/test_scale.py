"""Axes carry round marks, and labels never crowd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.web.charts.scale import Scale, largest_total, round_marks, spread


@pytest.mark.parametrize(
    ("largest", "marks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (100, (0, 50, 100)),
        (101, (0, 50, 100, 150)),
        (157_000_000, (0, 50_000_000, 100_000_000, 150_000_000, 200_000_000)),
    ],
)
def test_marks_are_round_and_reach_the_largest(largest: int, marks: tuple[int, ...]) -> None:
    """Steps are 1, 2 or 5 times a power of ten; the last mark is the first at or above the largest."""
    assert round_marks(largest) == marks


@given(st.integers(min_value=0, max_value=10**18), st.integers(min_value=1, max_value=8))
def test_marks_always_span_the_data(largest: int, wanted: int) -> None:
    """Any axis starts at zero, ends at or above the largest, and has no more steps than wanted."""
    marks = round_marks(largest, wanted)
    assert marks[0] == 0
    assert marks[-1] >= max(1, largest)
    assert len(marks) - 1 <= wanted


def test_larger_values_stand_higher() -> None:
    """Zero lies at the bottom, the largest at the top; SVG counts downwards."""
    scale = Scale(largest=200, top=10, bottom=110)
    assert [scale.position(value) for value in (0, 50, 200)] == [110, 85, 10]


@pytest.mark.parametrize(
    ("positions", "labels", "places"),
    [
        (0, 5, ()),
        (1, 5, (0,)),
        (7, 10, (0, 1, 2, 3, 4, 5, 6)),
        (30, 5, (5, 11, 17, 23, 29)),
        (90, 10, (8, 17, 26, 35, 44, 53, 62, 71, 80, 89)),
    ],
)
def test_labels_end_with_the_last_place(
    positions: int, labels: int, places: tuple[int, ...]
) -> None:
    """Labels are evenly spaced back from the newest day."""
    assert spread(positions, labels) == places


def test_the_tallest_stack_counts_known_values() -> None:
    """The largest total adds the series up by place; unknown adds nothing."""
    assert largest_total([(1, 5, None), (2, None, 4)]) == 5
    assert largest_total([]) == 0
