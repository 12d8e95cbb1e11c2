"""Files with one mistake each: every rule finds its own, and nothing else is found."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metabase.documents import Document, Tree
from metabase.lint import lint
from metabase.questions import columns_of, tables_of

FOLDER = "collections/main/agent_analytics/usage"
CARD = f"{FOLDER}/daily_cost.card.yaml"
BOARD = f"{FOLDER}/usage.dashboard.yaml"
COLLECTION = "collections/main/agent_analytics/agent_analytics.yaml"
STAGE = ("dataset_query", "stages", 0)
TAG = (*STAGE, "template-tags", 0)
PLACE = ("dashcards", 1)
DRAWN = ("visualization_settings",)
TARGET = (*PLACE, "parameter_mappings", 0, "target")
SETTINGS = (*PLACE, "visualization_settings")
SQL = (
    "select 1 as usage_date, 2 as agent, 3 as list_cost_usd from marts.dim_dates"
    " where true [[and {{date}}]] [[and {{agent}}]]"
)
NAME = ["agent_analytics", "marts", "fct_daily_agent_usage", "usage_date"]
NOBODY = "nobody-has-this-id---"
GONE = object()


def link(target: str, **mapping: Any) -> dict[str, Any]:
    """Return a click that leads to a dashboard."""
    return {
        "click_behavior": {
            "type": "link",
            "linkType": "dashboard",
            "targetId": target,
            "parameterMapping": mapping,
        }
    }


OWN = "d9tz-vPlXcmHfla-N75Do"

MISTAKES: tuple[tuple[str, str, tuple[Any, ...], Any, str], ...] = (
    ("display-unknown", CARD, ("display",), "lines", "display"),
    ("display-of-mbql-only", CARD, ("display",), "pivot", "display"),
    ("width-unknown", BOARD, ("width",), "wide", "width"),
    ("filter-type-unknown", BOARD, ("parameters", 1, "type"), "string/is", "filter-type"),
    ("widget-unknown", CARD, (*TAG, "widget-type"), "date/all", "widget-type"),
    ("tag-type-unknown", CARD, (*TAG, "type"), "field", "tag-type"),
    ("target-no-list", BOARD, TARGET, "date", "target"),
    ("target-head-unknown", BOARD, (*TARGET, 0), "dim", "target"),
    ("target-of-other-kind", BOARD, (*TARGET, 0), "variable", "target"),
    ("target-is-a-column", BOARD, TARGET, ["dimension", ["field", NAME, None]], "target"),
    ("target-tag-unknown", BOARD, (*TARGET, 1, 1), "day", "mapping"),
    ("field-in-old-order", CARD, (*TAG, "dimension"), ["field", NAME, None], "field-order"),
    ("field-of-other-database", CARD, (*TAG, "dimension", 2, 0), "warehouse", "field"),
    ("field-without-schema", CARD, (*TAG, "dimension", 2), NAME[1:], "field"),
    ("field-is-a-number", CARD, (*TAG, "dimension", 2), 72, "number"),
    ("card-is-a-number", BOARD, (*PLACE, "series"), [{"card_id": 7, "position": 0}], "number"),
    ("database-is-a-number", CARD, ("dataset_query", "database"), 2, "number"),
    ("tags-as-a-mapping", CARD, (*STAGE, "template-tags"), {}, "tags"),
    ("wider-than-the-grid", BOARD, (*PLACE, "size_x"), 30, "grid"),
    ("beyond-the-grid", BOARD, (*PLACE, "col"), 20, "grid"),
    ("before-the-grid", BOARD, (*PLACE, "row"), -1, "grid"),
    ("no-size", BOARD, (*PLACE, "size_y"), 0, "grid"),
    ("no-place", BOARD, (*PLACE, "row"), GONE, "grid"),
    ("overlap", BOARD, (*PLACE, "size_x"), 7, "overlap"),
    ("filter-mapped-nowhere", BOARD, ("parameters", 2), "INERT", "inert"),
    ("filter-does-not-reach", BOARD, (*PLACE, "parameter_mappings", 1), GONE, "unmapped"),
    ("filter-unknown", BOARD, (*PLACE, "parameter_mappings", 0, "parameter_id"), "day", "mapping"),
    ("filter-slug-twice", BOARD, ("parameters", 1, "slug"), "date", "filter"),
    ("card-unknown", BOARD, (*PLACE, "card_id"), NOBODY, "reference"),
    ("tab-unknown", BOARD, (*PLACE, "dashboard_tab_id", 1), NOBODY, "tab"),
    ("click-target-unknown", BOARD, SETTINGS, link(NOBODY), "reference"),
    ("click-sets-no-filter", BOARD, SETTINGS, link(OWN, team={}), "click"),
    ("collection-unknown", CARD, ("collection_id",), NOBODY, "reference"),
    ("no-collection", CARD, ("collection_id",), GONE, "reference"),
    ("unknown-key", CARD, ("visualisation_settings",), {}, "unknown-key"),
    ("unknown-key-of-a-place", BOARD, (*PLACE, "sizeX"), 4, "unknown-key"),
    ("unknown-key-of-a-tag", CARD, (*TAG, "widget"), "date/range", "unknown-key"),
    ("unknown-key-of-a-filter", BOARD, ("parameters", 0, "section"), "date", "unknown-key"),
    ("entity-id-malformed", COLLECTION, ("entity_id",), "short", "entity-id"),
    ("identity-of-another", CARD, ("serdes/meta", 0, "id"), NOBODY, "identity"),
    ("id-twice", BOARD, ("tabs", 1, "entity_id"), "I_CXHcd_35ve2dmciZA3C", "entity-id"),
    ("no-description", CARD, ("description",), GONE, "description"),
    ("no-name", CARD, ("name",), "", "name"),
    ("sql-tag-undeclared", CARD, (*STAGE, "native"), f"{SQL} [[and {{{{team}}}}]]", "tag"),
    ("sql-tag-unused", CARD, (*STAGE, "native"), "from marts.dim_dates [[{{date}}]]", "tag"),
    ("sql-clause-open", CARD, (*STAGE, "native"), f"{SQL} and (1 = 1 [[", "sql"),
    ("sql-missing", CARD, (*STAGE, "native"), "", "sql"),
    ("sql-malformed", CARD, (*STAGE, "native"), f"{SQL} group by by", "sql"),
    ("sql-reads-staging", CARD, (*STAGE, "native"), SQL.replace("marts.", "staging."), "public"),
    ("sql-names-no-schema", CARD, (*STAGE, "native"), SQL.replace("marts.", ""), "public"),
    ("drawn-column-missing", CARD, (*DRAWN, "graph.metrics"), ["cost_usd"], "column"),
    ("shown-column-missing", CARD, (*DRAWN, "table.columns"), [{"name": "cost_usd"}], "column"),
    ("single-column-missing", CARD, (*DRAWN, "scalar.field"), "cost_usd", "column"),
    ("worded-column-missing", CARD, (*DRAWN, "column_settings"), {'["name","x"]': {}}, "column"),
    ("date-without-quotes", BOARD, ("parameters", 0, "default"), Path("x"), "value"),
    ("text-tag-unknown", BOARD, ("dashcards", 0, "parameter_mappings"), "TEXT", "mapping"),
    (
        "neither-card-nor-text",
        BOARD,
        ("dashcards", 0, "visualization_settings"),
        {},
        "virtual-card",
    ),
)
_STANDING: Mapping[str, Any] = {
    "INERT": {"id": "x", "name": "X", "slug": "x", "type": "string/="},
    "TEXT": [{"parameter_id": "date", "target": ["text-tag", "when"]}],
}


def with_mistake(tree: Tree, path: str, place: tuple[Any, ...], value: Any) -> Tree:
    """Return templates with another value at one place of one file."""
    return Tree(tuple(_changed(one, path, place, value) for one in tree.documents))


def _changed(document: Document, path: str, place: tuple[Any, ...], value: Any) -> Document:
    if document.path != Path(path):
        return document
    body: Any = deepcopy(dict(document.body))
    target = body
    for step in place[:-1]:
        target = target[step]
    last = place[-1]
    new = _STANDING.get(value, value) if isinstance(value, str) else value
    if new is GONE:
        del target[last]
    elif isinstance(target, list) and last == len(target):
        target.append(new)
    else:
        target[last] = new
    return replace(document, body=body, entity_id=str(body["entity_id"]))


def test_right_files_have_no_finding(tree: Tree) -> None:
    """What is right is left alone."""
    assert list(lint(tree)) == []


@pytest.mark.parametrize(
    ("path", "place", "value", "rule"),
    [pytest.param(*mistake[1:], id=mistake[0]) for mistake in MISTAKES],
)
def test_a_mistake_is_found(
    tree: Tree, path: str, place: tuple[Any, ...], value: Any, rule: str
) -> None:
    """Each mistake is found in its file, by its rule."""
    found = {(str(one.path), one.rule) for one in lint(with_mistake(tree, path, place, value))}
    assert (path, rule) in found


def test_two_collections_of_one_name_are_found(tree: Tree) -> None:
    """Two collections of the same name in the same place are surely one that was written twice."""
    (collection,) = tree.of("collection")
    body = {
        **collection.body,
        "entity_id": "a" * 21,
        "serdes/meta": [{"id": "a" * 21, "model": "Collection"}],
    }
    other = replace(collection, entity_id="a" * 21, body=body)
    assert {one.rule for one in lint(Tree((*tree.documents, other)))} == {"collection"}


def test_a_crowded_tab_is_found(tree: Tree) -> None:
    """Thirteen cards on a tab are one too many."""
    board = next(one for one in tree.documents if one.kind == "dashboard")
    place = board.body["dashcards"][1]
    more = [
        {**place, "entity_id": f"{index:021}", "row": 100 + index, "size_y": 1}
        for index in range(11)
    ]
    for count, rules in ((10, set()), (11, {"crowded"})):
        body = {**board.body, "dashcards": [*board.body["dashcards"], *more[:count]]}
        others = [one for one in tree.documents if one.kind != "dashboard"]
        found = lint(Tree((*others, replace(board, body=body))))
        assert {one.rule for one in found} == rules


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("from marts.a join marts.b using (x)", {("marts", "a"), ("marts", "b")}),
        ("with c as (from marts.a) from c", {("marts", "a")}),
        ("from marts.a where x is not distinct from y.z", {("marts", "a")}),
        ("from marts.a -- from marts.b", {("marts", "a")}),
        ("from marts.a where 1 = 1 [[and {{t}}]] and v = {{v}}", {("marts", "a")}),
        ("select extract(year from a.day) from marts.a as a", {("marts", "a")}),
    ],
)
def test_tables_are_those_that_the_sql_reads(sql: str, tables: set[tuple[str, str]]) -> None:
    """Tables are told from names of common table expressions, columns, comments and keywords."""
    stage = {"lib/type": "mbql.stage/native", "native": sql}
    assert tables_of({"dataset_query": {"stages": [stage]}}) == tables


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("select a, b as c, t.d from marts.t", {"a", "c", "d"}),
        ("with u as (select a from marts.t) select u.*, 1 as b from u", {"a", "b"}),
        ("with u as (from marts.t), v as (select a from u) from v", {"a"}),
        ("select a from marts.t union all select b from marts.t", {"a"}),
        ("select a from marts.t union all by name select b from marts.t", {"a", "b"}),
        ("select * from marts.t", None),
        ("with u as (select a from marts.t) select u.*, s.* from u, marts.t as s", None),
    ],
)
def test_columns_are_those_that_the_sql_returns(sql: str, columns: set[str] | None) -> None:
    """Names and parts of the question itself are followed; what a table holds is not known here."""
    stage = {"lib/type": "mbql.stage/native", "native": sql}
    assert columns_of({"dataset_query": {"stages": [stage]}}) == columns
