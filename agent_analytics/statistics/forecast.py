"""Forecasts of a daily amount with bands that are as wide as forecasts of its past have missed.

No distribution is assumed: every day of the past is taken as an origin, and the band of a horizon is made of
the misses of that horizon, relative to the level of their day. What is forecast, and until when, is the
models' concern.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

from agent_analytics.statistics.refusals import LEAST_FORECAST_DAYS
from agent_analytics.statistics.smoothing import (
    START_DAYS,
    WEEKEND,
    Floats,
    Integers,
    States,
    grid,
    project,
    smooth,
)

METHOD = "damped_smoothing_ensemble"

_SCORED_HORIZONS = (1, 2, 3, 5, 7, 10, 14, 21, 28)
_ENSEMBLE = 4
_NEIGHBOURS = 3
"""Misses of horizons up to so many days apart make one band: few origins are far enough back."""

_LEAST_MISSES = 20
"""Horizons with fewer known outcomes make no band of their own."""

_LEAST_APART = 3
"""Misses count as at least so many that do not overlap: of fewer there are no quantiles."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Band:
    """Limits of each day, or of the sum up to it, in the unit of the series; shape (horizon,)."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the next days will bring; arrays of shape (horizon,), in the unit of the series.

    `daily` and `total` are the expected amounts of each day and of all days up to it; bands are by the share
    of outcomes they should hold. `mase` compares the ensemble's misses over its past with repeating the
    last week; null when that never missed. `origin_count` is the number of days forecast from.
    """

    daily: Floats
    total: Floats
    daily_bands: dict[float, Band]
    total_bands: dict[float, Band]
    mase: float | None
    origin_count: int


def forecast(
    values: Floats, kinds: Integers, horizon: int, shares: tuple[float, ...] = (0.8, 0.95)
) -> Forecast:
    """Return the forecast of a series (days,) of amounts ≥ 0 for `horizon` days after it.

    `kinds` gives every day of the series and of the horizon: 0 Monday to 6 Sunday, 7 a day off. Needs
    `LEAST_FORECAST_DAYS` days. Raises `ValueError` for fewer. Bands are empirical quantiles of the misses from
    rolling origins (Hyndman & Athanasopoulos, Forecasting, 3rd ed., 5.10), widened for how few do not overlap.
    """
    days = len(values)
    if days < LEAST_FORECAST_DAYS:
        message = f"a forecast needs {LEAST_FORECAST_DAYS} days, got {days}"
        raise ValueError(message)
    states = smooth(values, kinds, grid())
    chosen = _best(values, kinds, states, horizon)
    origins = np.arange(START_DAYS - 1, days)
    level = states.level[:, chosen].mean(axis=1)
    expected = project(states, origins, kinds, horizon)[:, chosen].mean(axis=1)
    scale = np.maximum(level[origins], _floor(values))
    misses = _misses(values, expected, origins)
    totals = _misses(np.cumsum(values), np.cumsum(expected, axis=1), origins, running=True)
    totals = totals / scale[:, None]
    daily, total = expected[-1], np.cumsum(expected[-1])
    resting = kinds >= WEEKEND
    daily_bands, total_bands = {}, {}
    for share in shares:
        offsets = _daily_offsets(misses / scale[:, None], resting, origins, share) * scale[-1]
        daily_bands[share] = _band(daily, offsets)
        total_bands[share] = _band(total, _total_offsets(totals, share) * scale[-1])
    return Forecast(
        daily=daily,
        total=total,
        daily_bands=daily_bands,
        total_bands=total_bands,
        mase=_mase(values, misses, origins),
        origin_count=len(origins) - 1,
    )


