"""What the database behind a Metabase holds, by name: databases, tables, fields and their numbers.

Everything that templates need is looked for before anything is written, and everything that is missing is
said at once.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.errors import MetabaseError
from metabase.client import Client
from metabase.documents import Tree
from metabase.questions import tables_of

FieldName = tuple[str, str, str]
"""Schema, table and column."""

_NAME_PARTS = 4
_POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Catalog:
    """One database of one Metabase: its number there, and those of its tables and fields."""

    database_id: int
    tables: Mapping[tuple[str, str], int] = field(default_factory=dict)
    fields: Mapping[FieldName, int] = field(default_factory=dict)

    def names(self) -> dict[int, FieldName]:
        """Return the names of fields by their numbers."""
        return {number: name for name, number in self.fields.items()}


def find_database(client: Client, name: str) -> dict[str, Any] | None:
    """Return a database by its name, with its details; None when there is none."""
    answer = client.get("/api/database")
    rows = answer["data"] if isinstance(answer, Mapping) else answer
    known = next((row for row in rows if row["name"] == name), None)
    return None if known is None else dict(client.get(f"/api/database/{known['id']}"))


def read_catalog(client: Client, database_id: int) -> Catalog:
    """Return the tables and fields that Metabase found in a database so far."""
    metadata = client.get(f"/api/database/{database_id}/metadata")
    tables: dict[tuple[str, str], int] = {}
    fields: dict[FieldName, int] = {}
    for table in metadata.get("tables") or ():
        schema, name = str(table.get("schema") or ""), str(table["name"])
        tables[schema, name] = int(table["id"])
        for column in table.get("fields") or ():
            fields[schema, name, str(column["name"])] = int(column["id"])
    return Catalog(database_id, tables, fields)


def missing(tree: Tree, catalog: Catalog) -> tuple[str, ...]:
    """Return what templates read and the database has not, as `schema.table` and `schema.table.column`."""
    absent = {f"{schema}.{table}" for schema, table in tables_read(tree) - catalog.tables.keys()}
    for schema, table, column in fields_read(tree) - catalog.fields.keys():
        whole = f"{schema}.{table}"
        absent.add(whole if (schema, table) not in catalog.tables else f"{whole}.{column}")
    return tuple(sorted(absent))


def wait_for_sync(
    client: Client,
    database_id: int,
    tree: Tree,
    seconds: float,
    pause: Callable[[float], None] = time.sleep,
) -> Catalog:
    """Return the catalog once it holds all that templates need.

    Raises `MetabaseError` that lists what is missing when the time is over.
    """
    catalog = read_catalog(client, database_id)
    if missing(tree, catalog):
        client.ask(f"/api/database/{database_id}/sync_schema", {})
    waited = 0.0
    while (absent := missing(tree, catalog)) and waited < seconds:
        pause(_POLL_SECONDS)
        waited += _POLL_SECONDS
        catalog = read_catalog(client, database_id)
    if absent:
        message = (
            f"the database lacks what the dashboards read: {', '.join(absent)};"
            " run `agent-analytics refresh` and `agent-analytics metabase refresh`, then try again"
        )
        raise MetabaseError(message)
    return catalog


def tables_read(tree: Tree) -> set[tuple[str, str]]:
    """Return the schemas and tables that the SQL of the cards names."""
    return {table for card in tree.of("card") for table in tables_of(card.body)}


def fields_read(tree: Tree) -> set[FieldName]:
    """Return the fields that any document refers to."""
    return {name for document in tree.documents for name in _fields(document.body)}


def field_name(reference: Any) -> FieldName | None:
    """Return schema, table and column of a portable reference `[database, schema, table, column]`."""
    if not isinstance(reference, list) or len(reference) != _NAME_PARTS:
        return None
    if not all(isinstance(part, str) for part in reference):
        return None
    _, schema, table, column = reference
    return schema, table, column


def _fields(value: Any) -> Iterator[FieldName]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _fields(item)
    elif isinstance(value, list):
        if value and value[0] == "field":
            yield from (name for item in value[1:] if (name := field_name(item)))
        for item in value:
            yield from _fields(item)
