"""Estimates agree with statsmodels to 1e-8, wherever it has the same estimator."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import stdtrit
from statsmodels.regression.linear_model import OLS
from statsmodels.robust.scale import mad
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.tsa.holtwinters import Holt
from statsmodels.tsa.stattools import acf

from agent_analytics.statistics.anomaly import AMOUNTS, odd_days
from agent_analytics.statistics.association import Association, associate, ranks_of
from agent_analytics.statistics.comparison import Difference, standardised_difference
from agent_analytics.statistics.effects import NEVER, rollout_effect, two_way_fixed_effects
from agent_analytics.statistics.intervals import ratio
from agent_analytics.statistics.multiplicity import q_values
from agent_analytics.statistics.smoothing import Floats, project, smooth

DIGITS = 1e-8


def dummies(labels: npt.NDArray[Any]) -> Floats:
    """Return a column of zeros and ones for every label."""
    return (labels[:, None] == np.unique(labels)).astype(float)


def spanning(*columns: Floats) -> Floats:
    """Return as many columns as are needed to tell what all of these do."""
    basis, sizes, _ = np.linalg.svd(np.hstack(columns), full_matrices=False)
    return np.asarray(basis[:, sizes > 1e-9 * sizes[0]])


def half_width(told: Association | Difference, freedom: float, scale: Any = float) -> float:
    """Return the standard error that a 95 % interval of Student's t was made of."""
    assert told.low is not None
    assert told.high is not None
    return float((scale(told.high) - scale(told.low)) / 2 / stdtrit(freedom, 0.975))


def panel(units: int, weeks: int, gaps: float) -> tuple[Floats, Floats]:
    """Return use and an outcome of (units, weeks) that go together, some outcomes unknown."""
    random = np.random.default_rng(units)
    use = random.normal(size=(units, weeks)).cumsum(axis=1)
    outcome = 0.3 * use + random.normal(size=(units, weeks))
    outcome[random.random((units, weeks)) < gaps] = np.nan
    return use, outcome


