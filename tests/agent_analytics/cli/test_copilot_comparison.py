"""The marts' word on Copilot against the truth: equal, or a verdict that says which measure is not."""

from collections.abc import Iterator

import duckdb
import pytest

from agent_analytics.cli.copilot_comparison import compare_copilot
from tests.fixtures.copilot import MARTS

TRUTH = {
    "user_days": 2,
    "active_user_days": 1,
    "interactions": 3,
    "generations": 4,
    "acceptances": 5,
    "lines_added": 6,
    "ai_credits_microusd": 7,
    "charged_credits_microusd": 8,
    "seats": 2,
    "never_used_seats": 1,
    "ending_seats": 1,
}


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """Return marts that agree with the truth, with an older snapshot beside the newest."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            create schema marts; {MARTS}
            insert into marts.fct_copilot_reports values (1);
            insert into marts.fct_copilot_usage_daily values (true, 3, 4, 5, 6, 7), (false, 0, 0, 0, 0, null);
            insert into marts.fct_agent_costs values ('ai_credits', 8), ('seat', 100), (null, 100);
            insert into marts.fct_seat_utilization values
                (false, 'active', false), (true, 'active', false), (true, 'never_used', true);
        """)
        yield connection


def verdicts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the verdicts that are not `equal`, by measure."""
    found = compare_copilot(connection, TRUTH)
    return {each.measure: each.verdict for each in found if each.verdict != "equal"}


def test_equal_marts_do_not_differ(marts: duckdb.DuckDBPyConnection) -> None:
    """Every measure agrees; seats are those of the newest snapshot."""
    assert verdicts(marts) == {}


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ("delete from marts.fct_copilot_usage_daily where not is_active", "user days"),
        ("update marts.fct_copilot_usage_daily set is_active = true", "active user days"),
        ("update marts.fct_copilot_usage_daily set interaction_count = 2", "interactions"),
        ("update marts.fct_copilot_usage_daily set lines_added = 2", "lines added"),
        ("update marts.fct_agent_costs set cost_microusd = 9", "charged credits microusd"),
        ("update marts.fct_seat_utilization set utilization = 'idle'", "never used seats"),
        ("update marts.fct_seat_utilization set is_pending_cancellation = true", "ending seats"),
    ],
)
def test_a_difference_is_seen(marts: duckdb.DuckDBPyConnection, change: str, measure: str) -> None:
    """One wrong number turns its measure's verdict."""
    marts.execute(change)
    assert verdicts(marts)[f"copilot: {measure}"] == "differs"


def test_a_company_that_was_not_asked_is_no_difference(marts: duckdb.DuckDBPyConnection) -> None:
    """Without a polled report the numbers are for information."""
    marts.execute(
        "delete from marts.fct_copilot_reports; delete from marts.fct_copilot_usage_daily"
    )
    assert set(verdicts(marts).values()) == {"for information"}
