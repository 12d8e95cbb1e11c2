"""Clicks lead to boards under the filters that the row names."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.dashboards.templates import load_dashboards
from agent_analytics.web.links import Links

BOARDS = load_dashboards(Path(__file__).parents[2] / "fixtures" / "dashboards")
USAGE = BOARDS[0]
ROW = {"agent": "codex", "day": date(2026, 5, 1), "empty": None, "odd": "a&b=1/../x"}


def link(filters: dict[str, list[str]] | None = None) -> Links:
    """Return the links of the fixture's board."""
    return Links(BOARDS, USAGE, filters or {})


def to_usage(source: dict[str, str], target: str = "agent") -> dict[str, Any]:
    """Return a click that leads to the board with one filter."""
    mapping = {target: {"source": source, "target": {"type": "parameter", "id": target}}}
    named = {"type": "link", "linkType": "dashboard", "targetId": USAGE.entity_id}
    return named | {"parameterMapping": mapping}


@pytest.mark.parametrize(
    ("column", "address"),
    [
        ("agent", "/boards/usage?agent=codex"),
        ("odd", "/boards/usage?agent=a%26b%3D1%2F..%2Fx"),
        ("empty", None),
        ("gone", None),
    ],
)
def test_a_row_names_the_filter(column: str, address: str | None) -> None:
    """A value is quoted; an unknown one leads nowhere."""
    assert link()(to_usage({"type": "column", "id": column}), ROW) == address


def test_a_click_may_lead_to_a_tab() -> None:
    """The tab is named by its id; one that is not there is the first."""
    click = to_usage({"type": "column", "id": "agent"})
    second = click | {"tabId": USAGE.tabs[1].entity_id}
    assert link()(second, ROW) == "/boards/usage?tab=2&agent=codex"
    assert link()(click | {"tabId": 99}, ROW) == "/boards/usage?agent=codex"


def test_filters_go_along() -> None:
    """The period stays; a filter that the row names is replaced."""
    filters = {"date": ["past7days"], "agent": ["x"]}
    click = to_usage({"type": "column", "id": "agent"})
    assert link(filters)(click, ROW) == "/boards/usage?date=past7days&agent=codex"


def test_a_filter_can_be_passed_on() -> None:
    """A mapping from a parameter takes what it is set to."""
    click = to_usage({"type": "parameter", "id": "agent"})
    assert link({"agent": ["a", "b"]})(click, {}) == "/boards/usage?agent=a&agent=b"


def test_a_crossfilter_stays_on_the_board() -> None:
    """It sets the filter of the same board."""
    click = to_usage({"type": "column", "id": "day"}, "date") | {"type": "crossfilter"}
    assert link()(click, ROW) == "/boards/usage?date=2026-05-01"


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://e.example/{{agent}}?d={{filter:date}}", "https://e.example/codex?d=past30days"),
        ("/boards/usage?agent={{odd}}", "/boards/usage?agent=a%26b%3D1%2F..%2Fx"),
        ("https://e.example/{{empty}}", None),
        ("javascript:alert({{agent}})", None),
        ("//e.example/{{agent}}", None),
        ("data:text/html,x", None),
    ],
)
def test_an_address_may_be_a_template(template: str, address: str | None) -> None:
    """Values are quoted, and only the web or this view can be meant."""
    click = {"type": "link", "linkType": "url", "linkTemplate": template}
    assert link()(click, ROW) == address


@pytest.mark.parametrize(
    "click",
    [
        {},
        {"type": "actionMenu"},
        {"type": "link", "linkType": "dashboard", "targetId": "nobody"},
        to_usage({"type": "column", "id": "agent"}, "no such filter"),
        to_usage({"type": "parameter", "id": "nothing"}),
    ],
)
def test_anything_else_leads_nowhere(click: dict[str, Any]) -> None:
    """A target or filter that does not exist is no link."""
    assert link()(click, ROW) is None
