"""What makes two documents the same, whatever version of Metabase wrote them down."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metabase.canonical import canonical, canonical_query, differences, fingerprint
from metabase.markers import marked, marker_of, unmarked

TAG = {"name": "team", "id": "1", "type": "dimension", "widget-type": "string/="}
FIELD = ["field", {}, 72]


def stages(tags: Any, sql: str = "select 1") -> dict[str, Any]:
    """Return a query in stages."""
    stage = {"lib/type": "mbql.stage/native", "native": sql, "template-tags": tags}
    return {"lib/type": "mbql/query", "database": 1, "stages": [stage]}


SAME = [
    pytest.param(stages({"team": TAG | {"dimension": FIELD}}), id="tags-as-a-mapping"),
    pytest.param(stages([TAG | {"dimension": FIELD, "id": "2"}]), id="other-id"),
    pytest.param(stages([TAG | {"dimension": FIELD}], "select 1\n"), id="line-end"),
    pytest.param(stages([TAG | {"dimension": FIELD, "default": None}]), id="null-default"),
    pytest.param(stages([TAG | {"dimension": FIELD, "required": False}]), id="said-default"),
    pytest.param(
        stages([TAG | {"dimension": ["field", {"lib/uuid": "a", "base-type": "b"}, 72]}]),
        id="noise",
    ),
    pytest.param(
        {
            "type": "native",
            "database": 1,
            "native": {
                "query": "select 1",
                "template-tags": {"team": TAG | {"dimension": ["field", 72, None]}},
            },
        },
        id="old-form",
    ),
]


@pytest.mark.parametrize("query", SAME)
def test_forms_of_one_query_are_the_same(query: dict[str, Any]) -> None:
    """However a version writes a query down, it is that query."""
    assert canonical_query(query) == canonical_query(stages([TAG | {"dimension": FIELD}]))


OTHER = [
    pytest.param(stages([TAG | {"dimension": ["field", {}, 73]}]), id="field"),
    pytest.param(stages([TAG | {"dimension": FIELD, "alias": "u.team"}]), id="alias"),
    pytest.param(stages([TAG | {"dimension": FIELD, "required": True}]), id="required"),
    pytest.param(stages([TAG | {"dimension": FIELD, "default": "x"}]), id="default"),
    pytest.param(stages([TAG | {"dimension": FIELD}], "select 2"), id="sql"),
]


@pytest.mark.parametrize("query", OTHER)
def test_another_query_is_another(query: dict[str, Any]) -> None:
    """What changes an answer or its filters is a difference."""
    assert canonical_query(query) != canonical_query(stages([TAG | {"dimension": FIELD}]))


def board(**keys: Any) -> dict[str, Any]:
    """Return a dashboard with one card."""
    card = {"entity_id": "c", "card_id": "x", "row": 0, "col": 0, "size_x": 6, "size_y": 3}
    return {"name": "B", "dashcards": [card], "tabs": [], **keys}


@pytest.mark.parametrize(
    ("other", "places"),
    [
        (board(), ()),
        (board(width="fixed", auto_apply_filters=True, archived=False, description=""), ()),
        (board(parameters=[]), ()),
        (board(width="full"), ("width",)),
        (board(archived=True), ("archived",)),
        (board(description="New"), ("description",)),
        (board(dashcards=[board()["dashcards"][0] | {"row": 1}]), ("dashcards[0].row",)),
        (board(dashcards=[]), ("dashcards",)),
        (board(tabs=[{"entity_id": "t", "name": "T", "position": 0}]), ("tabs",)),
        (
            board(parameters=[{"id": "a", "name": "A", "slug": "a", "type": "string/="}]),
            ("parameters",),
        ),
    ],
)
def test_differences_are_named_by_their_place(
    other: dict[str, Any], places: tuple[str, ...]
) -> None:
    """Defaults that are written out are none; anything that people see is."""
    assert differences("dashboard", board(), other) == places
    same = fingerprint("dashboard", board()) == fingerprint("dashboard", other)
    assert same == (not places)


def test_order_of_cards_and_mappings_says_nothing() -> None:
    """Cards lie where they lie, in whatever order they are listed."""
    first, second = (
        {**board()["dashcards"][0], "entity_id": name, "row": row} for row, name in enumerate("ab")
    )
    one, other = (board(dashcards=cards) for cards in ([first, second], [second, first]))
    assert canonical("dashboard", one) == canonical("dashboard", other)


@given(st.text(), st.text("aZ0_-", min_size=21, max_size=21))
def test_a_mark_comes_off_as_it_went_on(description: str, entity_id: str) -> None:
    """A description carries the mark of its template, and is itself again without it."""
    text = marked(description, entity_id)
    assert marker_of(text) == entity_id
    assert (unmarked(text) or "") == description.strip()
