"""Tiles say what a figure rests on, and never turn unknown into zero."""

from dataclasses import replace
from datetime import date

import pytest

from agent_analytics.web.figures import Compared, Delivery, Usage
from agent_analytics.web.series import Daily, Series
from agent_analytics.web.tiles import NO_COMMITS, NO_USAGE, Tile, tiles

SINCE = date(2026, 1, 1)
NOTHING = Series("", ())
DAILY = Daily((), (), NOTHING, NOTHING, NOTHING, NOTHING, ())
USAGE = Usage(
    request_count=100,
    session_count=8,
    developer_count=5,
    unresolved_count=0,
    input_tokens=100,
    cache_write_tokens=200,
    cache_write_5m_tokens=200,
    cache_write_1h_tokens=0,
    cache_read_tokens=700,
    total_input_tokens=1_000,
    output_tokens=500,
    reasoning_tokens=None,
    list_cost_microusd=20_000_000,
    priced_request_count=100,
    reported_cost_microusd=19_000_000,
    reported_request_count=100,
)
NO_DELIVERY: Compared[Delivery] = Compared(None, None, None)


def tile(title: str, now: Usage | None, before: Usage | None = None) -> Tile:
    """Return the tile of one title."""
    usage = Compared(now, before, SINCE if now else None)
    return next(one for one in tiles(usage, NO_DELIVERY, DAILY) if one.title == title)


def test_a_figure_is_compared_with_the_period_before() -> None:
    """The trend says how far it moved, and from where."""
    now = tile("List cost", USAGE, replace(USAGE, list_cost_microusd=16_000_000))
    assert (now.value, now.trend, now.before) == ("$20.00", "+25%", "from $16.00")


def test_without_a_whole_period_before_there_is_no_trend() -> None:
    """The tile says since when there are data."""
    now = tile("Requests", USAGE)
    assert (now.trend, now.before) == ("–", "no comparison: data begin 1 Jan 2026")


@pytest.mark.parametrize(
    ("given", "details"),
    [
        ({}, ("public prices of every request", "agents report $19.00")),
        (
            {"priced_request_count": 99, "reported_request_count": 50},
            ("public prices of 99 of 100 requests", "agents report $19.00 for 50.0% of requests"),
        ),
        (
            {"list_cost_microusd": None, "reported_cost_microusd": None},
            ("no price is known for any model used", "agents report no cost"),
        ),
    ],
)
def test_cost_names_its_basis(given: dict[str, int | None], details: tuple[str, ...]) -> None:
    """What has no price is counted beside the cost, not as zero."""
    assert tile("List cost", replace(USAGE, **given)).details == details


def test_unknown_cost_is_a_dash() -> None:
    """A period whose requests nobody can price has no cost at all."""
    assert tile("List cost", replace(USAGE, list_cost_microusd=None)).value == "–"


def test_tokens_need_both_directions() -> None:
    """Input without output is not a total."""
    assert tile("Tokens", USAGE).value == "1,500"
    assert tile("Tokens", replace(USAGE, output_tokens=None)).value == "–"


def test_cached_share_is_of_all_input() -> None:
    """Cache reads are compared with fresh input, cache writes and cache reads together."""
    assert tile("Tokens", USAGE).details == ("70.0% of input read from cache",)


def test_people_share_the_cost_only_when_all_are_known() -> None:
    """Accounts that no person could be found for are counted beside, and end the division."""
    assert tile("Active developers", USAGE).details == ("$4.00 each, at list price",)
    unmatched = tile("Active developers", replace(USAGE, unresolved_count=2))
    assert unmatched.details == ("and 2 accounts or machines not matched to a person",)


def test_an_installation_without_agents_says_what_to_set() -> None:
    """Unknown usage is a dash with the reason."""
    silent = tile("Sessions", None)
    assert (silent.value, silent.details) == ("–", (NO_USAGE,))


def test_commits_show_the_assisted_share_and_its_past() -> None:
    """Shares are compared as shares."""
    delivery = Compared(Delivery(10, 4), Delivery(20, 5), SINCE)
    commits = tiles(Compared(USAGE, None, SINCE), delivery, DAILY)[-1]
    assert (commits.value, commits.trend) == ("10", "-50%")
    assert commits.details == ("40.0% with an agent, from 25.0%",)


def test_no_commits_are_not_no_repositories() -> None:
    """Zero commits in a known repository are 0; without any repository they are unknown."""
    usage = Compared(USAGE, None, SINCE)
    quiet = tiles(usage, Compared(Delivery(0, 0), None, SINCE), DAILY)[-1]
    unknown = tiles(usage, NO_DELIVERY, DAILY)[-1]
    assert (quiet.value, unknown.value, unknown.details) == ("0", "–", (NO_COMMITS,))
