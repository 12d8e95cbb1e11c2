"""Charts mark the days from which a vendor counts differently; on rows made for it."""

from datetime import date

import duckdb
import pytest

from tests.fixtures.marts import insert
from tests.metabase.march import MARCH, rows, spend

USAGE, BILLING = "copilot_usage_metrics", "copilot_billing"


@pytest.mark.parametrize(
    ("series", "begun", "ended", "told"),
    [
        (BILLING, date(2026, 3, 12), None, "seats count"),
        (BILLING, date(2026, 3, 13), None, None),
        (BILLING, date(2026, 3, 1), None, None),
        (BILLING, date(2026, 3, 1), date(2026, 3, 10), None),
        (USAGE, date(2026, 3, 12), None, None),
    ],
)
def test_a_break_is_told_on_its_day_of_its_series(
    marts: duckdb.DuckDBPyConnection,
    series: str,
    begun: date,
    ended: date | None,
    told: str | None,
) -> None:
    """What began or ended before the day, or is of another series, is not told of it."""
    spend(marts, date(2026, 3, 12), 4)
    change = {"series": series, "break_date": begun, "end_date": ended, "what": "seats count"}
    insert(marts, "dim_series_breaks", change)
    [row] = rows(marts, "cost_tracking", "daily_spend", MARCH)
    assert row[-1] == told


def test_a_fault_that_lasts_into_the_period_is_told_on_its_first_day(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """It began in February and ends on the period's first day, the 11th of March."""
    change = {"series": USAGE, "break_date": date(2026, 2, 1), "end_date": date(2026, 3, 11)}
    insert(marts, "dim_series_breaks", change | {"what": "too low"})
    shown = rows(marts, "team_activity", "active_trend", MARCH)
    told = [(row[0], row[-1]) for row in shown if row[-1]]
    assert told == [(date(2026, 3, 11), "too low (2026-02-01 to 2026-03-11)")]
