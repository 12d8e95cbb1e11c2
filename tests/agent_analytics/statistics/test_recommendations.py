"""A recommendation is judged by the days after it, ninety at most, and by nothing before or later."""

from datetime import date, timedelta
from typing import Any

import pytest

from agent_analytics.statistics.recommendations import COLUMNS, recommendation_score_rows
from agent_analytics.statistics.refusals import FEW_OBSERVATIONS
from agent_analytics.statistics.tables import typed_table

ORIGIN = date(2026, 3, 1)
SAID: dict[str, list[Any]] = {
    "kept_key": ["k"],
    "model_key": ["small"],
    "instead_of_model_key": ["large"],
    "origin_date": [ORIGIN],
}


def sessions(days: int, small_cost: int = 100) -> dict[str, list[Any]]:
    """Return sessions of both models by ten people, from 20 days before to `days` after the recommendation.

    Only in the ninety days after it the small model costs what is given; else it costs as much as the other.
    """
    rows = [
        (ORIGIN + timedelta(days=day), model, person)
        for day in range(-20, days + 1)
        for person in range(10)
        for model in ("small", "large")
    ]
    costs = [
        small_cost if model == "small" and 0 < (day - ORIGIN).days <= 90 else 300 + person
        for day, model, person in rows
    ]
    return {
        "agent": ["codex"] * len(rows),
        "main_model_key": [model for _, model, _ in rows],
        "developer_key": [f"d{person}" for _, _, person in rows],
        "repository_key": [None] * len(rows),
        "task_type": ["fix"] * len(rows),
        "success": [1] * len(rows),
        "cost_microusd": costs,
        "error_count": [0] * len(rows),
        "active_seconds": [None] * len(rows),
        "started_date": [day for day, _, _ in rows],
    }


@pytest.mark.parametrize(("days", "judged"), [(30, 30), (90, 90), (100, 90)])
def test_only_the_days_after_count(days: int, judged: int) -> None:
    """What a session saved then is told, with its interval and the sessions of both models."""
    [row] = rows = list(recommendation_score_rows(SAID, sessions(days)))
    assert row["cost_difference"] == pytest.approx(-204.5)
    assert row["cost_low_95"] < -204.5 < row["cost_high_95"] < 0
    assert (row["session_count"], row["instead_of_session_count"]) == (10 * judged,) * 2
    assert row["success_difference_low_95"] == 0
    assert row["period_last_date"] == ORIGIN + timedelta(days=judged)
    assert typed_table(rows, COLUMNS).num_rows == 1


@pytest.mark.parametrize(("days", "count"), [(29, 0), (30, 1)])
def test_a_recommendation_is_not_judged_at_once(days: int, count: int) -> None:
    """Thirty days have to be over."""
    assert len(list(recommendation_score_rows(SAID, sessions(days)))) == count


def test_a_model_that_nobody_used_after_is_refused() -> None:
    """Without sessions of both there is no saving, and the reason is told."""
    table = sessions(40)
    kept = [
        at
        for at, (day, model) in enumerate(
            zip(table["started_date"], table["main_model_key"], strict=True)
        )
        if model == "large" or day <= ORIGIN
    ]
    table = {name: [values[at] for at in kept] for name, values in table.items()}
    [row] = recommendation_score_rows(SAID, table)
    assert (row["refusal"], row["session_count"]) == (FEW_OBSERVATIONS, 0)
    assert row["cost_difference"] is None
