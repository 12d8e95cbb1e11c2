"""Days on which a daily measure was far from what its past made expected.

Expected is what exponential smoothing said the day before; far is told by the usual misses of like days, with
a floor, so that a very regular series does not cry at nothing. Which measures are watched, and what moved, is
decided elsewhere (`anomalies`).
"""

from dataclasses import dataclass

import numpy as np

from agent_analytics.statistics.smoothing import (
    DAY_OFF,
    START_DAYS,
    WEEKEND,
    Floats,
    Integers,
    smooth,
)

THRESHOLD = 3.5
"""Usual misses from which a day is odd: about one false day in a year and a half of a steady series."""

_PAIR_THRESHOLD = 3.0
"""Usual misses of two working days in a row, added as those of two days are (by the root of their number)."""

_SPEEDS = np.array([[0.1, 0.0, 0.12]])
_MEMORY = 56
"""Days whose misses are remembered: eight weeks."""

_LEAST_ALIKE = 10
_SQRT_2 = 2**0.5
MAD_TO_SIGMA = 1.4826022185056018
"""The standard deviation of normal misses is so many times their median absolute deviation."""

_SMALLEST = 0.02
"""Share of the level that is added on both sides of a ratio, so that a quiet day is no infinite fall."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What counts: the least usual miss (`floor`) and change (`material`, of the level).

    Amounts miss by logarithms of ratios; events, counted one by one, by differences of roots, whose usual
    miss is 1 when they happen independently (Anscombe 1948).
    """

    floor: float
    material: float
    is_count: bool = False


AMOUNTS = Sensitivity(floor=0.1, material=0.3)
EVENTS = Sensitivity(floor=1.0, material=0.3, is_count=True)
RATIOS = Sensitivity(floor=0.015, material=0.05)


@dataclass(frozen=True, slots=True)
class OddDay:
    """One day that is odd: its place in the series, what was expected, and the miss in usual misses."""

    day: int
    expected: float
    score: float


def odd_days(values: Floats, kinds: Integers, sensitivity: Sensitivity = AMOUNTS) -> list[OddDay]:
    """Return the odd days of a series (days,) of amounts ≥ 0 with a kind 0–7 each.

    Misses are scaled by their median absolute deviation over like days (working days, or days of rest) of
    the eight weeks before, odd days left out. The second of two working days that missed the same way is
    judged by both. Days off never count, nor the first two weeks, nor a change that is small against the
    level. Few like days: nothing is odd.
    """
    if len(values) <= START_DAYS:
        return []
    states = smooth(values, kinds, _SPEEDS)
    level, pattern = states.level[:, 0], states.pattern[:, 0]
    days = np.arange(START_DAYS, len(values))
    before = np.maximum(level[days - 1], 0.0)
    expected = before * pattern[days - 1, kinds[days]]
    miss = _misses(values[days], expected, before, sensitivity)
    is_material = np.abs(values[days] - expected) >= sensitivity.material * before
    resting = kinds[days] >= WEEKEND
    usable = kinds[days] != DAY_OFF
    odd: list[OddDay] = []
    yesterday = 0.0
    for at in np.flatnonzero(usable):
        window = slice(max(0, at - _MEMORY), at)
        alike = miss[window][usable[window] & (resting[window] == resting[at])]
        if len(alike) < _LEAST_ALIKE:
            continue
        score = _score(miss[at], alike, sensitivity) if is_material[at] else 0.0
        together = (score + yesterday) / _SQRT_2 if score * yesterday > 0 else 0.0
        is_odd = abs(score) >= THRESHOLD
        if not resting[at]:
            is_odd |= abs(together) >= _PAIR_THRESHOLD
            yesterday = 0.0 if is_odd else score
        if is_odd:
            usable[at] = False
            odd.append(OddDay(int(days[at]), float(expected[at]), score))
    return odd


def _score(miss: float, alike: Floats, sensitivity: Sensitivity) -> float:
    """Return a miss in usual misses: its distance from their median in standard deviations, told robustly."""
    middle = float(np.median(alike))
    usual = MAD_TO_SIGMA * float(np.median(np.abs(alike - middle)))
    return (miss - middle) / max(usual, sensitivity.floor)


def _misses(observed: Floats, expected: Floats, level: Floats, sensitivity: Sensitivity) -> Floats:
    """Return how far each day missed, on the scale on which misses of its measure are alike."""
    if sensitivity.is_count:
        return np.asarray(2 * (np.sqrt(observed + 3 / 8) - np.sqrt(expected + 3 / 8)))
    margin = np.maximum(_SMALLEST * level, 1e-12)
    return np.asarray(np.log((observed + margin) / (expected + margin)))
