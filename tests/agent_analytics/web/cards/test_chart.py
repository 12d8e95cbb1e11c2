"""Charts say exactly what they draw."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from agent_analytics.dashboards.templates import Card
from agent_analytics.serving import Column, Rows
from agent_analytics.web.cards.answer import Answer, answer
from agent_analytics.web.cards.chart import Key, chart

Make = Callable[..., Answer]
ROWS = [(date(2026, 5, 1), "Claude Code", 3.5), (date(2026, 5, 2), "core", 1.0)]
COLUMNS = "day=DATE agent=VARCHAR cost_usd=DOUBLE"


def test_a_stack_has_a_legend_with_sums_and_exact_tooltips(make: Make) -> None:
    """Colours are the agents'; unknown is null, and the sum of a place is told."""
    found = chart(make(COLUMNS, ROWS, {"stackable.stack_type": "stacked"}), "area", 600)
    assert found is not None
    assert [(key.name, key.style, key.total) for key in found.keys] == [
        ("Claude Code", "s2", "$3.50"),
        ("core", "s2", "$1.00"),
    ]
    assert found.tips["places"] == ("Fri 1 May 2026", "Sat 2 May 2026")
    assert found.tips["series"][0]["values"] == ["$3.50", None]
    assert found.tips["totals"] == ["$3.50", "$1.00"]
    assert found.summary == (
        "1 May 2026 to 2 May 2026; highest: Claude Code $3.50 on Fri 1 May 2026"
    )


def test_a_break_of_the_series_is_marked_where_it_begins(make: Make) -> None:
    """What changed is told at its place, to who points there and to who cannot see it; once for all rows."""
    rows = [
        (date(2026, 5, 1), "core", 1.0, None),
        (date(2026, 5, 3), "core", 2.0, "seats count"),
        (date(2026, 5, 3), "shop", 2.0, "seats count"),
    ]
    settings = {"graph.dimensions": ["day", "agent"], "graph.metrics": ["cost_usd"]}
    found = chart(make(f"{COLUMNS} series_break=VARCHAR", rows, settings), "line", 600)
    assert found is not None
    assert [(mark.position, mark.label) for mark in found.breaks] == [(83.333, "Sun 3 May 2026")]
    assert found.tips["breaks"] == {2: "seats count"}
    assert found.summary.endswith("; from Sun 3 May 2026 on: seats count")


def test_lines_are_not_summed(make: Make) -> None:
    """The legend of lines has no totals."""
    found = chart(make(COLUMNS, ROWS), "line", 600)
    assert found is not None
    assert {key.total for key in found.keys} == {None}
    assert found.tips["totals"] is None


def test_a_goal_and_an_axis_are_worded(make: Make) -> None:
    """Marks are short, the goal is exact, and the room beside the plot fits the longest mark."""
    settings = {"graph.show_goal": True, "graph.goal_value": 4, "graph.goal_label": "Budget"}
    found = chart(make("day=DATE cost_usd=DOUBLE", [(date(2026, 5, 1), 1.5)], settings), "bar", 600)
    assert found is not None
    assert [mark.label for mark in found.left_marks] == ["$0", "$1", "$2", "$3", "$4"]
    assert found.goal is not None
    assert found.goal.label == "Budget $4.00"
    assert found.left_width == 2 * 7 + 8


def test_the_last_label_stands_where_there_is_room(make: Make) -> None:
    """A label that a wide plot has room for is moved to the edge only on a narrow screen."""
    rows = [(date(2026, 5, day), 1) for day in range(1, 31)]
    found = chart(make("day=DATE n=BIGINT", rows), "bar", 600)
    assert found is not None
    last = [mark for mark in found.place_marks if mark.label == "30 May"]
    assert {mark.only: mark.anchor for mark in last} == {"wide": "middle", "narrow": "end"}
    assert {mark.only for mark in found.place_marks} == {"both", "wide", "narrow"}


def test_series_take_their_settings(make: Make) -> None:
    """Display, colour, axis, name and dashes of a series come from the template."""
    said = {"display": "line", "color": "#D55E00", "axis": "right", "title": "Rate"}
    settings = {"series_settings": {"rate": said | {"line.style": "dashed"}}}
    rows = [(date(2026, 5, 1), 10, 0.5), (date(2026, 5, 2), 20, 0.6)]
    found = chart(make("day=DATE n=BIGINT rate=DOUBLE", rows, settings), "combo", 600)
    assert found is not None
    assert [(key.name, key.style) for key in found.keys] == [("N", "s1"), ("Rate", "#D55E00")]
    assert found.right_marks
    assert [shape.is_filled for shape in found.plot.shapes] == [True, False]
    assert found.plot.shapes[1].is_dashed


def test_parts_and_places_lead_on(make: Make) -> None:
    """A click behaviour links the parts by their value, or the places."""
    by_part = chart(make(COLUMNS, ROWS, {"click_behavior": {"column": "agent"}}), "area", 600)
    assert by_part is not None
    assert [key.link for key in by_part.keys] == ["/to/Claude Code", "/to/core"]
    by_place = chart(make(COLUMNS, ROWS, {"click_behavior": {"column": "day"}}), "area", 600)
    assert by_place is not None
    assert by_place.tips["links"] == ["/to/2026-05-01", "/to/2026-05-02"]


def test_agents_are_named_and_linked_by_their_code() -> None:
    """A column of codes is read as names; settings and links go by the codes."""
    columns = (Column("day", "DATE"), Column("agent", "VARCHAR"), Column("n", "BIGINT"))
    rows = Rows(columns, ((date(2026, 5, 1), "claude_code", 3),), False)
    said = {"series_settings": {"claude_code": {"color": "#123456"}}, "click_behavior": {"x": 1}}
    card = Card("id", "slug", "?", "", "line", "", (), said, Path("x"))
    made = answer(card, None, rows, {"Claude Code": "claude_code"}, lambda _, row: row.get("agent"))
    found = chart(made, "line", 600)
    assert found is not None
    assert found.keys == (Key("Claude Code", "#123456", None, "claude_code"),)


def test_unknown_values_alone_are_said_to_be_unknown(make: Make) -> None:
    """A chart of nothing known has an axis and says so."""
    found = chart(make("day=DATE n=BIGINT", [(date(2026, 5, 1), None)]), "line", 600)
    assert found is not None
    assert found.summary.endswith("every value is unknown")
    assert not found.plot.shapes
