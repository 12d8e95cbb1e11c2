"""What the boards of delivery, speed, security and data health show of a sample company is true."""

from collections import Counter
from typing import Any

import pytest

from agent_analytics.dashboards.templates import load_dashboards
from tests.metabase.cards import ALL_TIME, Answered, Reader, placed

BOARDS = {board.slug: board for board in load_dashboards()}
MICRO = 1_000_000

pytestmark = pytest.mark.slow


def shown(reader: Reader, board: str, card: str, **filters: list[str]) -> Answered:
    """Return what a card says of all time, or of what the filters leave."""
    return reader.run(BOARDS[board], placed(BOARDS[board], card), dict(ALL_TIME) | filters)


@pytest.mark.parametrize(
    ("place", "total"),
    [
        (("session_detail", "session_count", "session_count"), "sessions"),
        (("performance_center", "session_outcomes", "session_count"), "sessions"),
        (("performance_center", "latency_by_model", "request_count"), "requests"),
        (("performance_center", "tool_reliability", "call_count"), "tool_calls"),
        (("security_compliance", "permission_modes", "call_count"), "tool_calls"),
        (("security_compliance", "models_allowed", "request_count"), "requests"),
        (("data_health", "unpriced_models", "request_count"), "unpriced_requests"),
    ],
)
def test_counts_add_up_to_the_truth(
    reader: Reader, truth: dict[str, Any], place: tuple[str, str, str], total: str
) -> None:
    """What a card counts over all its lines is what there is."""
    board, card, column = place
    assert shown(reader, board, card).total(column) == truth["totals"][total]


def test_tools_beyond_the_tenth_are_one_row(reader: Reader) -> None:
    """The rest comes last under a name of its own, and the ten before it are in order."""
    found = shown(reader, "session_detail", "tools_used")
    sums = [sum(row[1:]) for row in found.rows]
    assert found.values("tool_name")[10:] == ["all others"]
    assert sums[:10] == sorted(sums[:10], reverse=True)


def test_every_tool_call_became_something(reader: Reader, truth: dict[str, Any]) -> None:
    """A call stands in one column of one row only, the rest's among them."""
    found = shown(reader, "session_detail", "tools_used")
    assert sum(sum(row[1:]) for row in found.rows) == truth["totals"]["tool_calls"]


def test_every_denial_has_one_decider(reader: Reader) -> None:
    """A denied call stands in one column of one row only."""
    found = shown(reader, "security_compliance", "denied_tools")
    known = "select count(*) from marts.fct_agent_failures where failure_kind = 'denied'"
    assert reader.connection.execute(known).fetchone() == (sum(sum(row[1:]) for row in found.rows),)


def test_sessions_cost_what_is_true(reader: Reader, truth: dict[str, Any]) -> None:
    """List cost, its coverage and tokens of all sessions are the truth, and one session's are its own."""
    totals = truth["totals"]
    cost = shown(reader, "session_detail", "session_cost").total("list_cost_usd")
    assert round(cost * MICRO) == totals["list_cost_microusd"]
    tokens = shown(reader, "session_detail", "tokens_by_kind")
    by_kind = dict(zip(tokens.values("token_kind"), tokens.values("token_count"), strict=True))
    assert by_kind["uncached input"] == totals["input_tokens"]
    assert by_kind["cache read"] == totals["cache_read_tokens"]
    priced = 1 - totals["unpriced_requests"] / totals["requests"]
    for board, card in [("session_detail", "session_unpriced"), ("data_health", "price_coverage")]:
        assert shown(reader, board, card).total("priced_share") == pytest.approx(priced)
    one = max(truth["by_session"], key=lambda session: session["list_cost_microusd"] or 0)
    grown = shown(reader, "session_detail", "cost_growth", session=[one["session_id"]])
    last = grown.values("list_cost_so_far_usd")[-1]
    assert round(last * MICRO) == one["list_cost_microusd"]


def test_a_session_opens_step_by_step(reader: Reader, truth: dict[str, Any]) -> None:
    """The timeline of a chosen session has all its requests and tool calls, in order."""
    one = max(truth["by_session"], key=lambda session: session["tool_calls"])
    steps = shown(reader, "session_detail", "timeline", session=[one["session_id"]])
    kinds = Counter(steps.values("event_type"))
    assert (kinds["request"], kinds["tool call"]) == (one["requests"], one["tool_calls"])
    assert steps.values("event_number") == list(range(1, len(steps.rows) + 1))


def test_commits_are_those_of_the_repositories(reader: Reader, truth: dict[str, Any]) -> None:
    """Every commit but merges is counted, and the share with agents is close to the truth."""
    commits = [commit for commit in truth["commits"] if not commit["merge"]]
    by_week = shown(reader, "git_integration", "commits_by_week")
    assert by_week.total("commit_count") == len(commits)
    share = shown(reader, "git_integration", "assisted_commits").total("assisted_share")
    assisted = sum(commit["assisted"] for commit in commits) / len(commits)
    assert share == pytest.approx(assisted, abs=0.05)


def test_pull_requests_end_as_they_did(reader: Reader, truth: dict[str, Any]) -> None:
    """Merged, abandoned and open ones are as many as there are."""
    found = shown(reader, "git_integration", "pull_requests_by_week")
    counted: Counter[str] = Counter()
    for state, count in zip(found.values("state"), found.values("pull_request_count"), strict=True):
        counted[state.replace("abandoned", "closed")] += count
    assert counted == Counter(pull["state"] for pull in truth["pull_requests"])


def test_each_request_is_counted_once(reader: Reader, truth: dict[str, Any]) -> None:
    """Of all the records that tell of requests, as many count as there are requests."""
    records = shown(reader, "data_health", "request_records")
    verdicts = dict(zip(records.values("verdict"), records.values("record_count"), strict=True))
    assert verdicts["counted"] == truth["totals"]["requests"]


def test_lines_nobody_can_read_are_shown(reader: Reader, truth: dict[str, Any]) -> None:
    """Every planted line of garbage is a refused record on the board."""
    letters = shown(reader, "data_health", "dead_letters")
    assert letters.total("record_count") == truth["planted"]["garbage_lines"]


def test_repositories_of_few_people_are_one(reader: Reader, truth: dict[str, Any]) -> None:
    """No repository is named in which fewer than five people committed."""
    people: dict[str, set[str]] = {}
    for commit in truth["commits"]:
        people.setdefault(commit["repository"], set()).add(commit["login"])
    named = set(shown(reader, "git_integration", "repositories").values("repository"))
    assert {name for name in named & people.keys() if len(people[name]) < 5} == set()
