"""Cards tell of no fewer than five people, whatever the filters leave; on rows made for it."""

from datetime import date

import duckdb
import pytest
import yaml

from agent_analytics.dashboards.documents import templates_root
from orchestration.transformation.project import project_folder
from tests.fixtures.marts import insert
from tests.metabase.march import MARCH, kept_up, know, rows, spend

OF_PEOPLE = [
    ("git_integration", "assisted_commits"),
    ("git_integration", "assisted_lines"),
    ("git_integration", "link_lead_time"),
    ("performance_center", "session_success"),
    ("performance_center", "first_output"),
]
OF_SESSIONS = [
    ("performance_center", "session_success"),
    ("performance_center", "session_outcomes"),
    ("performance_center", "session_length"),
    ("performance_center", "first_output"),
    ("team_activity", "outcomes"),
    ("team_activity", "session_length"),
    ("agent_comparison", "success"),
    ("agent_comparison", "velocity"),
    ("agent_comparison", "acceptance"),
    ("agent_comparison", "tokens_per_result"),
    ("security_compliance", "data_access"),
]


def test_cards_and_marts_mean_the_same_few() -> None:
    """A card that told of groups the marts add up would tell them apart again."""
    project = yaml.safe_load((project_folder() / "dbt_project.yml").read_text(encoding="utf-8"))
    snippet = templates_root() / "snippets" / "fewest_people.sql"
    assert int(snippet.read_text(encoding="utf-8")) == project["vars"]["fewest_people"]


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
    assert rows(marts, "team_activity", "active_trend", MARCH)[-1][1:4] == (told, told, told)


def test_a_period_of_fewer_people_is_empty_beside_the_one_before(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Five people before and one now: what was before is told, what is now is not."""
    kept_up(marts, date(2026, 3, 5))
    whose = {"developer_key": "ana", "agent": "codex"}
    session = {"started_date": date(2026, 3, 12), "outcome": "failed", "first_output_seconds": 9}
    insert(marts, "fct_agent_sessions", whose | session)
    commit = {"committed_date": date(2026, 3, 12), "lines_added": 1, "lines_deleted": 0}
    commit |= {"is_merge": False, "is_superseded": False, "is_assisted": True}
    commit |= {"link_lead_seconds": 60}
    insert(marts, "fct_git_commits", whose | commit)
    for board, card in OF_PEOPLE:
        before, now = rows(marts, board, card, MARCH)
        assert (card, before[0], *now) == (card, date(2026, 3, 1), date(2026, 3, 11), None)
        assert before[1] is not None


@pytest.mark.parametrize(("known", "is_told"), [(4, False), (5, True)])
def test_who_has_no_known_address_makes_no_group_larger(
    marts: duckdb.DuckDBPyConnection, known: int, is_told: bool
) -> None:
    """A machine may be one of the four who are known already."""
    know(marts, *(f"p{number}" for number in range(known)))
    insert(marts, "dim_developers", {"developer_key": "machine", "is_resolved": False})
    for name in ("p0", "p1", "p2", "p3", "p4", "machine"):
        whose = {"developer_key": name, "agent": "codex", "session_key": name}
        session = {"started_date": date(2026, 3, 12), "outcome": "completed", "active_seconds": 60}
        session |= {"duration_seconds": 60, "first_output_seconds": 1, "accepted_edit_count": 1}
        session |= {"input_tokens": 1, "cache_write_tokens": 0, "cache_read_tokens": 0}
        insert(marts, "fct_agent_sessions", whose | session | {"output_tokens": 1})
        call = {"called_date": date(2026, 3, 12), "is_edit": True, "is_accepted": True}
        insert(marts, "fct_tool_calls", whose | call)
        access = {"accessed_date": date(2026, 3, 12), "access_kind": "read", "is_accepted": True}
        insert(marts, "fct_data_access", whose | access)
    for board, card in OF_SESSIONS:
        told = [row for row in rows(marts, board, card, MARCH) if row[1] is not None]
        assert (card, bool(told)) == (card, is_told)


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
        commit |= {"commit_key": f"c{number}", "is_superseded": False}
        insert(marts, "fct_git_commits", whose | commit)
        insert(marts, "fct_commit_tasks", {"commit_key": f"c{number}", "task_type": "unknown"})
        change = {"changed_date": day, "changed_file_count": 1, "is_assisted": True}
        insert(marts, "fct_file_changes", whose | change)
        work = {"activity_date": day, "hour_of_day": 9, "prompt_count": 1, "agent": "codex"}
        insert(marts, "fct_hourly_activity", work | {"repository_key": "r"})
        use = {"usage_date": day, "developer_key": f"p{number}", "agent": "codex"}
        insert(marts, "fct_daily_agent_usage", use | {"repository_key": "r"})
    for board, card in [
        ("executive_roi", "weekly_commits"),
        ("git_integration", "file_types"),
        ("git_integration", "tasks"),
        ("team_activity", "outcomes"),
        ("team_activity", "session_length"),
        ("team_activity", "peak_hours"),
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
