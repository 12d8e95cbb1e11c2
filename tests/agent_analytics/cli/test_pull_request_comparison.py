"""Pull requests are compared by state, history and the sign of an agent."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from agent_analytics.cli.pull_request_comparison import compare_pull_requests

MERGED = {
    "state": "merged",
    "agent_signal": "branch",
    "is_revert": False,
    "is_reverted": True,
    "reopened": 2,
    "reviews": 3,
    "commits": 4,
}


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """Return marts with one polled repository and the pull request of the truth."""
    with duckdb.connect() as connection:
        connection.execute("""
            create schema marts;
            create table marts.fct_polled_repositories as select 1 as hosted_repository_id;
            create table marts.fct_pull_requests as select
                'merged' as state, 2 as reopened_count, true as is_reverted, false as is_revert,
                3 as review_count, 4 as commit_count, 'branch' as agent_signal;
        """)
        yield connection


def verdicts(connection: duckdb.DuckDBPyConnection, *truth: dict[str, Any]) -> dict[str, str]:
    """Return the verdicts that are not `equal`, by measure."""
    found = compare_pull_requests(connection, truth)
    return {each.measure: each.verdict for each in found if each.verdict != "equal"}


def test_equal_pull_requests_do_not_differ(marts: duckdb.DuckDBPyConnection) -> None:
    """Every measure agrees."""
    assert verdicts(marts, MERGED) == {}


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ("state = 'open'", "open pull requests"),
        ("state = 'closed'", "closed pull requests"),
        ("reopened_count = 0", "reopened pull requests"),
        ("is_reverted = false", "reverted pull requests"),
        ("is_revert = true", "reverting pull requests"),
        ("review_count = 2", "reviews"),
        ("commit_count = 5", "pull request commits"),
        ("agent_signal = 'trailer'", "merged, agent by branch"),
    ],
)
def test_a_difference_is_seen(marts: duckdb.DuckDBPyConnection, change: str, measure: str) -> None:
    """One wrong value turns its measure's verdict."""
    marts.execute(f"update marts.fct_pull_requests set {change}")
    assert verdicts(marts, MERGED)[measure] == "differs"


def test_a_forge_that_was_not_asked_is_no_difference(marts: duckdb.DuckDBPyConnection) -> None:
    """Without polled repositories the numbers are for information."""
    marts.execute("delete from marts.fct_polled_repositories; delete from marts.fct_pull_requests")
    assert set(verdicts(marts, MERGED).values()) == {"for information"}
