"""Cards and collections between names and numbers: as files have them, as one Metabase has them.

A file names a field by database, schema, table and column and everything else by its entity id; REST wants the
numbers of one instance. Dashboards have a module of their own; which requests are sent is for `apply`.
"""

from collections.abc import Mapping
from typing import Any

from metabase.directory import (
    Directory,
    collection_number,
    linked_names,
    linked_numbers,
    with_columns,
)
from metabase.documents import DATABASE, Body
from metabase.markers import marked, unmarked

_CARD_KEYS = ("name", "display", "type", "visualization_settings")
_TAG_WIDGETS = {"text": "category", "number": "number/=", "date": "date/single"}


def card_to_rest(body: Body, directory: Directory) -> dict[str, Any]:
    """Return the request body that makes a card what its document says."""
    query = with_columns(body["dataset_query"], directory.column_number) | {
        "database": directory.catalog.database_id
    }
    tags: list[Any] = []
    for stage in query["stages"]:
        if "source-card" in stage:
            stage["source-card"] = directory.number("card", stage["source-card"])
        listed = stage.get("template-tags")
        if isinstance(listed, list):
            tags += listed
            stage["template-tags"] = {tag["name"]: tag for tag in listed}
    return {
        **{key: body[key] for key in _CARD_KEYS if key in body},
        "description": body.get("description") or None,
        "collection_id": collection_number(body.get("collection_id"), directory),
        "visualization_settings": linked_numbers(body.get("visualization_settings"), directory),
        "dataset_query": query,
        "parameters": body.get("parameters") or [_tag_parameter(tag) for tag in tags],
    }


def card_from_rest(live: Body, directory: Directory) -> dict[str, Any]:
    """Return the document of a card that is there, without what only that instance knows."""
    query = with_columns(live["dataset_query"], directory.column_name)
    if query.get("database") == directory.catalog.database_id:
        query["database"] = DATABASE
    for stage in query.get("stages", ()):
        if "source-card" in stage:
            stage["source-card"] = directory.name("card", stage["source-card"])
        tags = stage.get("template-tags")
        if isinstance(tags, Mapping):
            stage["template-tags"] = list(tags.values())
    return {
        **{key: live[key] for key in _CARD_KEYS if key in live},
        "description": live.get("description"),
        "archived": bool(live.get("archived")),
        "collection_id": directory.name("collection", live.get("collection_id")),
        "dataset_query": query,
        "visualization_settings": linked_names(live.get("visualization_settings"), directory),
    }


def collection_to_rest(body: Body, directory: Directory) -> dict[str, Any]:
    """Return the request body that makes a collection what its document says."""
    return {
        "name": body["name"],
        "description": marked(body.get("description"), str(body["entity_id"])),
        "parent_id": collection_number(body.get("parent_id"), directory),
        "archived": False,
    }


def collection_from_rest(live: Body, directory: Directory) -> dict[str, Any]:
    """Return the document of a collection that is there."""
    parent = live.get("parent_id")
    if parent is None:
        above = [part for part in str(live.get("location") or "").split("/") if part]
        parent = int(above[-1]) if above else None
    return {
        "name": live["name"],
        "description": unmarked(live.get("description")),
        "archived": bool(live.get("archived")),
        "parent_id": directory.name("collection", parent),
    }


def _tag_parameter(tag: Body) -> dict[str, Any]:
    """Return the filter that Metabase shows for a tag of a query."""
    kind = str(tag["type"])
    wrapper = "dimension" if kind in ("dimension", "temporal-unit") else "variable"
    given = {key: tag[key] for key in ("default", "required") if tag.get(key) is not None}
    return {
        "id": tag["id"],
        "name": tag.get("display-name", tag["name"]),
        "slug": tag["name"],
        "type": tag.get("widget-type") or _TAG_WIDGETS.get(kind, kind),
        "target": [wrapper, ["template-tag", tag["name"]]],
        **given,
    }
