"""How two weekly measures of the same people go together, when level, trend and calendar are taken out.

Says whether weeks with more of one are weeks with more of the other, never why. Which measures, and how many
comparisons are made together, is decided elsewhere (`associations`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from agent_analytics.statistics.refusals import (
    FEW_OBSERVATIONS,
    FEW_WEEKS,
    LEAST_EFFECTIVE,
    LEAST_OBSERVATIONS,
    LEAST_UNIT_WEEKS,
    NO_VARIATION,
)
from agent_analytics.statistics.smoothing import Floats

Known = npt.NDArray[np.bool_]

CLUSTERS = 10
"""From so many people on, what one does over time is one observation of uncertainty; below, lags are."""

_ROUNDS = 500
"""Alternating projections converge geometrically: a company takes ten rounds, four people with gaps 100."""

_SETTLED = 1e-12
"""Share of the largest value that a round may still move, once values count as projected."""

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Association:
    """A correlation from −1 to 1 with its 95 % interval and p-value; all null when refused.

    `observations` counts the pairs, `effective` how many independent ones tell as much. `method` says what
    the interval rests on: `cluster` (people) or `autocorrelation` (weeks).
    """

    observations: int
    units: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    effective: float | None = None
    method: str | None = None
    refusal: str | None = None


def associate(use: Floats, outcome: Floats, lag: int, *, ranks: bool) -> Association:
    """Return how an outcome goes together with use `lag` weeks before; arrays of shape (units, weeks).

    NaN is unknown. Level and linear trend of each unit and the mean of each week are taken out of both
    (Frisch–Waugh), so that neither keen people nor growth nor holidays count. With `ranks`, what is left is
    replaced by its ranks (Spearman), else taken as it is (Pearson).
    """
    weeks = use.shape[1]
    if weeks - lag < LEAST_UNIT_WEEKS:
        return Association(0, 0, refusal=FEW_WEEKS)
    left, right = use[:, : weeks - lag], outcome[:, lag:]
    known = ~(np.isnan(left) | np.isnan(right))
    known &= (known.sum(axis=1) >= LEAST_UNIT_WEEKS)[:, None]
    observations, units = int(known.sum()), int(known.any(axis=1).sum())
    if observations < LEAST_OBSERVATIONS:
        return Association(observations, units, refusal=FEW_OBSERVATIONS)
    kept = known.any(axis=1)
    known = known[kept]
    pair = [adjusted(values[kept], known) for values in (left, right)]
    spread = [float(np.nanvar(values[kept][known])) for values in (left, right)]
    if any(
        np.mean(x[known] ** 2) <= _NOTHING * max(s, 1e-300)
        for x, s in zip(pair, spread, strict=True)
    ):
        return Association(observations, units, refusal=NO_VARIATION)
    if ranks:
        pair = [_ranked(values, known) for values in pair]
    return _judged(pair[0], pair[1], known)


def correlation(left: Floats, right: Floats) -> float:
    """Return Pearson's correlation of two samples (n,)."""
    x, y = left - left.mean(), right - right.mean()
    return float((x @ y) / np.sqrt((x @ x) * (y @ y)))


def ranks_of(values: Floats) -> Floats:
    """Return ranks from 1, equal values sharing their mean rank; Spearman's ρ is Pearson's r of these."""
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Floats = (last - (counts - 1) / 2.0)[group]
    return shared


def adjusted(values: Floats, known: Known) -> Floats:
    """Return what is left of (units, weeks) without each unit's level and trend and each week's mean.

    Zero where nothing is known. With one unit its level and trend alone are taken out.
    """
    weight = known.astype(float)
    time = np.arange(values.shape[1], dtype=float)
    count = weight.sum(axis=1, keepdims=True)
    centred = (time - (weight * time).sum(axis=1, keepdims=True) / count) * weight
    power = np.maximum((centred**2).sum(axis=1, keepdims=True), _NOTHING)
    per_week = np.maximum(weight.sum(axis=0), 1.0)
    left = np.where(known, values, 0.0)
    settled = _SETTLED * float(np.abs(left).max())
    for _ in range(_ROUNDS if len(values) > 1 else 1):
        before = left
        if len(values) > 1:
            left = (left - left.sum(axis=0) / per_week) * weight
        left = (left - left.sum(axis=1, keepdims=True) / count) * weight
        left = left - centred * ((left * centred).sum(axis=1, keepdims=True) / power)
        if float(np.abs(left - before).max()) <= settled:
            break
    return left


def _ranked(values: Floats, known: Known) -> Floats:
    """Return the ranks of what is known, around zero."""
    ranked = np.zeros_like(values)
    ranks = ranks_of(values[known])
    ranked[known] = ranks - ranks.mean()
    return ranked


def _judged(left: Floats, right: Floats, known: Known) -> Association:
    """Return the correlation of two adjusted arrays with what is known of its uncertainty."""
    units, weeks = left.shape
    count = int(known.sum())
    x = left / np.sqrt((left**2).sum() / count)
    y = right / np.sqrt((right**2).sum() / count)
    r = float(np.clip((x * y).sum() / count, -1.0, 1.0))
    if units >= CLUSTERS:
        method, freedom = "cluster", float(units - 1)
        scores = (x * y - r / 2 * (x**2 + y**2)).sum(axis=1)
        # Few people's sums vary less than those of many would, and so do values once weeks are taken out.
        variance = float((scores**2).sum()) / count**2 * (units / (units - 1)) ** 2
        variance *= count / max(count - units - weeks, 1)
        error = max(float(np.sqrt(variance)) / max(1 - r * r, _NOTHING), _NOTHING)
        effective = min(1 / error**2, float(count))
    else:
        method = "autocorrelation"
        free = count - 2 * units - (weeks - 1 if units > 1 else 0)
        effective = free / _inflation(x, y, known)
        freedom = effective - 2
        error = 1 / np.sqrt(max(freedom, 1.0))
    if effective < LEAST_EFFECTIVE:
        return Association(
            count, units, effective=effective, method=method, refusal=FEW_OBSERVATIONS
        )
    z, reach = np.arctanh(np.clip(r, -1 + _NOTHING, 1 - _NOTHING)), float(stdtrit(freedom, 0.975))
    return Association(
        observations=count,
        units=units,
        estimate=r,
        low=float(np.tanh(z - reach * error)),
        high=float(np.tanh(z + reach * error)),
        p_value=float(2 * stdtr(freedom, -abs(z) / error)),
        effective=effective,
        method=method,
    )


def _inflation(x: Floats, y: Floats, known: Known) -> float:
    """Return by how much common persistence of both multiplies the variance (Bartlett 1935), at least 1.

    Autocorrelations are those within units, at lags up to a quarter of the weeks.
    """
    total = 1.0
    weight = known.astype(float)
    for step in range(1, max(2, x.shape[1] // 4)):
        both = np.maximum((weight[:, step:] * weight[:, :-step]).sum(), 1.0)
        rho_x = (x[:, step:] * x[:, :-step]).sum() / both
        rho_y = (y[:, step:] * y[:, :-step]).sum() / both
        total += 2 * rho_x * rho_y * both / weight.sum()
    return max(1.0, float(total))
