"""Plain intervals hold the truth as often as they say, and have reasons where there is nothing to hold."""

import numpy as np
import pytest
from scipy.stats import binom, t

from agent_analytics.statistics.intervals import median, ratio
from agent_analytics.statistics.refusals import FEW_OBSERVATIONS, FEW_WEEKS, NOTHING_COUNTED


def test_a_ratio_of_means_has_the_interval_of_student() -> None:
    """With equal denominators the jackknife is the textbook interval of a mean."""
    values = [3.0, 5.0, 4.0, 8.0, 6.0]
    told = ratio(values, [1.0] * 5)
    reach = t.ppf(0.975, 4) * np.std(values, ddof=1) / np.sqrt(5)
    assert told.estimate == pytest.approx(5.2)
    assert (told.low, told.high) == pytest.approx((5.2 - reach, 5.2 + reach), abs=1e-8)


def test_intervals_hold_the_truth() -> None:
    """Ratios of clumped weeks and medians of skewed values: 95 in 100."""
    random = np.random.default_rng(2)
    held = []
    for _ in range(300):
        size = random.gamma(4, 1, 20) + 1
        told = ratio(list(size * random.gamma(9, 1 / 9, 20)), list(size))
        middle = median(list(random.exponential(size=25)))
        held.append((told.low or 0) <= 1 <= (told.high or 0))
        held.append((middle.low or 0) <= np.log(2) <= (middle.high or 0))
    assert 0.92 < np.mean(held) < 0.98


@pytest.mark.parametrize("count", [6, 7, 30, 1001])
def test_a_median_lies_between_the_exact_order_statistics(count: int) -> None:
    """The widest rank whose tail is at most 2.5 %, as SciPy's binomial says."""
    told = median(list(range(count)))
    rank = int(binom.ppf(0.025, count, 0.5))
    assert told.low == rank - 1
    assert told.high == count - rank


@pytest.mark.parametrize(
    ("told", "reason", "estimate"),
    [
        (ratio([1, 2], [0, 0]), NOTHING_COUNTED, None),
        (ratio([], []), NOTHING_COUNTED, None),
        (ratio([1, 2, 3, 0], [2, 2, 2, 0]), FEW_WEEKS, 1),
        (median([]), NOTHING_COUNTED, None),
        (median([4, 1, 2, 3, 9]), FEW_OBSERVATIONS, 3),
    ],
)
def test_thin_data_has_no_interval(told: object, reason: str, estimate: float | None) -> None:
    """What can be told is told, and the reason stands beside what cannot."""
    assert told.refusal == reason
    assert told.estimate == estimate
    assert told.low is None