def residuals(values: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """Return what ordinary least squares leaves beside units' levels and trends and weeks' means."""
    unit, week = np.nonzero(known)
    units = dummies(unit)
    parts = [units, units * week[:, None]] + [dummies(week)] * (len(values) > 1)
    return np.asarray(OLS(values[known], spanning(*parts)).fit().resid)


@pytest.mark.parametrize("ranks", [False, True])
@pytest.mark.parametrize(("units", "weeks", "gaps"), [(12, 20, 0.1), (5, 30, 0.2)])
def test_correlations_are_those_of_residuals(
    units: int, weeks: int, gaps: float, ranks: bool
) -> None:
    """The estimate is the correlation of what ordinary least squares leaves of both."""
    use, outcome = panel(units, weeks, gaps)
    known = ~np.isnan(outcome)
    left, right = residuals(use, known), residuals(outcome, known)
    if ranks:
        left, right = ranks_of(left.round(9)), ranks_of(right.round(9))
    told = associate(use, outcome, 0, ranks=ranks)
    wanted = np.corrcoef(left, right)[0, 1]
    assert told.estimate == pytest.approx(wanted, abs=DIGITS)


def test_clustered_uncertainty_is_the_delta_method_on_three_moments() -> None:
    """Cluster-robust covariance of Σx², Σy² and Σxy by statsmodels, with the stated corrections."""
    units, weeks = 14, 20
    use, outcome = panel(units, weeks, 0.1)
    known = ~np.isnan(outcome)
    x, y = residuals(use, known), residuals(outcome, known)
    moments = np.column_stack([x * x, y * y, x * y])
    people, count = np.nonzero(known)[0], int(known.sum())
    means = moments.mean(axis=0)
    r = means[2] / np.sqrt(means[0] * means[1])
    gradient = np.array([-r / 2 / means[0], -r / 2 / means[1], r / means[2]])
    told = OLS(moments @ gradient, np.ones(count)).fit(
        cov_type="cluster", cov_kwds={"groups": people, "use_correction": False}
    )
    # With these corrections for few people and for what was taken out, on Fisher's scale.
    corrected = told.bse[0] * units / (units - 1) * np.sqrt(count / (count - units - weeks))
    ours = half_width(associate(use, outcome, 0, ranks=False), units - 1, np.arctanh)
    assert ours == pytest.approx(corrected / (1 - r * r), abs=DIGITS)


def test_effective_weeks_are_those_of_autocorrelations() -> None:
    """Bartlett's inflation from the autocorrelations that statsmodels tells of one team."""
    use, outcome = panel(1, 80, 0.0)
    known = ~np.isnan(outcome)
    lags = 80 // 4 - 1
    rhos = [
        acf(residuals(each, known), adjusted=True, nlags=lags, fft=False)[1:]
        for each in (use, outcome)
    ]
    shares = (80 - np.arange(1, lags + 1)) / 80
    inflation = max(1.0, 1 + 2 * float((rhos[0] * rhos[1] * shares).sum()))
    told = associate(use, outcome, 0, ranks=False)
    assert told.effective == pytest.approx((80 - 2) / inflation, abs=DIGITS)


def test_adjusted_chances_are_those_of_multipletests() -> None:
    """Benjamini–Hochberg, ties included."""
    p_values = [0.04, 0.001, 0.2, 0.04, 0.9, 0.03, 1.0, 0.0]
    told = q_values(p_values)
    assert told == pytest.approx(list(multipletests(p_values, method="fdr_bh")[1]), abs=DIGITS)


def test_fair_differences_are_regression_with_clustered_errors() -> None:
    """Coefficient and error of the group, with a dummy for every stratum that has both."""
    random = np.random.default_rng(4)
    developer = random.integers(0, 18, 900)
    strata = developer * 3 + random.integers(0, 3, 900)
    is_first = random.random(900) < 0.2 + 0.03 * developer
    outcome = 0.4 * is_first + 0.1 * strata + random.normal(size=900)
    told = standardised_difference(outcome, is_first, strata, developer)
    design = np.hstack([is_first[:, None].astype(float), dummies(strata)])
    peer = OLS(outcome, design).fit(
        cov_type="cluster", cov_kwds={"groups": developer, "use_correction": False}
    )
    assert told.estimate == pytest.approx(peer.params[0], abs=DIGITS)
    people = len(np.unique(developer))
    error = half_width(told, told.effective - 1)
    assert error == pytest.approx(peer.bse[0] * np.sqrt(people / (people - 1)), abs=DIGITS)


def rollout(cohorts: tuple[int, ...]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return outcomes and starts of twelve people per cohort, and of fifteen who never start."""
    starts = np.r_[np.repeat(cohorts, 12), np.full(15, NEVER)]
    outcome = np.random.default_rng(7).normal(size=(len(starts), 24)).cumsum(axis=1)
    return outcome, starts


@pytest.mark.parametrize("week", [-3, 0, 5])
def test_effects_by_week_are_regressions_of_changes(week: int) -> None:
    """Each cohort's change regressed on having started, among those who had and those who had not."""
    outcome, starts = rollout((8, 12, 15))
    told = {each.week: each.estimate for each in rollout_effect(outcome, starts).profile}
    wanted = []
    for start in (8, 12, 15):
        kept = (starts == start) | (starts > max(start + week, start))
        change = outcome[kept, start + week] - outcome[kept, start - 1]
        design = np.column_stack([np.ones(kept.sum()), starts[kept] == start]).astype(float)
        wanted.append(OLS(change, design).fit().params[1])
    assert told[week] == pytest.approx(np.mean(wanted), abs=DIGITS)


def test_two_way_fixed_effects_is_regression_on_dummies() -> None:
    """The estimate that is shown to be biased is the usual one."""
    outcome, starts = rollout((4, 9))
    outcome = outcome[:, :15]
    unit, week = np.indices(outcome.shape).reshape(2, -1)
    started = (week >= starts[unit]).astype(float)
    design = np.hstack([started[:, None], spanning(dummies(unit), dummies(week))])
    peer = OLS(outcome.ravel(), design).fit().params[0]
    assert two_way_fixed_effects(outcome, starts) == pytest.approx(peer, abs=DIGITS)


def test_ratios_are_weighted_regression_with_one_week_left_out_after_the_other() -> None:
    """A ratio of sums is least squares weighted by the denominators; the jackknife is its influence."""
    random = np.random.default_rng(2)
    below = random.gamma(4, 2, 15)
    above = below * random.gamma(9, 0.2, 15)
    fitted = OLS(above / np.sqrt(below), np.sqrt(below)).fit()
    left_out = fitted.params[0] - OLSInfluence(fitted).dfbeta[:, 0]
    error = np.sqrt(14 / 15 * ((left_out - left_out.mean()) ** 2).sum())
    told = ratio(list(above), list(below))
    assert told.estimate == pytest.approx(fitted.params[0], abs=DIGITS)
    assert told.low == pytest.approx(told.estimate - stdtrit(14, 0.975) * error, abs=DIGITS)


@pytest.mark.parametrize("trend", [0.0, 0.03])
def test_without_a_pattern_smoothing_is_that_of_holt(trend: float) -> None:
    """Damped trend, known start: levels of every day and forecasts of two weeks."""
    values = 100 + np.random.default_rng(3).normal(0, 3, 90).cumsum()
    states = smooth(values, np.zeros(104, dtype=np.int64), np.array([[0.2, trend, 0.0]]))
    damping = 0.97
    peer = Holt(
        values,
        damped_trend=True,
        initialization_method="known",
        initial_level=values[:14].mean(),
        initial_trend=0.0,
    ).fit(0.2, trend / damping, damping_trend=damping, optimized=False)
    assert states.level[:, 0] == pytest.approx(peer.level, abs=DIGITS)
    ahead = project(states, np.array([89]), np.zeros(104, dtype=np.int64), 14)[0, 0]
    assert ahead == pytest.approx(peer.forecast(14), abs=DIGITS)


def test_scores_of_odd_days_are_robust_standard_scores() -> None:
    """Median and median absolute deviation of the log misses of like days before, by statsmodels."""
    values = np.random.default_rng(5).gamma(20, 5, 60)
    values[-1] *= 5
    kinds = np.zeros(60, dtype=np.int64)
    states = smooth(values, kinds, np.array([[0.1, 0.0, 0.12]]))
    level = states.level[13:-1, 0]
    expected = level * states.pattern[13:-1, 0, 0]
    margin = 0.02 * level
    misses = np.log((values[14:] + margin) / (expected + margin))
    score = (misses[-1] - np.median(misses[:-1])) / mad(misses[:-1])
    assert odd_days(values, kinds, AMOUNTS)[-1].score == pytest.approx(score, abs=DIGITS)
