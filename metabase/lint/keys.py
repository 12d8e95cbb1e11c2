"""Rules of single values: which keys a document may have, and which values some of them take.

A key that nobody knows is ignored by Metabase without a word, so it is refused here. The lists are those of the
representation format, as far as the product uses it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from metabase.documents import DATABASE, Document, Kind, model_of
from metabase.lint.finding import Finding

DISPLAYS = frozenset(
    {
        *("table", "bar", "line", "area", "row", "pie", "scalar", "smartscalar", "combo"),
        *("progress", "gauge", "funnel", "scatter", "waterfall"),
    }
)
VIRTUAL = frozenset({"heading", "text", "link", "iframe", "placeholder"})
FILTER_TYPES = frozenset(
    {
        *("string/=", "string/!=", "string/contains", "string/does-not-contain"),
        *("string/starts-with", "string/ends-with"),
        *("number/=", "number/!=", "number/>=", "number/<=", "number/between"),
        *("date/single", "date/range", "date/month-year", "date/quarter-year", "date/relative"),
        *("date/all-options", "boolean/=", "temporal-unit"),
    }
)
TAG_TYPES = frozenset({"text", "number", "date", "boolean", "dimension", "temporal-unit"})

_IDENTITY = frozenset({"name", "entity_id", "description", "serdes/meta", "archived", "created_at"})
_KEYS: Mapping[Kind, frozenset[str]] = {
    "collection": _IDENTITY | {"slug", "parent_id", "authority_level", "namespace", "type"},
    "card": _IDENTITY
    | {"creator_id", "collection_id", "collection_position", "collection_preview"}
    | {"database_id", "dataset_query", "display", "parameters", "parameter_mappings"}
    | {"query_type", "result_metadata", "type", "visualization_settings", "card_schema"},
    "dashboard": _IDENTITY
    | {"creator_id", "collection_id", "collection_position", "position", "width"}
    | {"auto_apply_filters", "parameters", "tabs", "dashcards"},
}
_DASHCARD = frozenset(
    {
        *("entity_id", "card_id", "dashboard_tab_id", "row", "col", "size_x", "size_y"),
        *("parameter_mappings", "series", "inline_parameters", "visualization_settings"),
        *("serdes/meta", "created_at"),
    }
)
_PARAMETER = frozenset(
    {
        *("id", "name", "slug", "type", "sectionId", "default", "required", "temporal_units"),
        *("values_query_type", "values_source_type", "values_source_config"),
        *("filteringParameters", "isMultiSelect"),
    }
)
_TAG = frozenset(
    {
        *("id", "name", "display-name", "type", "dimension", "widget-type", "alias"),
        *("default", "required", "options"),
    }
)
_ENTITY_ID = re.compile(r"[A-Za-z0-9_-]{21}")


def findings(document: Document) -> Iterator[Finding]:
    """Yield what is wrong with the keys and values of one document."""
    for rule, message in _troubles(document):
        yield Finding(document.path, rule, message)


def _troubles(document: Document) -> Iterator[tuple[str, str]]:
    body = document.body
    try:
        json.dumps(body)
    except TypeError as error:
        yield "value", f"a value is no JSON ({error}); put a date in quotes"
        return
    yield from _unknown("the document", body, _KEYS[document.kind])
    yield from _identity(document)
    yield from _numbers("", body)
    if document.kind == "card":
        yield from _card(body)
    if document.kind == "dashboard":
        yield from _dashboard(body)


def _identity(document: Document) -> Iterator[tuple[str, str]]:
    if not _ENTITY_ID.fullmatch(document.entity_id):
        yield "entity-id", f"{document.entity_id!r} is no id of 21 letters, digits, _ and -"
    meta = document.body["serdes/meta"][-1]
    if (meta.get("id"), meta["model"]) != (document.entity_id, model_of(document.kind)):
        yield "identity", "serdes/meta names another thing than entity_id"
    if not document.body.get("name"):
        yield "name", "it has no name"
    if document.kind != "collection" and not document.body.get("description"):
        yield (
            "description",
            "it has no description, which says unit, basis and what it does not mean",
        )


def _card(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    display = body.get("display")
    if display not in DISPLAYS:
        yield "display", f"{display!r} is none of {', '.join(sorted(DISPLAYS))}"
    query = body.get("dataset_query") or {}
    stages = query.get("stages") or []
    if query.get("database") != DATABASE:
        yield "database", f"the database is {query.get('database')!r}, not {DATABASE!r}"
    if len(stages) != 1 or stages[0].get("lib/type") != "mbql.stage/native":
        yield "query", "a card is one stage of SQL"
        return
    tags = stages[0].get("template-tags", [])
    if not isinstance(tags, list):
        yield "tags", "template-tags are a mapping; the format has them as a list"
        return
    for tag in tags:
        yield from _unknown(f"tag {tag.get('name')!r}", tag, _TAG)
        if tag.get("type") not in TAG_TYPES:
            yield "tag-type", f"tag {tag.get('name')!r} has the type {tag.get('type')!r}"
        if tag.get("type") == "dimension" and tag.get("widget-type") not in FILTER_TYPES:
            yield "widget-type", f"tag {tag['name']!r} has the widget {tag.get('widget-type')!r}"


def _dashboard(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if body.get("width", "fixed") not in ("fixed", "full"):
        yield "width", f"the width {body['width']!r} is neither fixed nor full"
    for parameter in body.get("parameters") or ():
        yield from _unknown(f"filter {parameter.get('id')!r}", parameter, _PARAMETER)
        if parameter.get("type") not in FILTER_TYPES:
            yield (
                "filter-type",
                f"filter {parameter.get('id')!r} has the type {parameter.get('type')!r}",
            )
    for dashcard in body.get("dashcards") or ():
        yield from _unknown(f"place {dashcard.get('entity_id')!r}", dashcard, _DASHCARD)
        virtual = (dashcard.get("visualization_settings") or {}).get("virtual_card")
        if dashcard.get("card_id") is None and (virtual or {}).get("display") not in VIRTUAL:
            yield (
                "virtual-card",
                f"place {dashcard.get('entity_id')!r} shows neither a card nor a text",
            )


def _unknown(
    what: str, mapping: Mapping[str, Any], known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for key in sorted(mapping.keys() - known):
        yield "unknown-key", f"{what} has the key {key!r}, which Metabase does not know"


def _numbers(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield numbers where a name belongs: they would be another thing in every Metabase."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            is_reference = key in (
                "card_id",
                "collection_id",
                "database",
                "database_id",
                "targetId",
            )
            if is_reference and isinstance(item, int):
                yield "number", f"{place}{key} is the number {item}; refer by name or entity id"
            yield from _numbers(f"{place}{key}.", item)
    elif isinstance(value, list):
        if value and value[0] == "field":
            for item in value[1:]:
                if isinstance(item, int):
                    yield "number", f"{place[:-1]} refers to the field {item}; name it"
        for index, item in enumerate(value):
            yield from _numbers(f"{place}{index}.", item)
