"""Cards cut periods at the right days, and compare what can be compared; on rows made for it."""

from datetime import date

import duckdb
import pytest

from tests.fixtures.marts import insert
from tests.metabase.march import BOARDS, MARCH, kept_up, know, rows, spend


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


def test_a_week_is_drawn_whole(marts: duckdb.DuckDBPyConnection) -> None:
    """Sessions of the days before the period that belong to its first week are in that week."""
    know(marts, "ana", "ben", "cem", "dia", "eve", "fay")
    for name, day in [("ana", 8), ("ben", 9), ("cem", 10), ("dia", 20), ("eve", 20), ("fay", 18)]:
        session = {"started_date": date(2026, 3, day), "outcome": "completed", "agent": "codex"}
        insert(marts, "fct_agent_sessions", session | {"developer_key": name})
    session = {"started_date": date(2026, 3, 21), "outcome": "failed", "developer_key": "ana"}
    insert(marts, "fct_agent_sessions", session)
    assert rows(marts, "team_activity", "outcomes", MARCH) == [
        (date(2026, 3, 9), 2, 0, 0),
        (date(2026, 3, 16), 3, 0, 0),
    ]


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
    marts.execute("update marts.dim_dates set is_in_data = calendar_date <= date '2026-03-20'")
    [row] = rows(marts, "cost_tracking", "budgets", MARCH)
    assert (row[4], row[5]) == (spent / 20, gone)


@pytest.mark.parametrize(("spent", "gone"), [(19, None), (40, date(2026, 3, 16))])
def test_the_pace_of_a_month_that_is_over_is_that_of_all_its_days(
    marts: duckdb.DuckDBPyConnection, spent: int, gone: date | None
) -> None:
    """What was spent is that of the whole month, although the chosen days end on its 20th."""
    budget = {"budget_name": "all", "scope": "organisation", "spent_microusd": spent * 1_000_000}
    budget |= {"budget_microusd": 20_000_000, "period_end_date": date(2026, 4, 1)}
    insert(marts, "fct_budget_status", budget | {"period_start_date": date(2026, 3, 1)})
    [row] = rows(marts, "cost_tracking", "budgets", MARCH)
    assert (row[4], row[5]) == (spent / 20, gone)


COMPARED = [
    (board.slug, one.card.slug)
    for board in BOARDS.values()
    for one in board.dashcards
    if one.card and one.card.display == "smartscalar"
    if "first_day - 1" in one.card.sql and "_to_date" not in one.card.slug
]


def test_a_period_without_anything_does_not_show_the_one_before(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """The last row is the chosen period's, unknown or zero; a tile shows the last row as what is now."""
    kept_up(marts, date(2026, 3, 5))
    last = {(board, card): rows(marts, board, card, MARCH)[-1] for board, card in COMPARED}
    assert len(last) > 1
    wrong = {
        card: row
        for card, row in last.items()
        if row[0] != date(2026, 3, 11) or row[1] not in (None, 0)
    }
    assert wrong == {}


def test_a_team_that_costs_nothing_is_a_team(marts: duckdb.DuckDBPyConnection) -> None:
    """Its sessions count although no price is known; lines that nobody counted are unknown, not none."""
    for team in ("core", "shop"):
        insert(marts, "dim_team_groups", {"team": team, "team_group": team})
    insert(marts, "dim_repositories", {"repository_key": "r", "repository_name": "shop"})
    session = {"started_date": date(2026, 3, 12), "team": "core", "repository_key": "r"}
    insert(marts, "fct_agent_sessions", session)
    spend(marts, date(2026, 3, 12), 4, team="shop")
    assert rows(marts, "team_activity", "teams", MARCH) == [
        ("core", None, 1, None, None, None, None),
        ("shop", None, None, None, None, 4.0, None),
    ]
    assert rows(marts, "team_activity", "repositories", MARCH) == [("shop", 1, None, None, None)]
    insert(marts, "fct_agent_sessions", session | {"lines_removed": 3})
    assert rows(marts, "team_activity", "teams", MARCH)[0][4] == 3
    assert rows(marts, "team_activity", "repositories", MARCH)[0][3] == 3


def test_input_whose_cached_part_is_not_known_is_in_no_share_of_it(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Half of what is known came from the cache; what an agent does not tell is neither cached nor not."""
    insert(marts, "dim_agents", {"agent": "codex", "display_name": "Codex"})
    for tokens in ({"cache_read_tokens": 50}, {"cache_read_tokens": None}):
        usage = {"usage_date": date(2026, 3, 12), "agent": "codex", "request_count": 1}
        insert(marts, "fct_daily_agent_usage", usage | {"total_input_tokens": 100} | tokens)
    assert rows(marts, "cost_tracking", "cached_input", MARCH)[-1][1] == 0.5
    assert rows(marts, "cost_tracking", "cache_hit_share", MARCH)[-1][2] == 0.5
    assert rows(marts, "agent_comparison", "models", MARCH)[-1][-1] == 0.5
