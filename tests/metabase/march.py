"""A March of made-up rows: what cards say of ten days of it, and the days around them."""

from datetime import date
from typing import Any

import duckdb

from agent_analytics.dashboards.templates import load_dashboards
from tests.fixtures.marts import insert
from tests.metabase.cards import Reader, placed

BOARDS = {board.slug: board for board in load_dashboards()}
DAYS = """
insert into marts.dim_dates by name
select
    cast(day as date) as calendar_date,
    isodow(day) as weekday_number,
    cast(date_trunc('week', day) as date) as week_start_date,
    true as is_in_data
from range(date '2026-01-01', date '2026-05-01', interval 1 day) as days(day)
"""
MARCH = {"date": ["2026-03-11~2026-03-20"]}


def spend(connection: duckdb.DuckDBPyConnection, day: date, usd: int, **given: Any) -> None:
    """Add what was spent on a day."""
    row = {"cost_date": day, "agent": "codex", "cost_type": "list", "is_spend": True}
    insert(connection, "fct_agent_costs", row | {"cost_microusd": usd * 1_000_000} | given)


def know(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Add people whose address is known."""
    for name in names:
        insert(connection, "dim_developers", {"developer_key": name, "is_resolved": True})


def rows(
    connection: duckdb.DuckDBPyConnection, board: str, card: str, filters: dict[str, list[str]]
) -> list[Any]:
    """Return what a card says."""
    reader = Reader(connection, date(2026, 5, 1))
    return list(reader.run(BOARDS[board], placed(BOARDS[board], card), filters).rows)


def kept_up(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    """Add a day on which five people work, commit, merge, fail and are denied something."""
    insert(connection, "dim_repositories", {"repository_key": "r", "repository_name": "shop"})
    insert(connection, "dim_agents", {"agent": "codex", "display_name": "Codex"})
    know(connection, "ana", "ben", "cem", "dia", "eve")
    for name in ("ana", "ben", "cem", "dia", "eve"):
        whose = {"developer_key": name, "agent": "codex"}
        session = {"session_key": name, "outcome": "completed", "first_output_seconds": 3}
        session |= {"started_date": day, "list_cost_microusd": 1_000_000}
        insert(connection, "fct_agent_sessions", whose | session)
        commit = {"committed_date": day, "session_key": name, "is_assisted": True, "lines_added": 9}
        commit |= {"is_merge": False, "is_superseded": False, "lines_deleted": 0, "confidence": 1}
        insert(connection, "fct_git_commits", whose | commit | {"link_lead_seconds": 60})
        call = {"called_date": day, "is_accepted": False}
        insert(connection, "fct_tool_calls", whose | call)
        insert(connection, "fct_agent_requests", whose | {"request_date": day, "duration_ms": 1})
    merged = {"merged_date": day, "merge_seconds": 60, "session_list_cost_microusd": 1_000_000}
    insert(connection, "fct_pull_requests", merged | {"state": "merged", "agent": "codex"})
    counts = {"session_count": 1, "resolved_session_count": 1, "agent": "codex"}
    insert(connection, "fct_identity_match", counts | {"started_date": day})
    counts = {"request_count": 1, "priced_request_count": 1, "agent": "codex"}
    insert(connection, "fct_price_coverage", counts | {"usage_date": day})
    counts = {"common_request_count": 1, "transcript_request_count": 1, "agent": "codex"}
    insert(connection, "fct_capture_ratio", counts | {"usage_date": day})
