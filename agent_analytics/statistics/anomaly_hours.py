"""Hours in which a measure was far from what the same hour of the same weekday made expected.

Expected is the median of that hour over the eight weeks before, far is told by the usual misses of that hour on
like days, with a floor. Whole days are `anomaly`'s concern; which measures are watched is decided elsewhere.
"""

from dataclasses import dataclass

import numpy as np

from agent_analytics.statistics.anomaly import MAD_TO_SIGMA
from agent_analytics.statistics.refusals import LEAST_ANOMALY_DAYS
from agent_analytics.statistics.smoothing import DAY_OFF, WEEKEND, Floats, Integers

_THRESHOLD = 5.0
"""Usual misses from which an hour is odd."""

_MEMORY_WEEKS = 8
_LEAST_ALIKE = 4
_LEAST_USUAL = 1.0
"""The usual miss of events that happen independently."""

_AMOUNT_UNIT = 0.25
"""Share of a busy hour's amount that counts as one event: few sessions make an hour's cost."""

_MATERIAL = 0.5
"""Share of a busy hour below which a change is too small to tell of."""

_BUSY = 0.75
"""Quantile of the usual hours of working days that is a busy hour."""

_LEAST_EVENTS = 20.0
"""Events more or fewer below which a change is too small to tell of: one person may retry ten times."""


@dataclass(frozen=True, slots=True)
class OddHour:
    """One hour that is odd: its day and hour in the series, what was expected, and the miss in usual misses."""

    day: int
    hour: int
    expected: float
    score: float


def odd_hours(values: Floats, kinds: Integers, *, is_count: bool) -> list[OddHour]:
    """Return the odd hours of a series (days, 24) of amounts ≥ 0 with a kind 0–7 for each day.

    Misses are differences of roots, since the spread of sums of events grows with them (Anscombe 1948): counts
    as they are, amounts in quarters of a busy hour. Days off never count, nor the first four weeks, nor
    hours of a weekday with fewer than four like ones before.
    """
    odd: list[OddHour] = []
    usable, resting = kinds != DAY_OFF, kinds >= WEEKEND
    misses = np.full(values.shape, np.nan)
    for day in map(int, np.flatnonzero(usable)):
        before = np.arange(max(0, day - 7 * _MEMORY_WEEKS), day)
        before = before[usable[before]]
        same = before[kinds[before] == kinds[day]]
        working = values[before[~resting[before]]]
        if len(same) < _LEAST_ALIKE or not len(working):
            continue
        busy = float(np.quantile(np.median(working, axis=0), _BUSY))
        if busy <= 0 and not is_count:
            continue
        expected = np.median(values[same], axis=0)
        unit = 1.0 if is_count else _AMOUNT_UNIT * busy
        misses[day] = 2 * (np.sqrt(values[day] / unit + 3 / 8) - np.sqrt(expected / unit + 3 / 8))
        alike = misses[before[resting[before] == resting[day]]]
        alike = alike[~np.isnan(alike).all(axis=1)]
        if day < LEAST_ANOMALY_DAYS - 1 or len(alike) < _LEAST_ALIKE:
            continue
        usual = MAD_TO_SIGMA * np.nanmedian(np.abs(alike), axis=0)
        score = misses[day] / np.maximum(usual, _LEAST_USUAL)
        is_odd = np.abs(score) >= _THRESHOLD
        least = max(_MATERIAL * busy, _LEAST_EVENTS if is_count else 0.0)
        is_odd &= np.abs(values[day] - expected) >= least
        for hour in np.flatnonzero(is_odd):
            odd.append(OddHour(day, int(hour), float(expected[hour]), float(score[hour])))
    return odd
