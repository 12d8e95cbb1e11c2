"""Publishing: copy the public tables into a new file, verify it, switch the pointer.

Whatever moment it is killed at, readers see the old snapshot or the new one, whole. What was left behind is
removed by the next publication. The caller holds the writer lock, so there is one publisher at a time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from agent_analytics.errors import ServingError
from agent_analytics.serving.snapshots import (
    SEARCH_PATH,
    Snapshot,
    quoted_name,
    quoted_text,
)
from agent_analytics.settings import Settings

KEPT_SNAPSHOTS = 3
STORAGE_VERSION = "v1.5.0"
"""Format of the file: the newest that a reader with DuckDB 1.5 can open, whatever wrote it."""

_MEMORY_LIMIT = "700MB"
_THREADS = 2
_UNFINISHED = ".building"
_RELATIONS = """
    select table_schema, table_name
    from information_schema.tables
    where table_catalog = current_database()
    order by table_schema, table_name
"""
_KNOWN_STAGING = ("stg_agent_", "stg_git_")
_INTERNAL = ("stg_agent_events", "stg_agent_batches")

_NEWEST_EVENT = """
    select max(event_at) from staging.stg_agent_events
    where coalesce(flags, '') not like '%future_time%'
"""


RowCounts = dict[tuple[str, str], int]
"""Rows by schema and table."""


def is_public(schema: str, name: str) -> bool:
    """Return whether readers get a relation: a mart, or a staging model that people know by name."""
    if "__dbt_" in name or name in _INTERNAL:
        return False
    return schema == "marts" or (schema == "staging" and name.startswith(_KNOWN_STAGING))


def publish(settings: Settings, fingerprint: str | None = None) -> Snapshot:
    """Return the snapshot that readers see from now on: the public tables of the warehouse.

    `fingerprint` says what the tables were built from. Where readers share the warehouse (MotherDuck),
    nothing is copied. Raises `ServingError` when it cannot be written or verified; the previous snapshot
    then stays.
    """
    built_at = datetime.now(UTC)
    build_id = f"{built_at:%Y%m%dT%H%M%S_%f}"
    if settings.warehouse.kind == "motherduck":
        return Snapshot(build_id, built_at, None, fingerprint, None)
    paths = settings.paths
    paths.prepare()
    _remove_unfinished(paths.serving)
    file = paths.serving / f"analytics_{build_id}.duckdb"
    unfinished = file.with_name(file.name + _UNFINISHED)
    snapshot = Snapshot(build_id, built_at, None, fingerprint, file)
    try:
        snapshot, copied = _write(paths.warehouse, unfinished, snapshot)
        _verify(unfinished, copied)
    except duckdb.Error as error:
        unfinished.unlink(missing_ok=True)
        message = f"cannot publish a snapshot: {error}; the previous one stays"
        raise ServingError(message) from error
    unfinished.chmod(0o600)
    _sync(unfinished)
    unfinished.rename(file)
    _point_to(paths.current_snapshot, file)
    _remove_old(paths.serving, file)
    return snapshot


def _write(warehouse: Path, unfinished: Path, snapshot: Snapshot) -> tuple[Snapshot, RowCounts]:
    """Copy the public tables and return the snapshot with its newest event, and the rows copied."""
    with _attached(warehouse, unfinished) as connection:
        found = connection.execute(_RELATIONS).fetchall()
        relations = [relation for relation in found if is_public(*relation)]
        if not any(schema == "marts" for schema, _ in relations):
            message = "the warehouse has no marts to publish; run `agent-analytics refresh`"
            raise ServingError(message)
        for schema in SEARCH_PATH:
            connection.execute(f"create schema snapshot.{quoted_name(schema)}")
        rows = {relation: _copy(connection, *relation) for relation in relations}
        snapshot = _described(connection, snapshot)
        connection.execute("checkpoint snapshot")
    return snapshot, rows


@contextmanager
def _attached(warehouse: Path, unfinished: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse read-only, as the catalog its views name, beside the new file `snapshot`."""
    if not warehouse.exists():
        message = f"there is no warehouse at {warehouse}; run `agent-analytics refresh`"
        raise ServingError(message)
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY_LIMIT,
        "threads": _THREADS,
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(":memory:", config=limits)
    try:
        catalog = quoted_name(warehouse.stem)
        connection.execute(f"attach {quoted_text(str(warehouse))} as {catalog} (read_only)")
        connection.execute(
            f"attach {quoted_text(str(unfinished))} as snapshot"
            f" (storage_version {quoted_text(STORAGE_VERSION)})"
        )
        connection.execute(f"use {catalog}")
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _copy(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    """Copy one table or view with its comments and return its rows."""
    source = f"{quoted_name(schema)}.{quoted_name(table)}"
    target = f"snapshot.{source}"
    connection.execute(f"create table {target} as from {source}")
    for column, comment in connection.execute(
        "select column_name, comment from duckdb_columns() where database_name = current_database()"
        " and schema_name = ? and table_name = ? and comment is not null",
        [schema, table],
    ).fetchall():
        connection.execute(
            f"comment on column {target}.{quoted_name(column)} is {quoted_text(comment)}"
        )
    return _count(connection, target)


def _described(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Snapshot:
    """Write the table `snapshot` that tells readers what they read, and return it."""
    newest = _newest_event(connection)
    connection.execute(
        "create table snapshot.marts.snapshot (build_id varchar not null,"
        " built_at timestamp with time zone not null,"
        " newest_event_at timestamp with time zone, fingerprint varchar)"
    )
    row = [snapshot.build_id, snapshot.built_at, newest, snapshot.fingerprint]
    connection.execute("insert into snapshot.marts.snapshot values (?, ?, ?, ?)", row)
    return replace(snapshot, newest_event_at=newest)


def _newest_event(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Return the time of the newest event of any agent; null when there is none."""
    try:
        row = connection.execute(_NEWEST_EVENT).fetchone()
    except duckdb.CatalogException:
        return None
    return row[0] if row else None


def _verify(unfinished: Path, copied: RowCounts) -> None:
    """Open the new file as a reader would and compare its rows with what was copied."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach {quoted_text(str(unfinished))} as snapshot (read_only)")
        for (schema, table), rows in copied.items():
            target = f"snapshot.{quoted_name(schema)}.{quoted_name(table)}"
            found = _count(connection, target)
            if found != rows:
                message = (
                    f"the new snapshot holds {found} rows of {schema}.{table} instead of {rows}"
                )
                raise ServingError(message)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 - quoted
    return int(row[0]) if row else 0


def _point_to(pointer: Path, file: Path) -> None:
    """Make `file` the current snapshot in one step that survives a power cut."""
    _sync(pointer.parent)
    fresh = pointer.with_name(pointer.name + _UNFINISHED)
    fresh.write_text(f"{file.name}\n", encoding="utf-8")
    _sync(fresh)
    fresh.replace(pointer)
    _sync(pointer.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_unfinished(serving: Path) -> None:
    for leftover in serving.glob(f"*{_UNFINISHED}*"):
        leftover.unlink()


def _remove_old(serving: Path, current: Path) -> None:
    """Keep the newest snapshots, the current one among them; names sort by time."""
    others = sorted(file for file in serving.glob("analytics_*.duckdb") if file != current)
    for file in others[: max(0, len(others) - KEPT_SNAPSHOTS + 1)]:
        file.unlink()
