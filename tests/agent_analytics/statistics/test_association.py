"""Correlations agree with SciPy, ignore what they should, and are silent where nothing can be said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, pearsonr, rankdata, spearmanr

from agent_analytics.statistics.association import adjusted, associate, correlation, ranks_of
from agent_analytics.statistics.multiplicity import q_values
from agent_analytics.statistics.refusals import FEW_OBSERVATIONS, FEW_WEEKS, NO_VARIATION
from agent_analytics.statistics.smoothing import Floats


def panel(
    seed: int, units: int = 15, weeks: int = 20, effect: float = 0.0
) -> tuple[Floats, Floats]:
    """Return use and an outcome that follows it in the same week, with gaps."""
    random = np.random.default_rng(seed)
    use = random.normal(size=(units, weeks))
    outcome = effect * use + np.sqrt(1 - effect**2) * random.normal(size=(units, weeks))
    outcome[random.random((units, weeks)) < 0.1] = np.nan
    return use, outcome


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9), st.floats(-1e3, 1e3)), min_size=5, max_size=40))
def test_correlations_are_those_of_scipy(pairs: list[tuple[int, float]]) -> None:
    """Pearson's r, ranks with ties and Spearman's ρ to eight digits."""
    left, right = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    assert ranks_of(left) == pytest.approx(rankdata(left))
    if left.std() > 1e-6 and right.std() > 1e-6:
        assert correlation(left, right) == pytest.approx(pearsonr(left, right)[0], abs=1e-8)
        ours = correlation(ranks_of(left), ranks_of(right))
        assert ours == pytest.approx(spearmanr(left, right)[0], abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_are_those_of_scipy(p_values: list[float]) -> None:
    """Benjamini–Hochberg to eight digits; what was refused does not count."""
    told = q_values([None, *p_values])
    assert told[0] is None
    assert told[1:] == pytest.approx(list(false_discovery_control(p_values)), abs=1e-8)


def test_what_is_taken_out_is_the_residual_of_least_squares() -> None:
    """Levels, trends and weeks are projected out as NumPy's least squares does, gaps included."""
    _, outcome = panel(4, units=4, weeks=10)
    known = ~np.isnan(outcome)
    unit, week = np.nonzero(known)
    design = np.column_stack(
        [(unit == each) * factor for each in range(4) for factor in (np.ones_like(week), week)]
        + [week == each for each in range(10)]
    ).astype(float)
    values = outcome[known]
    fitted = design @ np.linalg.lstsq(design, values, rcond=None)[0]
    assert adjusted(outcome, known)[known] == pytest.approx(values - fitted, abs=1e-8)


@pytest.mark.parametrize("ranks", [False, True])
def test_levels_trends_and_weeks_do_not_count(ranks: bool) -> None:
    """Keen people, growth and a shared calendar change nothing; neither do order or a unit of measure."""
    use, outcome = panel(1, effect=0.4)
    told = associate(use, outcome, 0, ranks=ranks)
    noise = np.random.default_rng(9)
    level, trend = noise.normal(size=(15, 1)), noise.normal(size=(15, 1)) * np.arange(20)
    shifted = 7 * (use + level + trend + noise.normal(size=20))
    order = noise.permutation(15)
    other = associate(shifted[order], outcome[order], 0, ranks=ranks)
    assert other.estimate == pytest.approx(told.estimate, abs=1e-6)
    assert (other.low, other.high) == pytest.approx((told.low, told.high), abs=1e-6)


def test_a_lag_compares_later_outcomes() -> None:
    """An outcome that follows two weeks after is found there and not in the same week."""
    use, _ = panel(2)
    outcome = np.roll(use, 2, axis=1) + 0.1 * np.random.default_rng(3).normal(size=use.shape)
    late, same = (associate(use, outcome, lag, ranks=False) for lag in (2, 0))
    assert late.estimate is not None
    assert late.estimate > 0.9
    assert same.p_value is not None
    assert same.p_value > 0.001


def test_persistence_leaves_fewer_effective_pairs() -> None:
    """Weeks that repeat each other count once."""
    random = np.random.default_rng(5)
    slow = np.cumsum(random.normal(size=(2, 3, 60)), axis=2)
    fast = random.normal(size=(2, 3, 60))
    effective = [associate(x, y, 0, ranks=False).effective for x, y in (slow, fast)]
    assert effective[0] is not None
    assert effective[1] is not None
    assert effective[0] < 0.7 * effective[1]


@pytest.mark.parametrize(
    ("units", "weeks", "constant", "reason"),
    [
        (15, 7, False, FEW_WEEKS),
        (4, 9, False, FEW_OBSERVATIONS),
        (2, 13, False, FEW_OBSERVATIONS),
        (15, 20, True, NO_VARIATION),
    ],
)
def test_thin_data_is_refused(units: int, weeks: int, constant: bool, reason: str) -> None:
    """Nothing is told of few weeks, few pairs, or a measure that never changes."""
    use, outcome = panel(6, units, weeks)
    told = associate(use, np.ones_like(outcome) if constant else outcome, 0, ranks=False)
    assert told.refusal == reason
    assert told.estimate is None


def test_null_worlds_are_not_discovered() -> None:
    """Short form of `benchmarks/association.py`: one in ten families at most, intervals that hold zero."""
    found, held = 0, []
    for seed in range(40):
        told = [associate(*panel(100 * seed + each), 0, ranks=False) for each in range(5)]
        found += min(q for q in q_values([t.p_value for t in told]) if q is not None) <= 0.1
        held += [t.low <= 0 <= t.high for t in told if t.low is not None and t.high is not None]
    assert found <= 9
    assert 0.9 <= np.mean(held) <= 0.99


def test_a_strong_association_is_found() -> None:
    """The planted correlation is inside the interval, and zero is not."""
    told = associate(*panel(8, 30, 26, effect=0.4), 0, ranks=False)
    assert told.low is not None
    assert told.high is not None
    assert 0 < told.low < 0.4 < told.high
