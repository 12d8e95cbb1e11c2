"""Axes: round marks around values, and which of many labels fit below an axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 1_000
"""Height and width of every plot in its own units; the page stretches them."""

_ROUND_STEPS = (1, 2, 2.5, 5, 10)
_WHOLE_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale between two values, from `SIZE` at the bottom to 0 at the top."""

    low: float
    high: float
    marks: tuple[float, ...]

    def position(self, value: float) -> float:
        """Return the vertical position of a value, in units of the plot; outside values stay at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return round(SIZE * (1 - min(1.0, max(0.0, share))), 2)


def scale_over(
    values: Sequence[float],
    *,
    whole: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> Scale:
    """Return a scale with round marks that holds zero and all values; `low` and `high` set its ends."""
    bottom = min(0.0, *values, 0.0) if low is None else low
    top = max(0.0, *values, 0.0) if high is None else high
    if top <= bottom:
        top = bottom + 1
    step = _round_step((top - bottom) / 4, whole=whole)
    first = math.floor(bottom / step + 1e-12) if low is None else math.ceil(bottom / step - 1e-12)
    last = math.ceil(top / step - 1e-12) if high is None else math.floor(top / step + 1e-12)
    marks = tuple(round(step * number, 10) for number in range(first, last + 1))
    # A value may lie beyond the last mark by less than the marks' own rounding.
    low = min(marks[0], bottom) if low is None else bottom
    high = max(marks[-1], top) if high is None else top
    return Scale(low, high, marks)


def spread(labels: Sequence[str], width: float) -> frozenset[int]:
    """Return which of evenly placed labels fit side by side into a width in pixels, the last among them."""
    if not labels:
        return frozenset()
    longest = max(len(label) for label in labels) * 6.4 + 16
    stride = max(1, math.ceil(longest * len(labels) / max(width, 1.0)))
    return frozenset(range((len(labels) - 1) % stride, len(labels), stride))


def _round_step(least: float, *, whole: bool) -> float:
    magnitude = 10.0 ** math.floor(math.log10(least))
    steps = _WHOLE_STEPS if whole else _ROUND_STEPS
    step = next(factor * magnitude for factor in steps if factor * magnitude >= least * (1 - 1e-12))
    return max(1.0, step) if whole else step
