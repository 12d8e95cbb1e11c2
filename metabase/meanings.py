"""What tables and fields mean, told to Metabase from the dbt manifest: words, kinds, keys.

The driver finds no keys, and linked filters and drill-down need them. What the manifest says nothing of stays
as somebody made it in Metabase.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_analytics.errors import MetabaseError
from metabase.client import Client
from metabase.resolve import Catalog, FieldName

_CHOSEN_FROM_A_LIST = frozenset({"team", "agent", "repository", "model", "provider"})
_KEY_ENDINGS = ("_id", "_key")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the manifest says of a field. `parent` is the field that a foreign key leads to."""

    description: str | None
    semantic_type: str | None
    parent: FieldName | None
    is_chosen_from_a_list: bool


@dataclass(frozen=True, slots=True)
class Meanings:
    """Descriptions of tables, and what fields mean, by name."""

    tables: Mapping[tuple[str, str], str]
    fields: Mapping[FieldName, Meaning]


def read_manifest(folder: Path) -> Mapping[str, Any] | None:
    """Return the newest manifest that a build left in a folder; null when none did."""
    files = sorted(folder.glob("manifest_*.json"), key=lambda file: file.stat().st_mtime)
    if not files:
        return None
    try:
        manifest: dict[str, Any] = json.loads(files[-1].read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"cannot read {files[-1]}: {error}; run `agent-analytics refresh`"
        raise MetabaseError(message) from error
    return manifest


def meanings(manifest: Mapping[str, Any], schema: str = "marts") -> Meanings:
    """Return what a manifest says of the public tables, which are those of one schema."""
    models = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == schema
    }
    keys, parents = _keys(manifest, models), _parents(manifest, models)
    tables = {(schema, str(node["name"])): str(node["description"]) for node in models.values()}
    fields = {
        (schema, str(node["name"]), str(column["name"])): _meaning(
            str(column["name"]),
            str(column.get("description") or ""),
            (key, str(column["name"])) in keys,
            parents.get((key, str(column["name"]))),
        )
        for key, node in models.items()
        for column in node["columns"].values()
    }
    return Meanings(tables, fields)


def tell(client: Client, catalog: Catalog, told: Meanings) -> int:
    """Make Metabase know what tables and fields mean, and return how many it did not know right."""
    metadata = client.get(f"/api/database/{catalog.database_id}/metadata")
    changes = list(_changes(metadata, catalog, told))
    for path, body in changes:
        client.put(path, body)
    return len(changes)


def _changes(
    metadata: Mapping[str, Any], catalog: Catalog, told: Meanings
) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in metadata.get("tables") or ():
        place = str(table.get("schema") or ""), str(table["name"])
        words = told.tables.get(place)
        if words and table.get("description") != words:
            yield f"/api/table/{table['id']}", {"description": words}
        for field in table.get("fields") or ():
            meaning = told.fields.get((*place, str(field["name"])))
            wanted = _body(meaning, catalog) if meaning else {}
            if any(field.get(key) != value for key, value in wanted.items()):
                yield f"/api/field/{field['id']}", wanted


def _body(meaning: Meaning, catalog: Catalog) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if meaning.description:
        body["description"] = meaning.description
    parent = catalog.fields.get(meaning.parent) if meaning.parent else None
    if parent is not None:
        body |= {"semantic_type": "type/FK", "fk_target_field_id": parent}
    elif meaning.semantic_type:
        body["semantic_type"] = meaning.semantic_type
    if meaning.is_chosen_from_a_list:
        body["has_field_values"] = "list"
    return body


def _meaning(name: str, description: str, is_key: bool, parent: FieldName | None) -> Meaning:
    is_listed = name in _CHOSEN_FROM_A_LIST
    semantic_type = "type/PK" if is_key and name.endswith(_KEY_ENDINGS) else None
    if semantic_type is None and is_listed:
        semantic_type = "type/Category"
    return Meaning(" ".join(description.split()) or None, semantic_type, parent, is_listed)


def _keys(manifest: Mapping[str, Any], models: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the models and columns that a test holds to be unique."""
    return {
        (str(node["attached_node"]), str(node["column_name"]))
        for node in _tests(manifest, "unique")
        if node["attached_node"] in models
    }


def _parents(
    manifest: Mapping[str, Any], models: Mapping[str, Any]
) -> dict[tuple[str, str], FieldName]:
    """Return the fields that a test holds to be found in another public table."""
    found = {}
    for node in _tests(manifest, "relationships"):
        child = str(node["attached_node"])
        for parent in node["depends_on"]["nodes"]:
            if child in models and parent in models and parent != child:
                model = models[parent]
                column = str(node["test_metadata"]["kwargs"]["field"])
                found[child, str(node["column_name"])] = (
                    str(model["schema"]),
                    str(model["name"]),
                    column,
                )
    return found


def _tests(manifest: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    for node in manifest["nodes"].values():
        if (node.get("test_metadata") or {}).get("name") == name:
            yield node
