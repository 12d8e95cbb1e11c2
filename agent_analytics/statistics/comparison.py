"""Fair differences between two groups that did different work: like is compared with like, then averaged.

Strata say what is alike; which those are, and who is compared, is decided elsewhere (`comparisons`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from agent_analytics.statistics.refusals import FEW_OBSERVATIONS, LEAST_COMPARED, LEAST_STRATA
from agent_analytics.statistics.smoothing import Floats, Integers

METHOD = "stratified_overlap"


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more one group has than another, in the outcome's unit.

    `raw` is the difference of plain means. `compared` and `compared_other` count those in strata with both;
    `effective` how many independent clusters the interval rests on. Estimates are null when refused.
    """

    raw: float | None
    compared: int
    compared_other: int
    strata: int
    effective: float
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    refusal: str | None = None


def standardised_difference(
    outcome: Floats,
    is_first: npt.NDArray[np.bool_],
    strata: Integers,
    clusters: Integers,
) -> Difference:
    """Return the mean outcome of the first group less that of the other, over what both did; arrays (n,).

    Within each stratum means are subtracted, and the differences averaged with weights a·b/(a+b): where both
    worked most, it counts most. It is the coefficient of regression on group and strata, with its
    cluster-robust 95 % interval (Liang & Zeger 1986, n/(n−1) clusters, Student's t).
    """
    raw = None
    if is_first.any() and not is_first.all():
        raw = float(outcome[is_first].mean() - outcome[~is_first].mean())
    _, place = np.unique(strata, return_inverse=True)
    size = np.bincount(place).astype(float)
    first = np.bincount(place, weights=is_first)
    both = ((first > 0) & (first < size))[place]
    counts = int((both & is_first).sum()), int((both & ~is_first).sum())
    shared = int(((first > 0) & (first < size)).sum())
    if min(counts) < LEAST_COMPARED or shared < LEAST_STRATA:
        return Difference(raw, *counts, shared, 0.0, refusal=FEW_OBSERVATIONS)
    share = (first / size)[place]
    mean = (np.bincount(place, weights=outcome) / size)[place]
    left, right = (is_first - share)[both], (outcome - mean)[both]
    power = float(left @ left)
    estimate = float(left @ right) / power
    _, cluster = np.unique(clusters[both], return_inverse=True)
    scores = np.bincount(cluster, weights=left * (right - estimate * left))
    weights = np.bincount(cluster, weights=left**2)
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    groups = len(scores)
    if effective < LEAST_STRATA:
        return Difference(raw, *counts, shared, effective, refusal=FEW_OBSERVATIONS)
    error = float(np.sqrt(groups / (groups - 1) * (scores**2).sum())) / power
    reach = float(stdtrit(max(effective - 1, 1.0), 0.975)) * error
    return Difference(
        raw=raw,
        compared=counts[0],
        compared_other=counts[1],
        strata=shared,
        effective=effective,
        estimate=estimate,
        low=estimate - reach,
        high=estimate + reach,
    )
