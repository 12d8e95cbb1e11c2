"""Dagster's run history in one SQLite file, with connections that are kept.

A run with 500 checks stores some 2,000 events. Dagster's own storage makes an engine for each of them, which
opens the file, compiles the same statements again and waits for the disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

# `dagster.yaml` names it too; there is no public name for it.
from dagster._core.storage.event_log import (  # noqa: TID251
    ConsolidatedSqliteEventLogStorage,
)
from sqlalchemy import Connection, Engine, create_engine, event

BUSY_SECONDS = 30
"""How long to wait for another process that writes."""


class HistoryStorage(ConsolidatedSqliteEventLogStorage):
    """Dagster's event log in one file, named in `dagster.yaml`; same tables, one engine."""

    @cached_property
    def _engine(self) -> Engine:
        engine = create_engine(self._conn_string, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _wait_for_the_disk_less)
        return engine

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the connections."""
        super().dispose()  # type: ignore[no-untyped-call]
        self._engine.dispose()


def _wait_for_the_disk_less(connection: object, _record: object) -> None:
    """Let a power cut take the last events of a history that can be lost, instead of waiting for each."""
    connection.execute("pragma synchronous = normal")  # type: ignore[attr-defined]
