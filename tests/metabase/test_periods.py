"""Cards cut periods at the right days, and tell of no fewer than five people; on rows made for it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.dashboards.templates import load_dashboards
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, open_warehouse
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


@pytest.fixture
def marts(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return empty marts with the days of four months."""
    with open_warehouse(Settings(data_dir=str(tmp_path / "data"))) as connection:
        connection.execute(DAYS)
        yield connection


def spend(connection: duckdb.DuckDBPyConnection, day: date, usd: int, **given: Any) -> None:
    """Add what was spent on a day."""
    row = {"cost_date": day, "agent": "codex", "cost_type": "list", "is_spend": True}
    insert(connection, "fct_agent_costs", row | {"cost_microusd": usd * 1_000_000} | given)


def rows(
    connection: duckdb.DuckDBPyConnection, board: str, card: str, filters: dict[str, list[str]]
) -> list[Any]:
    """Return what a card says."""
    reader = Reader(connection, date(2026, 5, 1))
    return list(reader.run(BOARDS[board], placed(BOARDS[board], card), filters).rows)


def test_the_period_before_is_as_long_and_ends_where_this_one_begins(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Ten days are compared with the ten before them; what lies outside of both is in neither."""
    for day, usd in [(28, 1), (1, 2), (10, 4), (11, 8), (20, 16), (21, 32)]:
        spend(marts, date(2026, 2 if day == 28 else 3, day), usd)
    spend(marts, date(2026, 3, 15), 64, is_spend=False)
    assert rows(marts, "executive_roi", "spend", MARCH) == [
        (date(2026, 3, 1), 6.0),
        (date(2026, 3, 11), 24.0),
    ]


def test_days_before_all_data_are_no_period(marts: duckdb.DuckDBPyConnection) -> None:
    """Where the data do not reach back far enough there is nothing to compare with."""
    spend(marts, date(2026, 1, 5), 1)
    filters = {"date": ["2026-01-05~2026-01-09"]}
    assert rows(marts, "executive_roi", "spend", filters) == [(date(2026, 1, 5), 1.0)]
    filters = {"date": ["2026-01-05~2026-01-08"]}
    assert [row[0].day for row in rows(marts, "executive_roi", "spend", filters)] == [1, 5]


def test_the_month_so_far_is_compared_with_as_many_days(marts: duckdb.DuckDBPyConnection) -> None:
    """Up to the 20th counts beside up to the 20th of the month before."""
    for day, usd in [(date(2026, 2, 1), 1), (date(2026, 2, 20), 2), (date(2026, 2, 21), 4)]:
        spend(marts, day, usd)
    for day, usd in [(date(2026, 3, 1), 8), (date(2026, 3, 20), 16), (date(2026, 3, 21), 32)]:
        spend(marts, day, usd)
    assert rows(marts, "cost_tracking", "month_to_date", MARCH) == [
        (date(2026, 2, 1), 3.0),
        (date(2026, 3, 1), 24.0),
    ]


def test_a_long_month_is_not_compared_beyond_the_short_one(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """The 31st of March compares with all of February, not with the first days of March."""
    spend(marts, date(2026, 2, 28), 1)
    spend(marts, date(2026, 3, 1), 2)
    shown = rows(marts, "cost_tracking", "month_to_date", {"date": ["2026-03-31"]})
    assert shown == [(date(2026, 2, 1), 1.0), (date(2026, 3, 1), 2.0)]


@pytest.mark.parametrize(("people", "shown"), [(4, None), (5, 20.0)])
def test_cost_per_developer_is_told_of_five_people_or_more(
    marts: duckdb.DuckDBPyConnection, people: int, shown: float | None
) -> None:
    """Four people would be known by their mean."""
    spend(marts, date(2026, 3, 12), 100)
    for number in range(people):
        for series in ("observed", "vendor_reported"):
            work = {"activity_date": date(2026, 3, 12), "developer_key": f"p{number}"}
            insert(marts, "fct_developer_activity", work | {"series": series, "is_resolved": True})
    nobody = {"activity_date": date(2026, 3, 12), "developer_key": "laptop", "is_resolved": False}
    insert(marts, "fct_developer_activity", nobody)
    assert rows(marts, "executive_roi", "cost_per_developer", MARCH)[-1][1] == shown
    told = people if shown else None
    assert rows(marts, "executive_roi", "active_developers", MARCH)[-1][1] == told


def test_seven_days_end_with_the_last_day_of_the_period(marts: duckdb.DuckDBPyConnection) -> None:
    """The seventh day before counts for the week before, and the day after for neither."""
    for day, people in [(14, 5), (13, 6), (21, 1), (7, 1), (6, 1)]:
        for number in range(people):
            work = {"activity_date": date(2026, 3, day), "developer_key": f"{day}-{number}"}
            insert(marts, "fct_developer_activity", work | {"is_resolved": True})
    assert rows(marts, "team_activity", "active_7_days", MARCH) == [
        (date(2026, 3, 13), 7),
        (date(2026, 3, 20), 5),
    ]


@pytest.mark.parametrize(("people", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_one_to_four_active_people_are_not_counted(
    marts: duckdb.DuckDBPyConnection, people: int, told: int | None
) -> None:
    """Spend beside a count of one is what that one spent; nobody is zero."""
    for number in range(people):
        work = {"activity_date": date(2026, 3, 20), "developer_key": f"p{number}"}
        insert(marts, "fct_developer_activity", work | {"is_resolved": True})
    for card in ("active_7_days", "active_28_days"):
        assert (card, rows(marts, "team_activity", card, MARCH)[-1][1]) == (card, told)
    assert rows(marts, "executive_roi", "active_developers", MARCH)[-1][1] == told
    assert rows(marts, "team_activity", "active_trend", MARCH)[-1][1:] == (told, told, told)


def test_a_week_is_drawn_whole(marts: duckdb.DuckDBPyConnection) -> None:
    """Sessions of the days before the period that belong to its first week are in that week."""
    for name, day in [("ana", 8), ("ben", 9), ("cem", 10), ("dia", 20), ("eve", 20), ("fay", 18)]:
        session = {"started_date": date(2026, 3, day), "outcome": "completed", "agent": "codex"}
        insert(marts, "fct_agent_sessions", session | {"developer_key": name})
    session = {"started_date": date(2026, 3, 21), "outcome": "failed", "developer_key": "ana"}
    insert(marts, "fct_agent_sessions", session)
    assert rows(marts, "team_activity", "outcomes", MARCH) == [
        (date(2026, 3, 9), 2, 0, 0),
        (date(2026, 3, 16), 3, 0, 0),
    ]


def test_the_projection_repeats_the_last_four_equal_weekdays(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Ten dollars on each Friday of four weeks are ten on each Friday to come, and nothing between."""
    for week in range(4):
        spend(marts, date(2026, 3, 20) - timedelta(weeks=week), 10)
    spend(marts, date(2026, 3, 20) - timedelta(weeks=4), 99)
    shown = rows(marts, "cost_tracking", "month_end", MARCH)
    assert shown[0][:2] == (30.0, 40.0)
    coming = [row for row in rows(marts, "cost_tracking", "projection", MARCH) if row[2]]
    assert [row[0] for row in coming] == [
        date(2026, 3, 27) + timedelta(weeks=week) for week in range(4)
    ]
    assert {row[2] for row in coming} == {10.0}


@pytest.mark.parametrize(
    ("spent", "gone"), [(10, None), (15, date(2026, 3, 27)), (40, date(2026, 3, 10))]
)
def test_a_budget_is_spent_at_the_pace_so_far(
    marts: duckdb.DuckDBPyConnection, spent: int, gone: date | None
) -> None:
    """Twenty dollars last for as many days as they did so far, if that ends within the month."""
    budget = {
        "budget_name": "all",
        "scope": "organisation",
        "period_start_date": date(2026, 3, 1),
        "period_end_date": date(2026, 4, 1),
        "budget_microusd": 20_000_000,
        "spent_microusd": spent * 1_000_000,
    }
    insert(marts, "fct_budget_status", budget)
    [row] = rows(marts, "cost_tracking", "budgets", MARCH)
    assert (row[4], row[5]) == (spent / 20, gone)


def _kept_up(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    """Add a day on which five people work, commit, merge, fail and are denied something."""
    insert(connection, "dim_repositories", {"repository_key": "r", "repository_name": "shop"})
    insert(connection, "dim_agents", {"agent": "codex", "display_name": "Codex"})
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


COMPARED = [
    (board.slug, one.card.slug)
    for board in BOARDS.values()
    for one in board.dashcards
    if one.card and one.card.display == "smartscalar"
    if "first_day - 1" in one.card.sql and "_to_date" not in one.card.slug
]
OF_PEOPLE = [
    ("git_integration", "assisted_commits"),
    ("git_integration", "assisted_lines"),
    ("performance_center", "session_success"),
    ("performance_center", "first_output"),
]


def test_a_period_without_anything_does_not_show_the_one_before(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """The last row is the chosen period's, unknown or zero; a tile shows the last row as what is now."""
    _kept_up(marts, date(2026, 3, 5))
    last = {(board, card): rows(marts, board, card, MARCH)[-1] for board, card in COMPARED}
    assert len(last) > len(OF_PEOPLE)
    wrong = {
        card: row
        for card, row in last.items()
        if row[0] != date(2026, 3, 11) or row[1] not in (None, 0)
    }
    assert wrong == {}


def test_a_period_of_fewer_people_is_empty_beside_the_one_before(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Five people before and one now: what was before is told, what is now is not."""
    _kept_up(marts, date(2026, 3, 5))
    whose = {"developer_key": "ana", "agent": "codex"}
    session = {"started_date": date(2026, 3, 12), "outcome": "failed", "first_output_seconds": 9}
    insert(marts, "fct_agent_sessions", whose | session)
    commit = {"committed_date": date(2026, 3, 12), "lines_added": 1, "lines_deleted": 0}
    commit |= {"is_merge": False, "is_superseded": False, "is_assisted": False}
    insert(marts, "fct_git_commits", whose | commit)
    for board, card in OF_PEOPLE:
        before, now = rows(marts, board, card, MARCH)
        assert (card, before[0], *now) == (card, date(2026, 3, 1), date(2026, 3, 11), None)
        assert before[1] is not None


@pytest.mark.parametrize(("people", "is_told"), [(4, False), (5, True)])
def test_how_people_work_is_told_of_five_or_more(
    marts: duckdb.DuckDBPyConnection, people: int, is_told: bool
) -> None:
    """Filters can leave one person: outcomes, lengths, rates and commits of few are on no board."""
    insert(marts, "dim_repositories", {"repository_key": "r", "repository_name": "shop"})
    for number in range(people):
        whose = {"developer_key": f"p{number}", "agent": "codex", "repository_key": "r"}
        day = date(2026, 3, 12)
        session = {"started_date": day, "outcome": "completed", "active_seconds": 60}
        session |= {"accepted_edit_count": 1, "input_tokens": 1, "cache_write_tokens": 0}
        session |= {"cache_read_tokens": 0, "output_tokens": 1, "request_count": 1}
        insert(marts, "fct_agent_sessions", whose | session)
        insert(marts, "dim_developers", {"developer_key": f"p{number}", "is_resolved": True})
        call = {"called_date": day, "is_edit": True, "is_accepted": True}
        insert(marts, "fct_tool_calls", whose | call)
        commit = {"committed_date": day, "is_assisted": True, "is_merge": False}
        insert(marts, "fct_git_commits", whose | commit | {"is_superseded": False})
    for board, card in [
        ("executive_roi", "weekly_commits"),
        ("team_activity", "outcomes"),
        ("team_activity", "session_length"),
        ("agent_comparison", "success"),
        ("agent_comparison", "velocity"),
        ("agent_comparison", "acceptance"),
        ("agent_comparison", "tokens_per_result"),
    ]:
        assert (card, bool(rows(marts, board, card, MARCH))) == (card, is_told)
    [line] = rows(marts, "executive_roi", "repositories", MARCH)
    assert line[2:4] == ((people, 1.0) if is_told else (None, None))
    [line] = rows(marts, "agent_comparison", "overview", MARCH)
    assert line[4:7] == ((1.0, 60.0, people) if is_told else (None, None, None))
