"""Rules between a card's drawing and its SQL: what is drawn is a column of the answer.

A drawing of a column that is not there is empty in Metabase, without a word.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from agent_analytics.errors import TemplateError
from metabase.documents import Document
from metabase.lint.finding import Finding
from metabase.questions import columns_of

_LISTS = ("graph.dimensions", "graph.metrics")
_SINGLE = ("scalar.field", "pie.dimension", "pie.metric", "funnel.dimension", "funnel.metric")


def findings(card: Document) -> Iterator[Finding]:
    """Yield the columns that a card draws and its SQL does not return, where that can be told."""
    try:
        columns = columns_of(card.body)
    except TemplateError:
        return
    if columns is None:
        return
    for name in sorted(set(_drawn(card.body.get("visualization_settings") or {})) - columns):
        yield Finding(card.path, "column", f"{name!r} is drawn, but no column of the SQL")


def _drawn(settings: Mapping[str, Any]) -> Iterator[str]:
    for key in _LISTS:
        yield from (str(name) for name in settings.get(key) or ())
    yield from (str(settings[key]) for key in _SINGLE if settings.get(key) is not None)
    for column in settings.get("table.columns") or ():
        yield str(column.get("name"))
    for key in settings.get("column_settings") or ():
        try:
            kind, name = json.loads(key)
        except ValueError:
            continue
        if kind == "name":
            yield str(name)
