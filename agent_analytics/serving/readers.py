"""Many readers of the current snapshot in one process: it is opened once and lent by cursors.

A newly published snapshot is taken up by the next reader; one that was lent before reads on where it began.
Opening and locking down is the concern of `snapshots`.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from agent_analytics.errors import QueryError, ServingError
from agent_analytics.serving.snapshots import (
    Snapshot,
    catalog_of,
    current_path,
    describe_snapshot,
    open_snapshot,
    quoted_name,
)
from agent_analytics.settings import Settings


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer and the type DuckDB gives it, as text."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer; `is_cut` says that there were more rows than were asked for."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """A lent cursor and the snapshot it reads."""

    snapshot: Snapshot
    _cursor: duckdb.DuckDBPyConnection
    _catalog: str

    @contextmanager
    def fork(self) -> Iterator["Reader"]:
        """Lend another reader of the very same snapshot, for another thread."""
        with self._cursor.cursor() as cursor:
            cursor.execute(f"use {quoted_name(self._catalog)}")
            yield Reader(self.snapshot, cursor, self._catalog)

    def ask(
        self, sql: str, parameters: Mapping[str, Any], *, most_rows: int, seconds: float
    ) -> Rows:
        """Return the answer to one statement, at most some rows of it.

        Raises `QueryError` when it fails or takes longer than `seconds`.
        """
        alarm = threading.Timer(seconds, self._cursor.interrupt)
        alarm.start()
        try:
            cursor = self._cursor.execute(sql, dict(parameters))
            columns = tuple(Column(one[0], str(one[1])) for one in cursor.description or ())
            rows = cursor.fetchmany(most_rows + 1)
        except duckdb.InterruptException as error:
            message = f"the question took longer than {seconds:g} seconds; narrow the filters"
            raise QueryError(message) from error
        except duckdb.Error as error:
            raise QueryError(str(error)) from error
        finally:
            alarm.cancel()
        return Rows(columns, tuple(rows[:most_rows]), len(rows) > most_rows)


@dataclass(frozen=True, slots=True)
class _Held:
    """The snapshot that is open, with its file; null where readers share the warehouse."""

    path: Path | None
    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot


class SnapshotReaders:
    """Lends readers of the newest snapshot to any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._held: _Held | None = None

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Lend a reader. Raises `ServingError` when there is no snapshot or it cannot be read."""
        cursor, known = self._lent()
        catalog = catalog_of(self._settings)
        with cursor:
            cursor.execute(f"use {quoted_name(catalog)}")
            yield Reader(known or describe_snapshot(cursor), cursor, catalog)

    def close(self) -> None:
        """Let go of what is open; readers that are lent read on."""
        with self._lock:
            self._release()

    def _lent(self) -> tuple[duckdb.DuckDBPyConnection, Snapshot | None]:
        """Return a new cursor and what it reads; null where that may change under an open connection."""
        is_shared = self._settings.warehouse.kind == "motherduck"
        path = None if is_shared else current_path(self._settings)
        with self._lock:
            held = self._held
            if held is None or held.path != path:
                held = self._hold(path)
            return held.connection.cursor(), None if is_shared else held.snapshot

    def _hold(self, path: Path | None) -> _Held:
        connection = open_snapshot(self._settings)
        try:
            fresh = _Held(path, connection, describe_snapshot(connection, path))
        except ServingError:
            connection.close()
            raise
        self._release()
        self._held = fresh
        return fresh

    def _release(self) -> None:
        """Let go of what is open: closing it would close the cursors that are lent, too."""
        self._held = None
