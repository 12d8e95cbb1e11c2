"""Which snapshot Metabase reads: pointing it to the newest one, and back when that cannot be read.

Metabase opens a database anew when its details change; queries that run end on the old file. Publishing belongs
to `agent_analytics.serving`.
"""

from dataclasses import dataclass
from typing import Any

from agent_analytics.errors import MetabaseError
from metabase.client import Client
from metabase.resolve import find_database, read_catalog

_BUILD = "select build_id from marts.snapshot"
_COLUMNS = """
    select table_schema, table_name, column_name from information_schema.columns
    where table_schema in ('marts', 'staging')
"""


@dataclass(frozen=True, slots=True)
class Switched:
    """What was done: the file read now, whether it is another one, whether its tables were read anew."""

    file: str
    is_new: bool
    is_synced: bool


def switch(client: Client, database: str, file: str, build_id: str) -> Switched:
    """Make Metabase read a file, and return what was done.

    Raises `MetabaseError` when the file does not answer as the build it should be; Metabase then reads
    what it read before.
    """
    known = find_database(client, database)
    if known is None:
        message = f"Metabase has no database {database!r}; run `agent-analytics metabase setup`"
        raise MetabaseError(message)
    number, before = int(known["id"]), dict(known["details"])
    is_new = before.get("database_file") != file
    if is_new:
        client.put(f"/api/database/{number}", {"details": before | {"database_file": file}})
    try:
        _verify(client, number, file, build_id)
    except MetabaseError:
        if is_new:
            client.put(f"/api/database/{number}", {"details": before})
        raise
    return Switched(file, is_new, _sync_if_changed(client, number))


def question(client: Client, database: int, sql: str) -> list[list[Any]]:
    """Return the rows of a query. Raises `MetabaseError` with the database's words when it fails."""
    body = {"database": database, "type": "native", "native": {"query": sql}}
    answer = client.ask("/api/dataset", body)
    if answer.get("status") != "completed":
        message = f"Metabase cannot read the database: {answer.get('error')}"
        raise MetabaseError(message)
    return [list(row) for row in answer["data"]["rows"]]


def _verify(client: Client, number: int, file: str, build_id: str) -> None:
    rows = question(client, number, _BUILD)
    found = str(rows[0][0]) if rows else "nothing"
    if found != build_id:
        message = (
            f"{file} answers as build {found} instead of {build_id}; Metabase reads what it did"
        )
        raise MetabaseError(message)


def _sync_if_changed(client: Client, number: int) -> bool:
    """Let Metabase look for tables when they are not those it knows; return whether it has to."""
    there = {
        (str(schema), str(table), str(column))
        for schema, table, column in question(client, number, _COLUMNS)
    }
    if there == set(read_catalog(client, number).fields):
        return False
    client.ask(f"/api/database/{number}/sync_schema", {})
    return True
