"""The SQL of cards, as far as it can be known without running it: which tables it reads."""

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
    for stage in native_stages(card):
        plain = _TAG.sub("true", _CLAUSE.sub(" ", str(stage.get("native", ""))))
        row = _parser().execute("select json_serialize_sql(?)", [plain]).fetchone()
        parsed = json.loads(row[0]) if row else {}
        if parsed.get("error", True):
            message = (
                f"the SQL of {card.get('name')!r} is no question: {parsed.get('error_message')}"
            )
            raise TemplateError(message)
        named = set(_named_tables(parsed["statements"]))
        tables |= named - {("", name) for name in _own_tables(parsed["statements"])}
    return tables


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
