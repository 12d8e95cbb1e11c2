"""Snapshots as readers see them: what one is called, which is current, how it is opened.

A snapshot is opened through an in-memory database that has it attached, read-only: each reader gets limits
of its own, and the file's name never turns into the name of a schema. Writing is `publishing`'s concern.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from agent_analytics.errors import ServingError
from agent_analytics.settings import Settings

SEARCH_PATH = ("marts", "staging")

_CATALOG = "analytics"
_NOTHING_YET = "there is no snapshot to read yet; run `agent-analytics refresh` first"
_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "threads": 2,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state of the public tables.

    `newest_event_at` is null when no event is known; `fingerprint` identifies what it was built from;
    `path` is null where readers share the warehouse itself.
    """

    build_id: str
    built_at: datetime
    newest_event_at: datetime | None
    fingerprint: str | None
    path: Path | None


def current_path(settings: Settings) -> Path:
    """Return the file of the current snapshot. Raises `ServingError` when none was published."""
    paths = settings.paths
    try:
        name = paths.current_snapshot.read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise ServingError(_NOTHING_YET) from None
    except OSError as error:
        message = f"cannot read {paths.current_snapshot}: {error.strerror}; check who owns data_dir"
        raise ServingError(message) from error
    file = paths.serving / Path(name.replace("\0", "")).name
    if not file.is_file():
        message = f"the current snapshot {file} is gone; run `agent-analytics refresh` to publish it again"
        raise ServingError(message)
    return file


def open_snapshot(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the current snapshot, locked down; the caller closes it.

    Names resolve in `marts`, then `staging`. Files, attachments, extensions and changes of the
    configuration are out of reach of SQL. Times are shown in the installation's time zone. Raises
    `ServingError` when there is no snapshot or it cannot be read.
    """
    if settings.warehouse.kind == "motherduck":
        return _open_shared(settings)
    file = current_path(settings)
    connection = duckdb.connect(":memory:", config=_LIMITS)
    try:
        connection.execute(f"attach {quoted_text(str(file))} as {_CATALOG} (read_only)")
        _settle(connection, settings, _CATALOG)
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        message = f"cannot read the snapshot {file}: {error}; run `agent-analytics refresh`"
        raise ServingError(message) from error
    return connection


def catalog_of(settings: Settings) -> str:
    """Return the name under which an opened snapshot holds its schemas."""
    return settings.warehouse.database if settings.warehouse.kind == "motherduck" else _CATALOG


def describe_snapshot(connection: duckdb.DuckDBPyConnection, path: Path | None = None) -> Snapshot:
    """Return what an open snapshot says of itself. Raises `ServingError` when it says nothing."""
    try:
        row = connection.execute(
            "select build_id, built_at, newest_event_at, fingerprint from marts.snapshot"
        ).fetchone()
    except duckdb.Error as error:
        message = f"the snapshot does not describe itself: {error}; run `agent-analytics refresh`"
        raise ServingError(message) from error
    if row is None:
        raise ServingError(_NOTHING_YET)
    build_id, built_at, newest_event_at, fingerprint = row
    return Snapshot(build_id, built_at, newest_event_at, fingerprint, path)


def quoted_text(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _open_shared(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Return a connection to the shared warehouse; what a reader may do there, its token says."""
    token = os.environ.get(settings.warehouse.token_env)
    if not token:
        message = f"warehouse.kind is motherduck but ${settings.warehouse.token_env} is not set"
        raise ServingError(message)
    database = settings.warehouse.database
    try:
        connection = duckdb.connect(f"md:{database}", config={"motherduck_token": token})
        _settle(connection, settings, database)
    except duckdb.Error as error:
        message = f"cannot open {database} on MotherDuck: {error}"
        raise ServingError(message) from error
    return connection


def _settle(connection: duckdb.DuckDBPyConnection, settings: Settings, catalog: str) -> None:
    path = ",".join(f"{catalog}.{schema}" for schema in SEARCH_PATH)
    connection.execute(f"set search_path = {quoted_text(path)}")
    connection.execute(f"set global TimeZone = {quoted_text(settings.timezone)}")
