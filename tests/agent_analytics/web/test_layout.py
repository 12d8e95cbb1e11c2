"""Bands of a board."""

import pytest

from agent_analytics.dashboards.templates import Dashcard
from agent_analytics.web.layout import bands


def placed(name: str, row: int, col: int, width: int, height: int) -> Dashcard:
    """Return a card at a place."""
    return Dashcard(name, None, None, row, col, width, height, (), {}, ())


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ([(0, 0, 12, 4), (0, 12, 12, 4), (4, 0, 24, 6)], [("01", True), ("2", True)]),
        ([(0, 0, 12, 8), (0, 12, 12, 4), (4, 12, 12, 4)], [("012", False)]),
        ([(0, 0, 12, 4), (0, 12, 12, 3), (3, 12, 12, 3)], [("012", False)]),
        ([(5, 0, 24, 1), (0, 0, 24, 2)], [("1", True), ("0", True)]),
        ([], []),
    ],
)
def test_a_board_is_cut_where_no_card_reaches_across(
    cards: list[tuple[int, int, int, int]], expected: list[tuple[str, bool]]
) -> None:
    """Cards of one row make an even band; stacked ones stay together as they are placed."""
    dashcards = [placed(str(index), *place) for index, place in enumerate(cards)]
    found = [
        ("".join(one.entity_id for one in band.dashcards), band.is_even)
        for band in bands(dashcards)
    ]
    assert found == expected
