"""Every comparison of the declared family is a row, told or refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from agent_analytics.statistics.associations import (
    COLUMNS,
    LAGS,
    METHODS,
    OUTCOMES,
    association_rows,
)
from agent_analytics.statistics.refusals import FEW_OBSERVATIONS, FEW_WEEKS
from agent_analytics.statistics.tables import typed_table


def weeks(units: int, count: int, grain: str = "developer") -> dict[str, list[Any]]:
    """Return a panel whose commits follow sessions in the same week."""
    rows = [(unit, week) for unit in range(units) for week in range(count)]
    sessions = [(unit * 7 + week * week * 3) % 11 for unit, week in rows]
    return {
        "grain": [grain] * len(rows),
        "unit": [f"u{unit}" for unit, _ in rows],
        "week_start_date": [date(2026, 1, 5) + timedelta(weeks=week) for _, week in rows],
        "session_count": sessions,
        "commits": [2 * each + 1 for each in sessions],
        "merged_pull_requests": [(unit * week) % 5 for unit, week in rows],
        "merge_hours": [None] * len(rows),
        "reworked_pull_requests": [0] * len(rows),
    }


def test_each_grain_is_a_family_of_its_own() -> None:
    """Outcomes × lags × methods per grain; q-values never fall below p-values."""
    teams, people = weeks(3, 30, "team"), weeks(12, 12)
    rows = list(association_rows({name: [*people[name], *teams[name]] for name in people}))
    assert len(rows) == 2 * len(OUTCOMES) * len(LAGS) * len(METHODS)
    assert all(row["q_value"] >= row["p_value"] for row in rows if row["p_value"] is not None)
    unknown = [row for row in rows if row["outcome"] == "merge_hours"]
    assert {row["refusal"] for row in unknown} == {FEW_OBSERVATIONS}
    same = [
        r for r in rows if (r["outcome"], r["lag_days"], r["method"]) == ("commits", 0, "pearson")
    ]
    assert [round(row["estimate"], 6) for row in same] == [1, 1]
    assert typed_table(rows, COLUMNS).num_rows == len(rows)


@pytest.mark.parametrize(
    ("units", "count", "reason"), [(50, 7, FEW_WEEKS), (3, 13, FEW_OBSERVATIONS)]
)
def test_thin_data_is_refused_whole(units: int, count: int, reason: str) -> None:
    """The family is listed all the same, each with the reason."""
    rows = list(association_rows(weeks(units, count)))
    assert {row["refusal"] for row in rows} == {reason}
    assert len(rows) == len(OUTCOMES) * len(LAGS) * len(METHODS)
