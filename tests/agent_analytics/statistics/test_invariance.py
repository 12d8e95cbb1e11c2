"""No estimate depends on the order of its data, on the unit of a measure, or on what things are called."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_analytics.statistics.anomaly import AMOUNTS, odd_days
from agent_analytics.statistics.association import Association, associate
from agent_analytics.statistics.comparison import Difference, standardised_difference
from agent_analytics.statistics.effects import NEVER, Effect, rollout_effect
from agent_analytics.statistics.forecast import forecast
from agent_analytics.statistics.intervals import Interval, median, ratio
from agent_analytics.statistics.multiplicity import q_values

SEEDS = st.integers(0, 10_000)
UNITS = st.sampled_from([1e-6, 60.0, 1e6])
few = settings(max_examples=8, deadline=None)


def scaled(told: Any, unit: float) -> Any:
    """Return an estimate as it is in another unit."""
    names = [name for name in ("raw", "estimate", "low", "high") if hasattr(told, name)]
    known = {name: getattr(told, name) for name in names}
    return replace(told, **{name: v if v is None else v * unit for name, v in known.items()})


def same(told: Any, other: Any, names: tuple[str, ...]) -> bool:
    """Return whether two estimates have the same numbers."""
    pairs = [(getattr(told, name), getattr(other, name)) for name in names]
    return all(
        left == (pytest.approx(right, rel=1e-6) if isinstance(right, float) else right)
        for left, right in pairs
    )


@few
@given(seed=SEEDS, unit=UNITS, ranks=st.booleans())
def test_associations(seed: int, unit: float, ranks: bool) -> None:
    """People in any order, minutes or hours: correlation, interval and p-value stay."""
    random = np.random.default_rng(seed)
    use, outcome = random.normal(size=(2, 14, 12))
    outcome[random.random((14, 12)) < 0.1] = np.nan
    order = random.permutation(14)
    told: Association = associate(use, outcome, 1, ranks=ranks)
    other = associate(use[order] + 3, unit * outcome[order], 1, ranks=ranks)
    names = ("refusal", "observations", "estimate", "low", "high", "p_value", "effective")
    assert same(told, other, names)


@few
@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=20), seed=SEEDS)
def test_adjusted_chances(p_values: list[float], seed: int) -> None:
    """Each comparison has its q-value wherever it stands in the family."""
    order = np.random.default_rng(seed).permutation(len(p_values))
    told, other = q_values(p_values), q_values([p_values[at] for at in order])
    assert other == pytest.approx([told[at] for at in order])


@few
@given(seed=SEEDS, unit=UNITS)
def test_ratios_and_medians(seed: int, unit: float) -> None:
    """Weeks in any order, and both ends of the interval in the unit of the estimate."""
    random = np.random.default_rng(seed)
    above, below = random.gamma(3, 1, (2, 12))
    order = random.permutation(12)
    told: Interval = ratio(list(above), list(below))
    other = ratio(list(unit * above[order]), list(below[order]))
    assert same(scaled(told, unit), other, ("estimate", "low", "high"))
    assert same(
        scaled(median(list(above)), unit),
        median(list(unit * above[order])),
        ("estimate", "low", "high"),
    )


@few
@given(seed=SEEDS, unit=UNITS)
def test_fair_differences(seed: int, unit: float) -> None:
    """Sessions in any order, strata and people by any number, micro-dollars or dollars."""
    random = np.random.default_rng(seed)
    people, strata = random.integers(0, 12, 300), random.integers(0, 30, 300)
    is_first, outcome = random.random(300) < 0.4, random.normal(size=300)
    order, names = random.permutation(300), random.permutation(30)
    told: Difference = standardised_difference(outcome, is_first, strata, people)
    other = standardised_difference(
        unit * outcome[order], is_first[order], names[strata][order], 99 - people[order]
    )
    assert same(scaled(told, unit), other, ("refusal", "raw", "estimate", "low", "high"))


@few
@given(seed=SEEDS, unit=UNITS)
def test_effects_of_a_roll_out(seed: int, unit: float) -> None:
    """People in any order, outcomes in any unit and of any height: intervals and profile too."""
    random = np.random.default_rng(seed)
    starts = random.choice([6, 10, NEVER], 40)
    outcome, order = random.normal(size=(40, 18)), random.permutation(40)
    told: Effect = rollout_effect(outcome, starts)
    other = rollout_effect(unit * outcome[order], starts[order])
    assert same(scaled(told, unit), other, ("refusal", "estimate", "low", "high", "pre_trend_p"))
    lows = [each.low * unit for each in told.profile if each.low is not None]
    assert [each.low for each in other.profile] == pytest.approx(lows, rel=1e-6)


@few
@given(seed=SEEDS, unit=UNITS)
def test_odd_days_and_forecasts(seed: int, unit: float) -> None:
    """Dollars and micro-dollars have one set of odd days and one forecast."""
    random = np.random.default_rng(seed)
    kinds = np.arange(110) % 7
    values = random.gamma(9, 1, 100) * np.where(kinds[:100] < 5, 5, 1)
    values[80] *= 4
    told, other = (odd_days(each, kinds[:100], AMOUNTS) for each in (values, unit * values))
    assert [each.day for each in other] == [each.day for each in told]
    ahead, scaled_ahead = (forecast(each, kinds, 10) for each in (values, unit * values))
    assert scaled_ahead.total == pytest.approx(unit * ahead.total)
    low, high = ahead.daily_bands[0.95].low, ahead.daily_bands[0.95].high
    assert scaled_ahead.daily_bands[0.95].low == pytest.approx(unit * low)
    assert scaled_ahead.daily_bands[0.95].high == pytest.approx(unit * high)
