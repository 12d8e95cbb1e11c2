"""Settings to destination: where rows go, who may write, what was read before.

The only `dlt.pipeline()` call and the writer lock are here. What the rows are is the sources' concern.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
import duckdb
from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials
from dlt.extract import DltSource
from dlt.pipeline.exceptions import PipelineStepFailed

from agent_analytics.errors import (
    DISK_FAULTS,
    AgentAnalyticsError,
    WarehouseBusyError,
    WarehouseError,
)
from agent_analytics.records import SOURCE_TABLES, Kind, Table
from agent_analytics.settings import Settings

LOCK_WAIT_SECONDS = 60.0
MEMORY_MB = 400
"""The database may take this much while it is loaded; with Python's own share that stays below 1 GB."""

THREADS = 2

SQL_TYPES: dict[Kind, str] = {
    "text": "varchar",
    "bigint": "bigint",
    "double": "double",
    "bool": "boolean",
    "timestamp": "timestamp with time zone",
    "decimal": "decimal(20,9)",
}
"""What each kind of column is in the warehouse."""


def schema_of(source: str) -> str:
    """Return the warehouse schema that holds a source's raw tables."""
    return f"raw_{source}"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did: rows landed by raw table; empty when there was nothing new.

    `note` is what its reader should know beside that, in a few words; empty when all is well.
    """

    source: str
    rows: dict[str, int]
    seconds: float
    note: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything was landed."""
        return any(self.rows.values())


