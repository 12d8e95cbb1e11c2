"""Like is compared with like: the planted ranking comes out where plain means reverse it."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from agent_analytics.statistics.comparison import standardised_difference
from agent_analytics.statistics.comparisons import COLUMNS, OUTCOMES, comparison_rows
from agent_analytics.statistics.refusals import FEW_OBSERVATIONS
from agent_analytics.statistics.smoothing import Floats, Integers
from agent_analytics.statistics.tables import typed_table

PLANTED = 0.15

Sessions = tuple[Floats, npt.NDArray[np.bool_], Integers, Integers]


def company(seed: int, sessions: int = 1500) -> Sessions:
    """Return successes of two agents: the better one gets the hard work."""
    random = np.random.default_rng(seed)
    developer = random.integers(0, 20, sessions)
    is_hard = random.random(sessions) < 0.5
    is_better = random.random(sessions) < np.where(is_hard, 0.85, 0.15)
    chance = np.where(is_hard, 0.3, 0.8) + PLANTED * is_better
    success = (random.random(sessions) < chance).astype(float)
    return success, is_better, developer * 2 + is_hard, developer


def test_the_planted_ranking_comes_out_where_means_reverse_it() -> None:
    """The better agent looks worse on average, and is better at the same work (Simpson)."""
    told = standardised_difference(*company(1))
    assert told.raw is not None
    assert told.raw < -0.1
    assert told.low is not None
    assert 0 < told.low < PLANTED < (told.high or 0)


def test_it_is_the_coefficient_of_regression_on_strata() -> None:
    """Estimate and cluster-robust error are those of least squares, to eight digits."""
    outcome, is_first, strata, clusters = company(2, 400)
    design = np.column_stack([is_first, *(strata == each for each in np.unique(strata))]).astype(
        float
    )
    told = standardised_difference(outcome, is_first, strata, clusters)
    coefficients, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    assert told.estimate == pytest.approx(coefficients[0], abs=1e-8)
    residuals = outcome - design @ coefficients
    bread = np.linalg.pinv(design.T @ design)
    scores = np.array(
        [design[clusters == each].T @ residuals[clusters == each] for each in np.unique(clusters)]
    )
    groups = int((np.abs(scores @ bread[0]) > 1e-12).sum())  # the others have no work in common
    error = np.sqrt((bread @ scores.T @ scores @ bread)[0, 0] * groups / (groups - 1))
    from scipy.special import stdtrit  # noqa: PLC0415 - the same quantile as the interval

    reach = stdtrit(told.effective - 1, 0.975)
    assert ((told.high or 0) - (told.low or 0)) / 2 == pytest.approx(reach * error, abs=1e-8)


def test_intervals_hold_the_planted_difference() -> None:
    """Of sixty companies, about three intervals miss."""
    told = [standardised_difference(*company(seed, 600)) for seed in range(60)]
    held = [each.low <= PLANTED <= each.high for each in told if each.low is not None and each.high]
    assert 0.87 <= np.mean(held) <= 1


def test_order_names_and_units_do_not_matter() -> None:
    """Rows in any order, strata by any number, cents or dollars; the other way round is the negative."""
    outcome, is_first, strata, clusters = company(3)
    told = standardised_difference(outcome, is_first, strata, clusters)
    assert told.estimate is not None
    order = np.random.default_rng(1).permutation(len(outcome))
    other = standardised_difference(
        100 * outcome[order] + 7, ~is_first[order], 900 - strata[order], clusters[order] + 5
    )
    assert other.estimate == pytest.approx(-100 * told.estimate)
    assert other.low == pytest.approx(-100 * (told.high or 0))


@pytest.mark.parametrize("shared", [0, 4, 29])
def test_hardly_any_common_work_is_refused(shared: int) -> None:
    """Nothing is told of groups that did not do the same, however many they are."""
    outcome, is_first, _, clusters = company(4)
    strata = is_first.astype(np.int64)
    strata[np.flatnonzero(is_first)[:shared]] = 0
    told = standardised_difference(outcome, is_first, strata, clusters)
    assert told.refusal == FEW_OBSERVATIONS
    assert told.estimate is None


def test_one_developer_is_no_evidence_for_others() -> None:
    """However many sessions, an interval needs several people."""
    outcome, is_first, strata, clusters = company(5)
    told = standardised_difference(outcome, is_first, strata, np.zeros_like(clusters))
    assert told.refusal == FEW_OBSERVATIONS


def sessions(rare: int) -> dict[str, list[Any]]:
    """Return sessions of two agents by the same people, and some of a third."""
    rows = 200 + rare
    agents = (
        ["claude_code", "claude_code", "codex"] * 66 + ["claude_code"] * 2 + ["gemini_cli"] * rare
    )
    return {
        "agent": agents,
        "main_model_key": ["m"] * rows,
        "developer_key": [f"d{row // 3 % 10}" for row in range(rows)],
        "repository_key": [None] * rows,
        "task_type": ["unknown"] * rows,
        "success": [1] * rows,
        "cost_microusd": [
            100 if agent == "codex" else 300 + row % 5 for row, agent in enumerate(agents)
        ],
        "error_count": [0] * rows,
        "active_seconds": [None] * rows,
    }


def test_each_is_compared_with_the_one_used_most() -> None:
    """Every outcome of every other member is a row; one used hardly ever is refused; one model needs none."""
    rows = list(comparison_rows(sessions(29)))
    assert {row["reference"] for row in rows} == {"claude_code"}
    assert [(row["member"], row["outcome"]) for row in rows] == [
        (member, outcome) for member in ("codex", "gemini_cli") for outcome in OUTCOMES
    ]
    costs = {row["member"]: row for row in rows if row["outcome"] == "cost_microusd"}
    assert costs["codex"]["high_95"] < -195
    assert costs["gemini_cli"]["refusal"] == FEW_OBSERVATIONS
    unknown = [row for row in rows if row["outcome"] == "active_seconds"]
    assert {row["refusal"] for row in unknown} == {FEW_OBSERVATIONS}
    assert typed_table(rows, COLUMNS).num_rows == len(rows)


def test_no_session_is_no_row() -> None:
    """An empty installation has nothing to compare."""
    empty: dict[str, list[Any]] = {name: [] for name in sessions(0)}
    assert list(comparison_rows(empty)) == []
