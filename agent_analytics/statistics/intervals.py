"""Intervals of plain figures: ratios of weekly sums, and medians. Distribution-free, 95 %.

What is divided by what is decided where the figure is; estimates that need a model have modules of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent_analytics.statistics.refusals import (
    FEW_OBSERVATIONS,
    FEW_WEEKS,
    LEAST_MEDIAN,
    LEAST_RATIO_WEEKS,
    NOTHING_COUNTED,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval; `count` is what it rests on.

    `refusal` says why the interval, or the estimate with it, is null.
    """

    estimate: float | None
    low: float | None
    high: float | None
    count: int
    refusal: str | None


def ratio(
    numerators: Sequence[float], denominators: Sequence[float], count: int | None = None
) -> Interval:
    """Return the sum of some weeks' numerators over that of their denominators.

    Interval: jackknife over weeks with Student's t, since what happens in one week hangs together (Shao &
    Tu 1995, ch. 2); ratios of counts do not fall below 0. `count` defaults to the denominators' sum.
    Without a denominator there is no estimate; with fewer than `LEAST_RATIO_WEEKS` weeks no interval.
    """
    above, below = sum(numerators), sum(denominators)
    count = round(below) if count is None else count
    if below <= 0:
        return Interval(None, None, None, count, NOTHING_COUNTED)
    estimate = above / below
    left_out = [
        (above - a) / (below - b)
        for a, b in zip(numerators, denominators, strict=True)
        if below - b > 0 and (a or b)
    ]
    weeks = len(left_out)
    if weeks < LEAST_RATIO_WEEKS:
        return Interval(estimate, None, None, count, FEW_WEEKS)
    middle = sum(left_out) / weeks
    variance = (weeks - 1) / weeks * sum((each - middle) ** 2 for each in left_out)
    from scipy.special import stdtrit  # noqa: PLC0415 - only where there is something to estimate

    reach = float(stdtrit(weeks - 1, 0.975)) * variance**0.5
    return Interval(estimate, max(0.0, estimate - reach), estimate + reach, count, None)


def median(values: Sequence[float]) -> Interval:
    """Return the median with the order statistics that hold it in 95 % of samples (binomial, exact)."""
    count = len(values)
    if not count:
        return Interval(None, None, None, 0, NOTHING_COUNTED)
    ranked = sorted(values)
    half = count // 2
    middle = ranked[half] if count % 2 else (ranked[half - 1] + ranked[half]) / 2
    if count < LEAST_MEDIAN:
        return Interval(middle, None, None, count, FEW_OBSERVATIONS)
    from scipy.special import bdtr, bdtrik  # noqa: PLC0415 - only where there is something to estimate

    tail = 0.025
    rank = max(0, int(bdtrik(tail, count, 0.5)) - 1)
    while bdtr(rank, count, 0.5) <= tail:
        rank += 1
    return Interval(middle, ranked[rank - 1], ranked[count - rank], count, None)
