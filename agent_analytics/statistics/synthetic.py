"""What began when one unit began, and nobody else: its outcome less that of a weighted mean of the others.

The weights are those that followed it best before the start (Abadie, Diamond & Hainmueller 2010); followed are
deviations from each unit's own mean (Ferman & Pinto 2021), since teams differ in size. Which unit that is, and
when it began, is decided elsewhere (`rollouts`); `effects` compares many who began.
"""

from dataclasses import replace

import numpy as np
from scipy.optimize import nnls

from agent_analytics.statistics.effects import Effect, EventTime
from agent_analytics.statistics.refusals import (
    BROKEN_PRE_TREND,
    FEW_CONTROLS,
    FEW_WEEKS,
    LEAST_AFTER_WEEKS,
    LEAST_CONTROLS,
    LEAST_FITTED_WEEKS,
)
from agent_analytics.statistics.smoothing import Floats

METHOD = "synthetic_control"

_LEVEL = 0.05
_PRE_TREND_LEVEL = 0.10
"""A unit that drifts away steadily is as far off in its first weeks as in its last: both are counted."""

_HALVINGS = 12
"""Ends of an interval are found to a four-thousandth of its width."""

_NOTHING = 1e-12


def synthetic_effect(
    outcome: Floats, others: Floats, start: int, before: int = 4, after: int = 8
) -> Effect:
    """Return the effect of a start on an outcome (weeks,) beside those of others (units, weeks) who did not.

    Estimate: the mean gap over the weeks after the start, in the outcome's unit. An effect is in the 95 %
    interval when, taken out, these weeks are no odder than as many in a row anywhere else in the series
    (Chernozhukov, Wüthrich & Zhu 2021, moving blocks); no distribution is assumed. `pre_trend_p` and `placebo`
    are those of a start that was made up, four weeks early; where that is found, the unit was not followed,
    and nothing is told. `placebo_p`: share of units, the one that began included, whose gaps grew as much.
    """
    last = min(len(outcome), start + after)
    outcome, others = outcome[:last], others[:, :last]
    about = Effect(starters=1, controls=len(others))
    if start < LEAST_FITTED_WEEKS or last - start < LEAST_AFTER_WEEKS:
        return replace(about, refusal=FEW_WEEKS)
    if len(others) < LEAST_CONTROLS:
        return replace(about, refusal=FEW_CONTROLS)
    gaps = _gaps(outcome, others, start)
    made_up = start - LEAST_AFTER_WEEKS
    told = replace(
        about,
        pre_trend_p=_chance(outcome[:start], others[:, :start], made_up, 0.0),
        placebo=float(_gaps(outcome[:start], others[:, :start], made_up)[made_up:].mean()),
        profile=tuple(
            EventTime(week - start, float(gaps[week]), None, None, 1)
            for week in range(start - before, last)
        ),
    )
    if told.pre_trend_p is not None and told.pre_trend_p <= _PRE_TREND_LEVEL:
        return replace(told, refusal=BROKEN_PRE_TREND)
    low, high = _interval(outcome, others, start, gaps)
    return replace(
        told,
        estimate=float(gaps[start:].mean()),
        low=low,
        high=high,
        placebo_p=_rank(np.vstack([outcome, others]), start),
    )


def weights(target: Floats, others: Floats) -> Floats:
    """Return the weights ≥ 0 with sum 1 whose mean of others (units, weeks) is closest to a target (weeks,).

    With weights that sum to 1 the difference is a mean of differences, so the closest is the shortest vector
    in their convex hull: non-negative least squares finds it exactly (Lawson & Hanson 1974, ch. 23).
    """
    differences = (others - target).T
    scale = max(float(np.abs(differences).max()), _NOTHING)
    system = np.vstack([differences / scale, np.ones(len(others))])
    found, _ = nnls(system, np.r_[np.zeros(len(target)), 1.0])
    return np.asarray(found / found.sum())


def _gaps(target: Floats, others: Floats, fitted: int) -> Floats:
    """Return a target less its weighted mean of others, weights and levels from the first `fitted` weeks."""
    target = target - target[:fitted].mean()
    others = others - others[:, :fitted].mean(axis=1, keepdims=True)
    return np.asarray(target - weights(target[:fitted], others[:, :fitted]) @ others)


def _chance(target: Floats, others: Floats, start: int, effect: float) -> float:
    """Return the p-value of an effect: the share of blocks as long whose mean gap is as far from 0.

    Weights are those of all weeks once the effect is taken out, as if it were true.
    """
    length = len(target) - start
    left = target.copy()
    left[start:] -= effect
    gaps = _gaps(left, others, len(left))
    around = np.r_[gaps, gaps[: length - 1]]
    sums = np.abs(np.convolve(around, np.ones(length), mode="valid"))
    return float((sums >= sums[start] * (1 - 1e-9)).mean())


def _interval(target: Floats, others: Floats, start: int, gaps: Floats) -> tuple[float, float]:
    """Return the effects below and above the estimate from which on they are rejected."""
    middle = float(gaps[start:].mean())
    usual = max(float(gaps.std()), _NOTHING)
    ends = []
    for way in (-1.0, 1.0):
        inside, outside = 0.0, usual
        while _chance(target, others, start, middle + way * outside) > _LEVEL:
            inside, outside = outside, 2 * outside
        for _ in range(_HALVINGS):
            between = (inside + outside) / 2
            if _chance(target, others, start, middle + way * between) > _LEVEL:
                inside = between
            else:
                outside = between
        ends.append(middle + way * outside)
    return ends[0], ends[1]


def _rank(outcomes: Floats, start: int) -> float:
    """Return the share of units whose gaps after, by their gaps before, are as large as the first one's."""
    ratios = []
    for unit in range(len(outcomes)):
        gaps = _gaps(outcomes[unit], np.delete(outcomes, unit, axis=0), start)
        before = max(float((gaps[:start] ** 2).mean()), _NOTHING)
        ratios.append(float((gaps[start:] ** 2).mean()) / before)
    return float((np.array(ratios) >= ratios[0]).mean())
