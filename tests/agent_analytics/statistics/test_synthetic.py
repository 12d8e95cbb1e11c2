"""The only team that started is compared with a mean of others that followed it, or not at all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from agent_analytics.statistics.refusals import BROKEN_PRE_TREND, FEW_CONTROLS, FEW_WEEKS
from agent_analytics.statistics.smoothing import Floats
from agent_analytics.statistics.synthetic import synthetic_effect, weights

START, WEEKS = 30, 40


def company(seed: int, effect: float = 0.0, units: int = 8) -> tuple[Floats, Floats]:
    """Return weekly outcomes of the team that starts and of others, moved by what all share."""
    random = np.random.default_rng(seed)
    shared = random.normal(size=(2, WEEKS)).cumsum(axis=1) / 2
    follows = random.uniform(0, 1, (units, 2))
    size = random.uniform(5, 20, (units, 1))
    outcome = size + follows @ shared + random.normal(0, 0.5, (units, WEEKS))
    outcome[0, START:] += effect
    return outcome[0], outcome[1:]


@pytest.mark.parametrize("seed", range(3))
def test_weights_are_those_of_a_general_optimiser(seed: int) -> None:
    """No mean of others with weights ≥ 0 and sum 1 is closer, as SciPy's SLSQP finds too."""
    target, others = company(seed, units=6)
    found = weights(target, others)
    peer = minimize(
        lambda w: ((target - w @ others) ** 2).sum(),
        np.full(5, 0.2),
        jac=lambda w: -2 * others @ (target - w @ others),
        bounds=[(0, 1)] * 5,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    missed = float(((target - found @ others) ** 2).sum())
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert missed == pytest.approx(peer.fun, rel=1e-8)


def test_a_team_that_is_a_mean_of_others_has_its_planted_effect() -> None:
    """Without noise it is exact, whatever the team's size, where the others' plain mean is far off."""
    _, others = company(1)
    others[2, START:] += 9
    team = 50 + 0.7 * others[2] + 0.3 * others[4]
    team[START:] += 3
    told = synthetic_effect(team, others, START)
    assert told.estimate == pytest.approx(3, abs=1e-8)
    assert told.placebo == pytest.approx(0, abs=1e-8)
    assert [each.week for each in told.profile] == list(range(-4, 8))
    plain = team - others.mean(axis=0)
    assert plain[START:38].mean() - plain[:START].mean() > 6


def test_intervals_hold_the_planted_effect() -> None:
    """Of eighty companies one in twenty intervals misses, and one in ten made-up starts is found."""
    told = [synthetic_effect(*company(seed, 2.0), START) for seed in range(80)]
    held = [each.low <= 2 <= each.high for each in told if each.low is not None and each.high]
    assert 0.9 <= np.mean(held) <= 1
    assert 55 <= len(held) <= 79
    bias = np.mean([each.estimate - 2 for each in told if each.estimate is not None])
    assert abs(bias) < 0.15


def test_a_large_effect_is_beyond_chance_and_none_is_not() -> None:
    """The interval leaves 0 out, and no other team parted as far; without an effect neither holds."""
    found, nothing = (synthetic_effect(*company(3, effect), START) for effect in (6.0, 0.0))
    assert found.low is not None
    assert found.low > 0
    assert found.placebo_p == pytest.approx(1 / 8)
    assert nothing.low is not None
    assert nothing.high is not None
    assert nothing.low < 0 < nothing.high
    assert nothing.placebo_p is not None
    assert nothing.placebo_p > 1 / 8


def test_a_team_that_drifts_away_before_is_refused() -> None:
    """What began before the start is shown, and no effect of the start is told."""
    team, others = company(4, 3.0)
    told = synthetic_effect(team + 0.5 * np.arange(WEEKS), others, START)
    assert told.refusal == BROKEN_PRE_TREND
    assert told.estimate is None
    assert told.profile


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 99),
    unit=st.sampled_from([1e-3, 60.0]),
    shift=st.floats(-50, 50),
    order=st.permutations(range(7)),
)
def test_units_levels_and_order_do_not_matter(
    seed: int, unit: float, shift: float, order: list[int]
) -> None:
    """Hours or minutes, teams of any size and in any order have one effect."""
    team, others = company(seed, 2.0)
    told = synthetic_effect(team, others, START)
    other = synthetic_effect(unit * team + shift, unit * others[order], START)
    assert other.refusal == told.refusal
    if told.estimate is not None and told.low is not None and told.high is not None:
        assert other.estimate == pytest.approx(unit * told.estimate, abs=1e-6 * unit)
        assert other.low == pytest.approx(unit * told.low, abs=2e-2 * unit)
        assert other.high == pytest.approx(unit * told.high, abs=2e-2 * unit)


@pytest.mark.parametrize(
    ("start", "weeks", "controls", "reason"),
    [(19, 40, 7, FEW_WEEKS), (20, 23, 7, FEW_WEEKS), (20, 24, 3, FEW_CONTROLS), (20, 24, 4, None)],
)
def test_thin_data_is_refused(start: int, weeks: int, controls: int, reason: str | None) -> None:
    """Twenty weeks before, four after and four others are the least; weeks later than eight do not count."""
    team, others = company(3)
    assert synthetic_effect(team[:weeks], others[:controls, :weeks], start).refusal == reason


def test_weeks_long_after_the_start_do_not_count() -> None:
    """What happens from the ninth week on changes nothing."""
    team, others = company(3, 2.0)
    before = synthetic_effect(team, others, START)
    team[START + 8 :] += 100
    assert synthetic_effect(team, others, START) == before
