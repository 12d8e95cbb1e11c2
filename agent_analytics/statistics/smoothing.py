"""Point forecasts of a daily series from every day of its past, by exponential smoothing.

A level with damped trend times a factor for each kind of day, run for a grid of speeds at once. Which
speeds are best, and how far forecasts miss, is decided elsewhere (`forecast`).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DAY_KINDS = 8
"""Monday to Sunday, and days off."""

WEEKEND, DAY_OFF = 5, 7

START_DAYS = 14
"""The first two weeks set the starting level and pattern."""

_LEVEL_SPEEDS = (0.01, 0.03, 0.06, 0.12, 0.25)
_TREND_SPEEDS = (0.0, 0.03)
_PATTERN_SPEEDS = (0.05, 0.15, 0.3)
_DAMPING = 0.97
"""Share of a trend that is left a day later: half of it after three weeks."""

_CLIP = 3.0
"""A miss beyond so many usual misses moves the level no further: one odd day is no new level."""

_PRIOR_DAYS = 1.0
"""The starting pattern counts as one day of the overall mean beside the days seen."""


@dataclass(frozen=True, slots=True)
class States:
    """What each speed of the grid knew after each day, as arrays of shape (days, speeds[, kinds])."""

    level: Floats
    trend: Floats
    pattern: Floats


def grid() -> Floats:
    """Return the speeds tried: columns level, trend and pattern; shape (speeds, 3)."""
    return np.array(list(product(_LEVEL_SPEEDS, _TREND_SPEEDS, _PATTERN_SPEEDS)))


def smooth(values: Floats, kinds: Integers, speeds: Floats) -> States:
    """Return the states after each day of a series (days,) with a kind 0–7 for each of its days.

    The level moves by the miss weighted with the day's factor (a quiet Sunday says little of the level), the
    factor of a day's kind by the miss relative to the level. The series has at least `START_DAYS` days.
    """
    count, days = len(speeds), len(values)
    level_speed, trend_speed, pattern_speed = speeds.T
    start, factors = _start(values[:START_DAYS], kinds[:START_DAYS])
    level, trend = np.full(count, start), np.zeros(count)
    pattern = np.tile(factors, (count, 1))
    miss = np.full(count, 0.5 * start)
    floor = max(start, float(values.mean())) * 1e-3 or 1.0
    kept = States(
        np.empty((days, count)), np.empty((days, count)), np.empty((days, count, DAY_KINDS))
    )
    for day in range(days):
        kind = kinds[day]
        expected_level = np.maximum(level + trend, 0.0)
        factor = pattern[:, kind]
        error = values[day] - expected_level * factor
        clipped = np.clip(error, -_CLIP * miss, _CLIP * miss)
        moved = level_speed * clipped * factor / np.maximum(factor * factor, 0.7)
        level = np.maximum(expected_level + moved, 0.0)
        trend = _DAMPING * trend + trend_speed * moved
        pattern[:, kind] = np.maximum(
            factor + pattern_speed * clipped / np.maximum(expected_level, floor), 0.0
        )
        miss += 0.05 * (np.minimum(np.abs(error), _CLIP * miss + floor) - miss)
        kept.level[day], kept.trend[day], kept.pattern[day] = level, trend, pattern
    return kept


def project(states: States, origins: Integers, kinds: Integers, horizon: int) -> Floats:
    """Return what each speed expected 1 to `horizon` days after each origin: (origins, speeds, horizon).

    `kinds` covers the series and `horizon` days after it.
    """
    steps = np.arange(1, horizon + 1)
    damped = np.cumsum(_DAMPING ** (steps - 1))
    level = states.level[origins][:, :, None] + states.trend[origins][:, :, None] * damped
    ahead = kinds[origins[:, None] + steps]
    factors = np.take_along_axis(states.pattern[origins], ahead[:, None, :], axis=2)
    expected: Floats = np.maximum(level, 0.0) * factors
    return expected


def _start(values: Floats, kinds: Integers) -> tuple[float, Floats]:
    """Return the starting level and the factor of each kind of day."""
    level = float(values.mean())
    if level <= 0:
        return 0.0, np.ones(DAY_KINDS)
    factors = np.ones(DAY_KINDS)
    for kind in range(DAY_OFF):
        seen = values[kinds == kind]
        factors[kind] = (seen.sum() / level + _PRIOR_DAYS) / (len(seen) + _PRIOR_DAYS)
    seen = values[kinds == DAY_OFF]
    factors[DAY_OFF] = (seen.sum() / level + factors[:DAY_OFF].min()) / (len(seen) + 1)
    return level, factors
