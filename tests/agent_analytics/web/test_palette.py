"""An agent has one colour everywhere, and a template's colours mean good or bad."""

import pytest

from agent_analytics.web.palette import AGENTS, ORDER, SHADES, series_style, tone

NAMES = {"Claude Code": "claude_code", "New One": "new_one"}


def test_an_agent_has_the_same_colour_by_code_and_by_name() -> None:
    """Neither the place nor the way it is written matters."""
    assert series_style("Claude Code", 7, NAMES) == AGENTS["claude_code"]
    assert series_style("claude_code", 3, NAMES) == AGENTS["claude_code"]


def test_other_series_take_the_colours_in_turn() -> None:
    """After the last colour the first one comes again; a rest is grey."""
    assert series_style("core", 0, NAMES) == ORDER[0]
    assert series_style("core", len(ORDER), NAMES) == ORDER[0]
    assert series_style("others", 2, NAMES) == "muted"


def test_no_two_agents_share_a_colour() -> None:
    """Every known agent can be told from the others."""
    assert len(set(AGENTS.values())) == len(AGENTS)
    assert set(AGENTS.values()) <= SHADES.keys()


@pytest.mark.parametrize(
    ("colour", "meaning"),
    [
        ("#84BB4C", "good"),
        ("#009E73", "good"),
        ("#ED6E6E", "bad"),
        ("#D55E00", "warn"),
        ("#F9CF48", "warn"),
        ("#509EE3", "s1"),
        ("#888", "muted"),
        ("red; }", "muted"),
        (None, "muted"),
    ],
)
def test_a_colour_means_good_or_bad(colour: object, meaning: str) -> None:
    """Green is good, yellow and orange warn, red is bad; what is no colour means nothing."""
    assert tone(colour) == meaning
