"""The effect of a start is recovered where regression is biased, and refused where groups had parted."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from agent_analytics.statistics.effects import NEVER, rollout_effect, two_way_fixed_effects
from agent_analytics.statistics.refusals import (
    BROKEN_PRE_TREND,
    FEW_PEOPLE,
    FEW_WEEKS,
    NOT_STAGGERED,
)
from agent_analytics.statistics.rollouts import COLUMNS, rollout_rows, sustained_start
from agent_analytics.statistics.smoothing import Floats, Integers
from agent_analytics.statistics.tables import typed_table

WEEKS = 40


def company(seed: int, noise: float = 1.0, units: int = 80) -> tuple[Floats, Integers, Floats]:
    """Return outcomes, starts and the planted effects: they grow, and early starters gain more."""
    random = np.random.default_rng(seed)
    starts = random.choice([8, 14, 20, 26, NEVER], units)
    since = np.arange(WEEKS) - np.minimum(starts, WEEKS)[:, None].astype(float)
    slope = np.where(starts < 15, 0.4, 0.2)[:, None]
    effect = np.where(since >= 0, slope * (since + 1), 0.0)
    calendar = np.cumsum(random.normal(0, 0.3, WEEKS))
    level = random.normal(0, 2, (units, 1))
    return level + calendar + effect + noise * random.normal(size=(units, WEEKS)), starts, effect


def planted(starts: Integers, after: int = 8) -> float:
    """Return the mean planted effect over starters and their first weeks."""
    slopes = np.where(starts[starts != NEVER] < 15, 0.4, 0.2)
    return float(np.mean(slopes) * np.mean(np.arange(1, after + 1)))


def test_growing_effects_are_recovered_where_regression_is_biased() -> None:
    """Without noise the mean effect is exact; two-way fixed effects is far off on the same data."""
    outcome, starts, effect = company(1, noise=0.0)
    told = rollout_effect(outcome, starts)
    assert told.estimate == pytest.approx(planted(starts), rel=1e-9)
    assert told.placebo == pytest.approx(0, abs=1e-9)
    truth = effect[effect > 0].mean()
    assert abs(two_way_fixed_effects(outcome, starts) - truth) > 0.3 * truth


def test_one_cohort_and_two_weeks_are_the_textbook_difference() -> None:
    """With one start and never-starters it is the difference of mean changes."""
    random = np.random.default_rng(4)
    outcome, starts = random.normal(size=(30, 20)), np.r_[np.full(12, 10), np.full(18, NEVER)]
    told = {each.week: each.estimate for each in rollout_effect(outcome, starts).profile}
    change = outcome[:, 13] - outcome[:, 9]
    assert told[3] == pytest.approx(change[:12].mean() - change[12:].mean(), abs=1e-8)


def test_intervals_hold_the_planted_effect() -> None:
    """Of forty companies, about one in twenty intervals misses, and bias is small."""
    told = [(rollout_effect(y, starts), starts) for y, starts, _ in map(company, range(40))]
    kept = [(each, planted(starts)) for each, starts in told if each.estimate is not None]
    held = [each.low <= truth <= each.high for each, truth in kept if each.low is not None]
    assert np.mean(held) >= 0.85
    bias = np.mean([(each.estimate or 0) - truth for each, truth in kept])
    assert abs(bias) <= 0.05 * np.mean([truth for _, truth in kept])


def test_groups_that_had_parted_are_refused() -> None:
    """Those who start were growing before: the difference after is not told, the one before is shown."""
    outcome, starts, _ = company(2, noise=0.3)
    drift = np.where(starts[:, None] == NEVER, 0.0, 0.2) * np.arange(WEEKS)
    told = rollout_effect(outcome + drift, starts)
    assert told.refusal == BROKEN_PRE_TREND
    assert told.estimate is None
    assert {each.week for each in told.profile} >= {-4, -3, -2, 0}


def test_units_and_order_do_not_matter() -> None:
    """People in any order, outcomes in any unit, levels of any height."""
    outcome, starts, _ = company(3)
    order = np.random.default_rng(1).permutation(len(starts))
    told, other = (
        rollout_effect(outcome, starts),
        rollout_effect(60 * outcome[order] + 5, starts[order]),
    )
    assert told.estimate is not None
    assert other.estimate == pytest.approx(60 * told.estimate)


@pytest.mark.parametrize(
    ("units", "weeks", "start", "reason"),
    [
        (40, 5, 4, FEW_WEEKS),
        (9, 20, 10, FEW_PEOPLE),
        (40, 20, 2, FEW_PEOPLE),
        (40, 20, 10, NOT_STAGGERED),
    ],
)
def test_thin_data_is_refused(units: int, weeks: int, start: int, reason: str) -> None:
    """Few weeks, few starters, starts too early to see what was before, or nobody left to compare with."""
    outcome = np.random.default_rng(5).normal(size=(units, weeks))
    assert rollout_effect(outcome, np.full(units, start)).refusal == reason


@pytest.mark.parametrize(
    ("sessions", "start"),
    [([0, 1, 0, 0, 0, 2, 1], 5), ([3, 0, 0, 1], 0), ([0, 1, 0, 0, 0], None), ([0, 0], None)],
)
def test_use_is_sustained_when_it_is_not_once(sessions: list[int], start: int | None) -> None:
    """A single try is no start; two weeks of four are."""
    assert sustained_start(sessions) == start


def panel(units: int, weeks: int) -> dict[str, list[Any]]:
    """Return a sorted panel in which half start in the tenth week and commit twice as much from then on."""
    rows = [(unit, week) for unit in range(units) for week in range(weeks)]
    started = [unit % 2 == 0 and week >= 10 for unit, week in rows]
    return {
        "grain": ["developer"] * len(rows),
        "unit": [f"u{unit:02}" for unit, _ in rows],
        "week_start_date": [date(2026, 1, 5) + timedelta(weeks=week) for _, week in rows],
        "session_count": [int(each) for each in started],
        "merged_pull_requests": [(3 * unit + 5 * week) % 4 for unit, week in rows],
        "commits": [
            4 + 4 * each + (unit * week) % 3
            for each, (unit, week) in zip(started, rows, strict=True)
        ],
    }


def test_rows_are_the_whole_and_its_weeks() -> None:
    """One row without a week, then a profile; people who came later are left out."""
    weeks = panel(31, 24)
    late = {name: values[:-1] for name, values in weeks.items()}
    rows = [row for row in rollout_rows(late) if row["outcome"] == "commits"]
    assert {row["unit_count"] for row in rows} == {30}
    assert rows[0].get("event_week") is None
    assert rows[0]["low_95"] < 4 < rows[0]["high_95"]
    assert [row["event_week"] for row in rows[1:]] == [-4, -3, -2, *range(8)]
    assert typed_table(rows, COLUMNS).num_rows == len(rows)


@pytest.mark.parametrize(("units", "weeks", "reason"), [(30, 5, FEW_WEEKS), (9, 24, FEW_PEOPLE)])
def test_a_small_panel_is_refused_at_once(units: int, weeks: int, reason: str) -> None:
    """Each outcome has one row with the reason."""
    assert [row["refusal"] for row in rollout_rows(panel(units, weeks))] == [reason] * 2


def teams(count: int, starts: dict[int, int]) -> dict[str, list[Any]]:
    """Return 40 weeks of teams that follow each other; those with a start commit three more from then on."""
    shared = np.random.default_rng(2).integers(0, 6, 40)
    rows = [(unit, week) for unit in range(count) for week in range(40)]
    started = [week >= starts.get(unit, 99) for unit, week in rows]
    noise = np.random.default_rng(3).integers(0, 2, len(rows))
    return {
        "grain": ["team"] * len(rows),
        "unit": [f"t{unit:02}" for unit, _ in rows],
        "week_start_date": [date(2026, 1, 5) + timedelta(weeks=week) for _, week in rows],
        "session_count": [int(each) for each in started],
        "merged_pull_requests": [0] * len(rows),
        "commits": [
            9 + int(shared[week]) + int(extra) + 5 * each
            for each, extra, (_, week) in zip(started, noise, rows, strict=True)
        ],
    }


def test_the_only_team_that_started_is_compared_with_a_mean_of_the_others() -> None:
    """The method is named, and a team that had begun before is none of the others."""
    weeks = teams(8, {3: 24, 6: 0})
    whole, *profile = (row for row in rollout_rows(weeks) if row["outcome"] == "commits")
    assert (whole["method"], whole["refusal"]) == ("synthetic_control", None)
    assert (whole["unit_count"], whole["starter_count"], whole["control_count"]) == (8, 1, 6)
    assert whole["low_95"] < 5 < whole["high_95"]
    assert [row["event_week"] for row in profile] == list(range(-4, 8))
    assert typed_table([whole, *profile], COLUMNS).num_rows == 13


@pytest.mark.parametrize("starts", [{}, {3: 24, 5: 25}, {3: 2}])
def test_no_start_or_several_are_not_one(starts: dict[int, int]) -> None:
    """A few starts are too few for either method; one that nothing came before is none."""
    assert {row["refusal"] for row in rollout_rows(teams(8, starts))} == {FEW_PEOPLE}


def test_one_person_who_started_is_never_told_of() -> None:
    """What is said of the only team is not said of the only developer."""
    weeks = teams(8, {3: 24})
    weeks["grain"] = ["developer"] * len(weeks["grain"])
    assert {row["refusal"] for row in rollout_rows(weeks)} == {FEW_PEOPLE}
