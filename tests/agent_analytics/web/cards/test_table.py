"""Tables show what the template enables, in words, with tones and links."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.cards.table import table

Make = Callable[..., Answer]


def test_columns_stand_as_the_settings_say(make: Make) -> None:
    """Hidden columns are left out, unknown ones ignored; numbers stand to the right."""
    settings = {
        "table.columns": [
            {"name": "n", "enabled": True},
            {"name": "secret", "enabled": False},
            {"name": "gone", "enabled": True},
            {"name": "team"},
        ]
    }
    found = table(make("team=VARCHAR secret=VARCHAR n=BIGINT", [("core", "x", 12_345)], settings))
    assert [(one.title, one.is_number) for one in found.headings] == [("N", True), ("Team", False)]
    assert [(cell.text, cell.sort) for cell in found.rows[0]] == [
        ("12,345", "12345"),
        ("core", "core"),
    ]


@pytest.mark.parametrize(
    ("operator", "value", "toned"),
    [
        (">", 5, [False, False, True, False]),
        (">=", 5, [False, True, True, False]),
        ("<", 5, [True, False, False, False]),
        ("<=", 5, [True, True, False, False]),
        ("=", 5, [False, True, False, False]),
        ("!=", 5, [True, False, True, False]),
        ("is-null", None, [False, False, False, True]),
        ("not-null", None, [True, True, True, False]),
        ("soon", 5, [False, False, False, False]),
    ],
)
def test_rules_colour_cells(make: Make, operator: str, value: Any, toned: list[bool]) -> None:
    """A rule gives its tone to the values it holds for; unknown values match no comparison."""
    rule = {"columns": ["n"], "type": "single", "operator": operator, "value": value}
    settings = {"table.column_formatting": [rule | {"color": "#ED6E6E"}]}
    found = table(make("n=BIGINT", [(4,), (5,), (6,), (None,)], settings))
    assert [row[0].tone == "bad" for row in found.rows] == toned


def test_a_rule_may_colour_the_row(make: Make) -> None:
    """Texts are compared, too, and a highlighted row has the tone in every cell."""
    rule = {"columns": ["state"], "operator": "=", "value": "late", "color": "#F9CF48"}
    settings = {"table.column_formatting": [rule | {"highlight_row": True}]}
    found = table(make("name=VARCHAR state=VARCHAR", [("a", "late"), ("b", "fine")], settings))
    assert [[cell.tone for cell in row] for row in found.rows] == [["warn", "warn"], ["", ""]]


def test_a_range_shades_its_columns(make: Make) -> None:
    """The depth is a share of the highest value of all columns of the rule; the text keeps its tone."""
    ends = {"min_type": "custom", "min_value": 0, "max_type": "all"}
    rule = {"columns": ["a", "b"], "type": "range", "colors": ["#FFF", "#0072B2"]} | ends
    settings = {"table.column_formatting": [rule]}
    found = table(make("a=BIGINT b=BIGINT c=BIGINT", [(1, 8, 8)], settings))
    assert [cell.shade for cell in found.rows[0]] == ["shade s1 d1", "shade s1 d8", ""]
    assert {cell.tone for cell in found.rows[0]} == {""}


def test_cells_have_bars_and_links(make: Make) -> None:
    """A bar is a share of the largest value; a link needs the value it carries."""
    settings = {
        "column_settings": {
            '["name","n"]': {"show_mini_bar": True},
            '["name","team"]': {"click_behavior": {"column": "team"}},
        }
    }
    found = table(make("team=VARCHAR n=BIGINT", [("core", 4), (None, 1)], settings))
    assert [row[1].bar for row in found.rows] == [100.0, 25.0]
    assert [row[0].link for row in found.rows] == ["/to/core", None]


def test_rows_beyond_the_limit_are_counted(make: Make) -> None:
    """What is not shown is said."""
    found = table(make("n=BIGINT", [(1,), (2,), (3,)]), most_rows=2)
    assert (len(found.rows), found.left_out) == (2, 1)
