"""What the boards of cost and use show of a sample company is the truth about it."""

from typing import Any

import pytest

from agent_analytics.dashboards.templates import load_dashboards
from tests.metabase.cards import ALL_TIME, Answered, Reader, placed

BOARDS = {board.slug: board for board in load_dashboards()}
MICRO = 1_000_000

pytestmark = pytest.mark.slow


def shown(reader: Reader, board: str, card: str, **filters: list[str]) -> Answered:
    """Return what a card says of all time, or of what the filters leave."""
    dashcard = placed(BOARDS[board], card)
    return reader.run(BOARDS[board], dashcard, dict(ALL_TIME) | filters)


@pytest.mark.parametrize(
    ("place", "total"),
    [
        (("cost_tracking", "cost_by_repository", "session_count"), "sessions"),
        (("team_activity", "sessions", "session_count"), "sessions"),
        (("team_activity", "weekly_sessions", "session_count"), "sessions"),
        (("team_activity", "repositories", "session_count"), "sessions"),
        (("agent_comparison", "overview", "session_count"), "sessions"),
        (("agent_comparison", "models", "request_count"), "requests"),
        (("agent_comparison", "model_mix", "request_count"), "requests"),
        (("cost_tracking", "missing_prices", "request_count"), "unpriced_requests"),
        (("cost_tracking", "tokens_by_kind", "cache_read_tokens"), "cache_read_tokens"),
        (("cost_tracking", "tokens_by_kind", "cache_write_tokens"), "cache_write_tokens"),
        (("cost_tracking", "tokens_by_kind", "uncached_input_tokens"), "input_tokens"),
        (("cost_tracking", "tokens_by_kind", "output_tokens"), "output_tokens"),
    ],
)
def test_counts_add_up_to_the_truth(
    reader: Reader, truth: dict[str, Any], place: tuple[str, str, str], total: str
) -> None:
    """What a card counts over all its lines is what there is."""
    board, card, column = place
    assert shown(reader, board, card).total(column) == truth["totals"][total]


@pytest.mark.parametrize(
    ("board", "card"),
    [
        ("cost_tracking", "cost_by_repository"),
        ("agent_comparison", "overview"),
        ("agent_comparison", "models"),
        ("executive_roi", "repositories"),
        ("team_activity", "repositories"),
    ],
)
def test_list_cost_adds_up_to_the_truth(
    reader: Reader, truth: dict[str, Any], board: str, card: str
) -> None:
    """List cost by whatever it is split is all list cost, to the micro-dollar."""
    listed = round(shown(reader, board, card).total("list_cost_usd") * MICRO)
    assert listed == truth["totals"]["list_cost_microusd"]


def test_an_agents_filter_leaves_its_own(reader: Reader, truth: dict[str, Any]) -> None:
    """With a filter on an agent, spend and sessions are that agent's."""
    for agent in ("claude_code", "codex"):
        true = next(row for row in truth["by_agent"] if row["agent"] == agent)
        spend = shown(reader, "executive_roi", "spend", agent=[agent]).total("spend_usd")
        sessions = shown(reader, "team_activity", "sessions", agent=[agent])
        assert round(spend * MICRO) == true["list_cost_microusd"]
        assert sessions.total("session_count") == true["sessions"]


def test_spend_counts_nothing_twice(reader: Reader, truth: dict[str, Any]) -> None:
    """Spend is what is billed and the list cost of those nobody bills; credits pay for Copilot CLI."""
    agents = {row["agent"]: row["list_cost_microusd"] for row in truth["by_agent"]}
    paid = shown(reader, "cost_tracking", "spend_by_basis")
    parts = dict(zip(paid.values("paid_for"), paid.values("spend_usd"), strict=True))
    listed = sum(cost or 0 for agent, cost in agents.items() if agent != "copilot_cli")
    assert round(parts["Tokens at list price"] * MICRO) == listed
    charged = truth["copilot"]["charged_credits_microusd"]
    assert round(parts["Credits, billed"] * MICRO) == charged
    assert shown(reader, "executive_roi", "spend").total("spend_usd") == pytest.approx(
        paid.total("spend_usd")
    )


def test_the_share_of_priced_requests_is_true(reader: Reader, truth: dict[str, Any]) -> None:
    """Price coverage is the requests with a price over all."""
    totals = truth["totals"]
    share = shown(reader, "cost_tracking", "price_coverage").total("priced_share")
    assert share == pytest.approx(1 - totals["unpriced_requests"] / totals["requests"])


def test_seats_and_vendor_counts_are_the_vendors(reader: Reader, truth: dict[str, Any]) -> None:
    """Seats, prompts, generations and acceptances are those GitHub reports."""
    copilot = truth["copilot"]
    seats = shown(reader, "executive_roi", "seats")
    assert seats.total("seat_count") == copilot["seats"]
    by_use = dict(zip(seats.values("seat_use"), seats.values("seat_count"), strict=True))
    assert by_use["never used"] == copilot["never_used_seats"]
    reported = shown(reader, "agent_comparison", "vendor_activity")
    assert reported.total("interaction_count") == copilot["interactions"]
    assert reported.total("generation_count") == copilot["generations"]
    assert reported.total("acceptance_count") == copilot["acceptances"]


def test_no_team_of_fewer_than_five_is_named(reader: Reader, truth: dict[str, Any]) -> None:
    """Ten people in five teams are shown as one group, on every card that tells teams apart."""
    for board, card in [
        ("executive_roi", "teams"),
        ("team_activity", "teams"),
        ("team_activity", "weekly_sessions"),
        ("team_activity", "seats_by_team"),
    ]:
        named = set(shown(reader, board, card).values("team_group"))
        assert named & {team["name"] for team in truth["teams"]} <= teams_of_five(truth)


def teams_of_five(truth: dict[str, Any]) -> set[str]:
    """Return the teams with five people or more."""
    members: dict[str, int] = {}
    for person in truth["people"]:
        members[person["team"]] = members.get(person["team"], 0) + 1
    return {team for team, people in members.items() if people >= 5}
