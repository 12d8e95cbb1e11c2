"""The SQL of cards, as far as it can be known without running it: what it reads, and what it returns."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import duckdb

from agent_analytics.errors import TemplateError
from metabase.documents import native_stages

_CLAUSE = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def tables_of(card: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the schemas and tables that one card's SQL names; an empty schema where it names none.

    Raises `TemplateError` for SQL that is no question.
    """
    tables: set[tuple[str, str]] = set()
    for statements in _parsed(card):
        named = set(_named_tables(statements))
        tables |= named - {("", name) for name in _own_tables(statements)}
    return tables


def columns_of(card: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the names of the columns that one card's SQL returns; null where only running it would tell.

    Raises `TemplateError` for SQL that is no question.
    """
    nodes = [one["node"] for statements in _parsed(card) for one in statements]
    return _returned(nodes[-1], {}) if nodes else None


def _parsed(card: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield the statements of each stage as DuckDB reads them, with every optional part left out."""
    for stage in native_stages(card):
        plain = _TAG.sub("true", _CLAUSE.sub(" ", str(stage.get("native", ""))))
        row = _parser().execute("select json_serialize_sql(?)", [plain]).fetchone()
        parsed = json.loads(row[0]) if row else {}
        if parsed.get("error", True):
            message = (
                f"the SQL of {card.get('name')!r} is no question: {parsed.get('error_message')}"
            )
            raise TemplateError(message)
        yield parsed["statements"]


def _returned(node: Mapping[str, Any], outer: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the columns of a part of a question; `outer` are the parts that it may read, by their names."""
    entries = (node.get("cte_map") or {}).get("map") or ()
    known = {**outer, **{entry["key"]: entry["value"]["query"]["node"] for entry in entries}}
    if node["type"] == "SET_OPERATION_NODE":
        sides = [_returned(node["left"], known)]
        if node["setop_type"] == "UNION_BY_NAME":
            sides.append(_returned(node["right"], known))
        return None if None in sides else frozenset().union(*(side for side in sides if side))
    if node["type"] != "SELECT_NODE":
        return None
    names: set[str] = set()
    for item in node["select_list"]:
        if item["type"] == "STAR":
            source = known.get(node["from_table"].get("table_name"))
            found = _returned(source, known) if source else None
            if found is None:
                return None
            names |= found
        else:
            names.add(item["alias"] or str((item.get("column_names") or [""])[-1]))
    return frozenset(names)


def _named_tables(node: Any) -> Iterator[tuple[str, str]]:
    """Yield the tables that a parsed question names, its own among them."""
    if isinstance(node, Mapping):
        if node.get("type") == "BASE_TABLE":
            yield str(node["schema_name"]), str(node["table_name"])
        for item in node.values():
            yield from _named_tables(item)
    elif isinstance(node, list):
        for item in node:
            yield from _named_tables(item)


def _own_tables(node: Any) -> Iterator[str]:
    """Yield the names that a parsed question gives to parts of itself."""
    if isinstance(node, Mapping):
        for entry in (node.get("cte_map") or {}).get("map") or ():
            yield str(entry["key"])
        for item in node.values():
            yield from _own_tables(item)
    elif isinstance(node, list):
        for item in node:
            yield from _own_tables(item)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Return a database without data, which knows what SQL is."""
    return duckdb.connect(":memory:")
