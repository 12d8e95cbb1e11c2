"""The comparison with the truth sees every difference that matters, and no other."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.cli.comparison import COST_TOLERANCE, compare, read_truth
from agent_analytics.errors import SourceError
from tests.fixtures.copilot import MARTS

TOKENS = {
    "input_tokens": 1,
    "cache_write_tokens": 2,
    "cache_write_5m_tokens": 2,
    "cache_write_1h_tokens": 0,
    "cache_read_tokens": 3,
    "output_tokens": 4,
}
ROW = {"requests": 1, **TOKENS, "list_cost_microusd": COST_TOLERANCE, "unpriced_requests": 0}
OTHER = {"sessions": 1, "prompts": 1, "tool_calls": 1, "commits": 1, "assisted_commits": 0}
TRUTH = {
    "totals": ROW | OTHER,
    "by_day": [{"day": "2026-01-01"} | ROW],
    "by_model": [{"model": "m"} | ROW],
    "by_session": [{"session_id": "s"} | ROW, {"session_id": "talk"} | ROW | {"requests": 0}],
    "pull_requests": [],
    "copilot": defaultdict(int),
    "by_agent": [
        {"agent": "a"} | ROW | OTHER,
        {"agent": "idle"} | ROW | dict.fromkeys(("requests", *OTHER), 0),
    ],
}


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """Return marts that agree with the truth, apart from a judgement."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            set TimeZone = 'Europe/Berlin';
            create schema marts;
            create table marts.fct_agent_requests as select
                's' as session_id, 'm' as model, 'a' as agent,
                timestamptz '2026-01-01 23:30:00+00' as requested_at, 1 as input_tokens,
                2 as cache_write_tokens, 2 as cache_write_5m_tokens, 0 as cache_write_1h_tokens,
                3 as cache_read_tokens, 4 as output_tokens, {COST_TOLERANCE} as list_cost_microusd;
            create table marts.fct_agent_sessions as select 'a' as agent, 1 as prompt_count;
            create table marts.fct_tool_calls as select 'a' as agent;
            create table marts.fct_git_commits as select true as is_assisted;
            create table marts.fct_polled_repositories as select 1 where false;
            create table marts.fct_pull_requests (
                state varchar, reopened_count integer, is_reverted boolean, is_revert boolean,
                review_count integer, commit_count integer, agent_signal varchar
            );
            {MARTS}
        """)
        yield connection


def verdicts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the verdicts that are not `equal`, by measure."""
    found = compare(connection, TRUTH)
    return {each.measure: each.verdict for each in found if each.verdict != "equal"}


def test_equal_marts_differ_only_in_judgement(marts: duckdb.DuckDBPyConnection) -> None:
    """Assisted commits are shown for information; days are those of UTC."""
    assert verdicts(marts) == {"assisted_commits": "for information"}


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ("update marts.fct_agent_requests set output_tokens = 5", "output_tokens"),
        ("update marts.fct_agent_requests set input_tokens = 2", "input_tokens"),
        ("update marts.fct_agent_requests set list_cost_microusd = 10002", "list_cost_microusd"),
        ("update marts.fct_agent_requests set list_cost_microusd = null", "unpriced_requests"),
        ("update marts.fct_agent_requests set session_id = 'other'", "by_session that differ"),
        ("update marts.fct_agent_requests set model = 'other'", "by_model that differ"),
        ("update marts.fct_agent_requests set agent = 'other'", "by_agent that differ"),
        (
            "update marts.fct_agent_requests set input_tokens = 2, cache_read_tokens = 2",
            "by_session that differ",
        ),
        ("update marts.fct_tool_calls set agent = 'other'", "activity by agent that differs"),
        ("update marts.fct_agent_requests set requested_at = now()", "by_day that differ"),
        ("insert into marts.fct_agent_sessions values ('a', 0)", "sessions"),
        ("delete from marts.fct_git_commits", "commits"),
        (
            """
            insert into marts.fct_polled_repositories values (1);
            insert into marts.fct_pull_requests values ('open', 0, false, false, 0, 1, null)
            """,
            "open pull requests",
        ),
    ],
)
def test_a_difference_is_seen(marts: duckdb.DuckDBPyConnection, change: str, measure: str) -> None:
    """One wrong number turns its measure's verdict."""
    marts.execute(change)
    assert verdicts(marts)[measure] == "differs"


def test_cost_may_differ_by_one_in_ten_thousand(marts: duckdb.DuckDBPyConnection) -> None:
    """The tolerance itself is still equal."""
    marts.execute("update marts.fct_agent_requests set list_cost_microusd = 10001")
    assert "list_cost_microusd" not in verdicts(marts)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"totals": {}}'])
def test_a_file_that_is_no_truth_is_refused(tmp_path: Path, content: Any) -> None:
    """The message says how to make one."""
    file = tmp_path / "truth.json"
    file.write_text(content)
    with pytest.raises(SourceError, match="sample generate"):
        read_truth(file)
