"""Axes: round marks above a largest value, and positions between a bottom and a top."""

from collections.abc import Sequence
from dataclasses import dataclass

_ROUND_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from zero, at `bottom`, to `largest`, at `top`; SVG counts downwards."""

    largest: int
    top: float
    bottom: float

    def position(self, value: int) -> float:
        """Return the vertical position of a value."""
        return round(self.bottom - (self.bottom - self.top) * value / self.largest, 2)


def round_marks(largest: int, wanted: int = 4) -> tuple[int, ...]:
    """Return evenly spaced round numbers from 0 to the first at or above `largest`.

    About `wanted` steps, of 1, 2 or 5 times a power of ten and never below 1, so at least 0 and 1.
    """
    step = _round_step(max(1, -(-largest // wanted)))
    steps = max(1, -(-largest // step))
    return tuple(step * number for number in range(steps + 1))


def spread(positions: int, labels: int) -> tuple[int, ...]:
    """Return at most `labels` evenly spaced indexes of `positions` places, the last one among them."""
    if positions <= 0:
        return ()
    stride = max(1, -(-positions // max(1, labels)))
    return tuple(range((positions - 1) % stride, positions, stride))


def largest_total(stacks: Sequence[Sequence[int | None]]) -> int:
    """Return the largest sum over series at one place; unknown adds nothing."""
    return max(
        (sum(value or 0 for value in place) for place in zip(*stacks, strict=True)), default=0
    )


def _round_step(least: int) -> int:
    magnitude: int = 10 ** (len(str(least)) - 1)
    return next(factor * magnitude for factor in _ROUND_STEPS if factor * magnitude >= least)
