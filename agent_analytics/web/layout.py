"""Bands of a board: cards that begin in the same row and share their height, one below another.

A template fixes every card's height for the longest content it may have. In a band that is even, cards are as
high as what they hold, up to that; any other arrangement is kept as it is placed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent_analytics.dashboards.templates import Dashcard


@dataclass(frozen=True, slots=True)
class Band:
    """Cards beside one another; `is_even` when all of them begin in the same row."""

    dashcards: tuple[Dashcard, ...]

    @property
    def is_even(self) -> bool:
        """Return whether no card stands below another one of the band."""
        return len({dashcard.row for dashcard in self.dashcards}) == 1


def bands(dashcards: Sequence[Dashcard]) -> Iterator[Band]:
    """Yield the bands of a tab: it is cut wherever no card reaches across."""
    band: list[Dashcard] = []
    end = 0
    for dashcard in sorted(dashcards, key=lambda one: (one.row, one.col)):
        if band and dashcard.row >= end:
            yield Band(tuple(band))
            band = []
        band.append(dashcard)
        end = max(end, dashcard.row + dashcard.height)
    if band:
        yield Band(tuple(band))
