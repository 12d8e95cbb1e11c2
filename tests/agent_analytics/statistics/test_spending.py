"""Every series gets its days ahead or the reason why there are none."""

from datetime import date, timedelta
from typing import Any

import pytest

from agent_analytics.statistics.refusals import FEW_DAYS, NOTHING_SPENT
from agent_analytics.statistics.spending import COLUMNS, forecast_rows
from agent_analytics.statistics.tables import typed_table

FIRST = date(2026, 1, 5)


def series(*amounts: int, horizon: int = 3, key: str = "a") -> dict[str, list[Any]]:
    """Return a sorted table of one series with some days ahead."""
    days = len(amounts) + horizon
    return {
        "series_key": [key] * days,
        "scope": ["team"] * days,
        "member": ["data"] * days,
        "cost_type": ["list"] * days,
        "origin_date": [FIRST + timedelta(days=len(amounts) - 1)] * days,
        "day_kind": [day % 7 for day in range(days)],
        "cost_microusd": [*amounts, *[None] * horizon],
    }


@pytest.mark.parametrize(
    ("amounts", "reason"), [([5] * 55, FEW_DAYS), ([5] * 10 + [0] * 56, NOTHING_SPENT)]
)
def test_a_series_without_forecast_has_one_row_with_the_reason(
    amounts: list[int], reason: str
) -> None:
    """What is refused is said, with the days there are."""
    (row,) = forecast_rows(series(*amounts))
    assert row["refusal"] == reason
    assert row["day_count"] == len(amounts)


def test_each_day_ahead_is_a_row_of_whole_microusd() -> None:
    """Days follow the origin; totals grow by the days."""
    rows = list(forecast_rows(series(*[1000] * 56)))
    assert [row["forecast_date"] for row in rows] == [
        FIRST + timedelta(days=56 + step) for step in range(3)
    ]
    assert [row["total_expected_microusd"] for row in rows] == [1000, 2000, 3000]
    assert {row["low_80_microusd"] for row in rows} == {1000}
    assert typed_table(rows, COLUMNS).num_rows == 3


def test_series_do_not_run_into_each_other() -> None:
    """Two series of a table are forecast apart."""
    first, second = series(*[10] * 56), series(*[70] * 56, key="b")
    both = {name: [*first[name], *second[name]] for name in first}
    assert [row["expected_microusd"] for row in forecast_rows(both)] == [10] * 3 + [70] * 3


def test_no_series_is_a_table_without_rows() -> None:
    """An empty warehouse has the columns all the same."""
    empty: dict[str, list[Any]] = {name: [] for name in series()}
    assert typed_table(forecast_rows(empty), COLUMNS).column_names == list(COLUMNS)