@contextmanager
def writer_lock(settings: Settings, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Hold the warehouse for writing; a second writer waits, then is told who holds it.

    The lock dies with its process. Raises `WarehouseBusyError` after `wait_seconds`.
    """
    settings.paths.prepare()
    lock = settings.paths.warehouse_lock
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _acquire(descriptor, lock, wait_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, lock: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 32, 0).decode(errors="replace") or "unknown"
                message = (
                    f"the warehouse is being written by process {holder} ({lock}); "
                    "wait for it to finish or stop it, then run again"
                )
                raise WarehouseBusyError(message) from None
            time.sleep(0.1)
        else:
            return


def load(settings: Settings, source: str, landed: Callable[[], DltSource | None]) -> LoadReport:
    """Load a source into its raw tables and return what was landed; no rows when `landed` returns null.

    A package left by a killed run is finished first; only then is `landed` called, so that it sees the
    positions of everything that arrived. The caller holds the writer lock.
    """
    started = time.monotonic()
    pipeline = _pipeline(settings, source)
    # Opening the file costs more than most of what is asked of it: while it is open, the loader's own
    # connections share it. And its words on a file that cannot be opened speak of credentials.
    with connect(settings):
        if pipeline.has_pending_data:
            _run(pipeline, None)
        with _faults_told():
            arrived = landed()
        if arrived is None:
            return LoadReport(source, {}, time.monotonic() - started)
        _run(pipeline, arrived)
    normalized = pipeline.last_trace.last_normalize_info if pipeline.last_trace else None
    counts = normalized.row_counts if normalized else {}
    known = {table.name for table in SOURCE_TABLES[source]}
    rows = {table: count for table, count in counts.items() if table in known}
    return LoadReport(source, rows, time.monotonic() - started)


def together(source: str, reports: Sequence[LoadReport], note: str = "") -> LoadReport:
    """Return the reports of all slices of one load as one."""
    tables = {table for report in reports for table in report.rows}
    rows = {table: sum(report.rows.get(table, 0) for report in reports) for table in sorted(tables)}
    return LoadReport(source, rows, sum(report.seconds for report in reports), note)


def read_table(
    settings: Settings, source: str, table: str, columns: str = "*"
) -> list[dict[str, Any]]:
    """Return the rows of a raw table as dicts; empty when it does not exist yet.

    Used by sources to read their own memory, such as file positions.
    """
    warehouse = settings.paths.warehouse
    if settings.warehouse.kind == "duckdb" and not warehouse.exists():
        return []
    with connect(settings) as connection:
        try:
            relation = connection.execute(
                f'select {columns} from "{schema_of(source)}"."{table}"'  # noqa: S608 - our own names
            )
        except duckdb.CatalogException:
            return []
        names = [column[0] for column in relation.description]
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def ensure_raw_tables(settings: Settings) -> None:
    """Create every raw table and column that no load has made yet, typed, so that models can be built."""
    with connect(settings) as connection:
        for source, tables in SOURCE_TABLES.items():
            schema = f'"{schema_of(source)}"'
            connection.execute(f"create schema if not exists {schema}")
            for table in tables:
                _ensure_table(connection, f'{schema}."{table.name}"', table)


def _ensure_table(connection: duckdb.DuckDBPyConnection, name: str, table: Table) -> None:
    columns = {column.name: f'"{column.name}" {SQL_TYPES[column.kind]}' for column in table.columns}
    made = {**columns, table.key: f"{columns[table.key]} not null"}
    connection.execute(f"create table if not exists {name} ({', '.join(made.values())})")
    present = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
    for missing in columns.keys() - present:
        connection.execute(f"alter table {name} add column {columns[missing]}")


@contextmanager
def connect(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, bounded in memory and threads, and close it again.

    Raises `WarehouseError` when it cannot be opened, with the reason.
    """
    try:
        connection = duckdb.connect(warehouse_address(settings), config=_secrets(settings))
        for name, value in _limits(settings).items():
            connection.execute(f"set global {name} = '{value}'")
    except duckdb.Error as error:
        message = (
            f"cannot open the warehouse: {error}; close what else has it open. A damaged file may be moved"
            " away: the next refresh builds it anew from the sources"
        )
        raise WarehouseError(message) from error
    try:
        yield connection
    finally:
        connection.close()


def warehouse_address(settings: Settings) -> str:
    """Return what DuckDB connects to: the file, or `md:` and the database's name."""
    if settings.warehouse.kind == "motherduck":
        return f"md:{settings.warehouse.database}"
    return str(settings.paths.warehouse)


def _secrets(settings: Settings) -> dict[str, Any]:
    """Return what opening the warehouse needs; everyone who has the file open must say the same."""
    if settings.warehouse.kind == "duckdb":
        return {}
    token = os.environ.get(settings.warehouse.token_env)
    if not token:
        message = f"warehouse.kind is motherduck but ${settings.warehouse.token_env} is not set"
        raise WarehouseError(message)
    return {"motherduck_token": token}


def _limits(settings: Settings) -> dict[str, Any]:
    if settings.warehouse.kind == "motherduck":
        return {}
    return {"memory_limit": f"{MEMORY_MB}MB", "threads": THREADS, "preserve_insertion_order": False}


def _pipeline(settings: Settings, source: str) -> dlt.Pipeline:
    settings.paths.prepare()
    _configure_loader()
    return dlt.pipeline(
        source,
        destination=_destination(settings),
        dataset_name=schema_of(source),
        pipelines_dir=str(settings.paths.loader_state),
    )


def _configure_loader() -> None:
    """Tell dlt to send nothing home and to speak of errors only.

    By the environment: what is set in `dlt.config` comes after its runtime has been read.
    """
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    os.environ["LOAD__WORKERS"] = str(THREADS)


def _destination(settings: Settings) -> Any:
    if settings.warehouse.kind == "motherduck":
        token = _secrets(settings)["motherduck_token"]
        return dlt.destinations.motherduck(
            {"database": settings.warehouse.database, "password": token}
        )
    credentials = DuckDbCredentials(str(settings.paths.warehouse))
    credentials.global_config = _limits(settings)
    return dlt.destinations.duckdb(credentials)


def _run(pipeline: dlt.Pipeline, landed: DltSource | None) -> None:
    """Run one package to its end; a failed job is an error, not a log line."""
    with _faults_told():
        info = pipeline.run(landed)
    info.raise_on_failed_jobs()


@contextmanager
def _faults_told() -> Iterator[None]:
    """Raise a source's own errors as they are, and `WarehouseError` where a disk or database fails."""
    try:
        yield
    except (PipelineStepFailed, OSError, duckdb.Error) as error:
        cause = next(filter(_is_told, _chain(error)), None)
        if cause is None:
            raise
        if isinstance(cause, AgentAnalyticsError):
            raise cause from error
        message = f"cannot write the warehouse: {cause}; what was there stays, run it again"
        raise WarehouseError(message) from error


def _is_told(error: BaseException) -> bool:
    """Return whether an error is no bug: one of our own, or a disk or database file that fails."""
    if isinstance(error, OSError):
        return error.errno in DISK_FAULTS
    return isinstance(error, AgentAnalyticsError | duckdb.IOException | duckdb.FatalException)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those it was raised for."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
