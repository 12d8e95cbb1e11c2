"""What began when people began: difference-in-differences for starts at different times.

Each cohort is compared only with people who have not started yet, never with earlier starters, whose outcomes
may still be changing; two-way fixed effects does the latter and is biased by it (Goodman-Bacon 2021). Says how
outcomes changed after the start, refuses when they already parted before it, and cannot see what else began
that week.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from agent_analytics.statistics.refusals import (
    BROKEN_PRE_TREND,
    FEW_PEOPLE,
    FEW_WEEKS,
    LEAST_PRE_WEEKS,
    LEAST_STARTERS,
    NOT_STAGGERED,
)
from agent_analytics.statistics.smoothing import Floats, Integers

NEVER = np.iinfo(np.int64).max
"""Start of people who did not start."""

METHOD = "not_yet_started_controls"

_DRAWS = 400
_PRE_TREND_LEVEL = 0.05
_SEED = 20210217


@dataclass(frozen=True, slots=True)
class EventTime:
    """The effect so many weeks after the start (negative: before), with its 95 % interval.

    Of one starter a single week has none.
    """

    week: int
    estimate: float
    low: float | None
    high: float | None
    starters: int


@dataclass(frozen=True, slots=True)
class Effect:
    """The mean effect over the weeks after the start, in the outcome's unit; null when refused.

    `pre_trend_p` is the chance of as large differences before the start, were there none; `placebo` their
    mean, which should be near 0. `placebo_p`, of one starter, is the share of units that parted as far.
    """

    starters: int
    controls: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    pre_trend_p: float | None = None
    placebo: float | None = None
    placebo_p: float | None = None
    profile: tuple[EventTime, ...] = ()
    refusal: str | None = None


def rollout_effect(outcome: Floats, starts: Integers, before: int = 4, after: int = 8) -> Effect:
    """Return the effect of starting on an outcome (units, weeks) without gaps; `starts` (units,) are weeks.

    Estimates are mean differences of changes since the week before the start, between those who start in a
    week and those who start after the week looked at (Callaway & Sant'Anna 2021, never and not-yet
    treated), weighted by starters. Uncertainty: Bayesian bootstrap over people. Weeks before the start are
    compared with the same week; where they differ from 0 together, groups had parted, and nothing is told.
    """
    units, weeks = outcome.shape
    # Weights are drawn by place: people have one, in whatever order they come.
    order = np.lexsort((*outcome.T[::-1], starts))
    outcome, starts = outcome[order], starts[order]
    able = (starts >= LEAST_PRE_WEEKS) & (starts < weeks)
    starters, controls = (
        int(able.sum()),
        int((starts > starts[able].min()).sum()) if able.any() else 0,
    )
    if weeks < LEAST_PRE_WEEKS + 2:
        return Effect(starters, controls, refusal=FEW_WEEKS)
    if starters < LEAST_STARTERS:
        return Effect(starters, controls, refusal=FEW_PEOPLE)
    times = [week for week in range(-before, after) if week != -1]
    random = np.random.default_rng(_SEED)
    weights = np.vstack([np.ones(units), random.exponential(size=(_DRAWS, units))])
    found = {week: _at(outcome, starts, week, weights) for week in times}
    paths = {week: path for week, path in found.items() if path is not None}
    later = [week for week in paths if week >= 0]
    if not later:
        return Effect(starters, controls, refusal=NOT_STAGGERED)
    share = np.array([_starters_at(starts, weeks, week) for week in later], dtype=float)
    overall = share @ np.array([paths[week] for week in later]) / share.sum()
    early = [week for week in paths if week < -1]
    p = _joint_p(np.array([paths[week] for week in early])) if early else None
    refusal = BROKEN_PRE_TREND if p is not None and p < _PRE_TREND_LEVEL else None
    low, high = _interval(overall)
    return Effect(
        starters=starters,
        controls=controls,
        estimate=None if refusal else float(overall[0]),
        low=None if refusal else low,
        high=None if refusal else high,
        pre_trend_p=p,
        placebo=float(np.mean([paths[week][0] for week in early])) if early else None,
        profile=tuple(
            EventTime(week, float(path[0]), *_interval(path), _starters_at(starts, weeks, week))
            for week, path in sorted(paths.items())
        ),
        refusal=refusal,
    )


def two_way_fixed_effects(outcome: Floats, starts: Integers) -> float:
    """Return what regression on unit, week and "has started" tells: for comparison, not for use."""
    weeks = outcome.shape[1]
    started = (np.arange(weeks) >= starts[:, None]).astype(float)
    pure: Callable[[Floats], Floats] = lambda x: (  # noqa: E731 - one projection, twice
        x - x.mean(axis=0) - x.mean(axis=1, keepdims=True) + x.mean()
    )
    left, right = pure(started), pure(outcome)
    return float((left * right).sum() / (left * left).sum())


def _at(outcome: Floats, starts: Integers, week: int, weights: Floats) -> Floats | None:
    """Return the effect of one event time under each row of weights (draws, units); null without controls."""
    weeks = outcome.shape[1]
    top = np.zeros(len(weights))
    bottom = np.zeros(len(weights))
    for start in np.unique(starts[(starts >= LEAST_PRE_WEEKS) & (starts < weeks)]):
        now, base = start + week, start - 1
        if now < 0 or now >= weeks:
            continue
        treated = starts == start
        waiting = starts > max(now, start)
        if not waiting.any():
            continue
        change = outcome[:, now] - outcome[:, base]
        mass = weights[:, treated].sum(axis=1)
        told = weights[:, treated] @ change[treated] / mass
        other = weights[:, waiting] @ change[waiting] / weights[:, waiting].sum(axis=1)
        top += mass * (told - other)
        bottom += mass
    return top / bottom if bottom.all() else None


def _starters_at(starts: Integers, weeks: int, week: int) -> int:
    """Return how many starters an event time rests on."""
    able = starts[(starts >= LEAST_PRE_WEEKS) & (starts < weeks)]
    now = able + week
    seen = (now >= 0) & (now < weeks)
    waiting = np.array(
        [(starts > max(each, start)).any() for each, start in zip(now, able, strict=True)]
    )
    return int((seen & waiting).sum())


def _interval(draws: Floats) -> tuple[float, float]:
    """Return the 95 % interval around the first draw, which has equal weights."""
    spread = 1.96 * float(np.std(draws[1:], ddof=1))
    return float(draws[0] - spread), float(draws[0] + spread)


def _joint_p(paths: Floats) -> float:
    """Return the p-value that all rows of (event times, draws) are 0, by their joint spread (Wald)."""
    from scipy.special import chdtrc  # noqa: PLC0415 - only here

    spread = np.atleast_2d(np.cov(paths[:, 1:]))
    told: npt.NDArray[np.float64] = paths[:, 0]
    return float(chdtrc(len(told), told @ np.linalg.pinv(spread) @ told))