def _best(values: Floats, kinds: Integers, states: States, horizon: int) -> Integers:
    """Return the speeds that missed least in the younger two thirds of the series."""
    days = len(values)
    horizons = [step for step in _SCORED_HORIZONS if step <= horizon]
    origins = np.arange(max(START_DAYS, days // 3), days - 1)
    expected = project(states, origins, kinds, horizons[-1])
    score = np.zeros(expected.shape[1])
    for step in horizons:
        usable = origins[origins + step < days]
        missed = values[usable + step][:, None] - expected[: len(usable), :, step - 1]
        score += np.abs(missed).mean(axis=0)
    return np.argsort(score, kind="stable")[:_ENSEMBLE]


def _misses(
    values: Floats, expected: Floats, origins: Integers, *, running: bool = False
) -> Floats:
    """Return outcome minus forecast by origin and horizon, NaN where the outcome is not known yet.

    `running`: values are sums since the first day, and the outcome is what was added since the origin.
    """
    steps = np.arange(1, expected.shape[1] + 1)
    ahead = origins[:, None] + steps
    known = ahead < len(values)
    outcome = values[np.where(known, ahead, 0)]
    if running:
        outcome = outcome - values[origins][:, None]
    return np.where(known, outcome - expected, np.nan)


def _daily_offsets(
    misses: Floats, resting: npt.NDArray[np.bool_], origins: Integers, share: float
) -> Floats:
    """Return the lower and upper distance of each day: shape (2, horizon), relative to the level.

    Days of rest and of work miss by different amounts and make bands of their own.
    """
    horizon = misses.shape[1]
    at_rest = resting[origins[:, None] + np.arange(1, horizon + 1)]
    limits = np.empty((2, horizon))
    for step in range(horizon):
        near = _near(step, misses)
        pool, alike = misses[:, near], at_rest[:, near] == at_rest[-1, step]
        kept = pool[alike & ~np.isnan(pool)]
        limits[:, step] = _limits(kept, share, len(kept) / (2 * _NEIGHBOURS + 1))
    return limits


def _total_offsets(totals: Floats, share: float) -> Floats:
    """Return the lower and upper distance of each running total: shape (2, horizon), relative to the level.

    Totals of neighbouring horizons miss by amounts that grow with the root of the horizon.
    """
    horizon = totals.shape[1]
    growth = np.sqrt(np.arange(1, horizon + 1))
    limits = np.empty((2, horizon))
    for step in range(horizon):
        near = _near(step, totals)
        pool = totals[:, near] / growth[near] * growth[step]
        kept = pool[~np.isnan(pool)]
        apart = len(kept) / (2 * _NEIGHBOURS + 1) / (step + 1)
        limits[:, step] = _limits(kept, share, apart)
    return limits


def _near(step: int, misses: Floats) -> slice:
    """Return the horizons that make one band with a step; one too far away takes the furthest there are."""
    furthest = len(misses) - 1 - _LEAST_MISSES
    middle = min(step, furthest)
    return slice(max(0, middle - _NEIGHBOURS), middle + _NEIGHBOURS + 1)


def _limits(misses: Floats, share: float, apart: float) -> tuple[float, float]:
    """Return the quantiles that hold a share of misses, moved outwards for how few are `apart`.

    By as much as Student's prediction interval of so many observations is wider than the normal one.
    """
    count = max(apart, _LEAST_APART)
    level = (1 + share) / 2
    wider = float(stdtrit(count - 1, level) / ndtri(level)) * (1 + 1 / count) ** 0.5
    level = min(1.0, level + (1 - level) / (len(misses) + 1))
    low, middle, high = np.quantile(misses, [1 - level, 0.5, level])
    return float(middle + wider * (low - middle)), float(middle + wider * (high - middle))


def _band(centre: Floats, offsets: Floats) -> Band:
    """Return the band around a forecast; no amount is negative."""
    return Band(np.maximum(centre + offsets[0], 0.0), np.maximum(centre + offsets[1], 0.0))


def _floor(values: Floats) -> float:
    """Return a level below which misses are not relative any more: a tenth of the mean."""
    return 0.1 * float(values.mean()) or 1.0


def _mase(values: Floats, misses: Floats, origins: Integers) -> float | None:
    """Return the mean absolute miss relative to that of repeating the last seven days, over all origins."""
    steps = np.arange(1, misses.shape[1] + 1)
    ahead = origins[:, None] + steps
    known = ahead < len(values)
    repeated = origins[:, None] + (steps - 1) % _WEEK - _WEEK + 1
    naive = np.abs(values[np.where(known, ahead, 0)] - values[repeated])[known].sum()
    return float(np.abs(misses[known]).sum() / naive) if naive > 0 else None
