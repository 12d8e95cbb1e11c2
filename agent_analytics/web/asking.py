"""Questions of the pages to one snapshot: limited in rows and time, answered once and remembered.

What is remembered belongs to a build of the snapshot; a new one is asked anew.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agent_analytics.dashboards.binding import Bound
from agent_analytics.dashboards.templates import Field
from agent_analytics.errors import QueryError
from agent_analytics.serving import Reader, Rows, Snapshot, SnapshotReaders
from agent_analytics.serving.snapshots import quoted_name
from agent_analytics.settings import Settings

MOST_ROWS = 2_000
MOST_EXPORTED_ROWS = 100_000
SECONDS = 20.0

_REMEMBERED = 2_000
_AGENTS = "select display_name, agent from marts.dim_agents order by agent"

Key = tuple[str, str, tuple[tuple[str, Any], ...]]


class Memory:
    """The latest answers of every thread, by build, SQL and values."""

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, Rows] = OrderedDict()

    def get(self, key: Key) -> Rows | None:
        """Return a remembered answer, if there is one."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Key, rows: Rows) -> None:
        """Remember an answer; the one longest unused is forgotten when there are too many."""
        with self._lock:
            self._answers[key] = rows
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Session:
    """One page's view of the snapshot; threads of the same page ask through `fork`s of it."""

    _reader: Reader
    _memory: Memory
    timezone: str

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is asked."""
        return self._reader.snapshot

    def ask(self, bound: Bound, most_rows: int = MOST_ROWS) -> Rows:
        """Return an answer. Raises `QueryError` when the question fails or takes too long."""
        key = (self.snapshot.build_id, bound.sql, tuple(sorted(bound.parameters.items())))
        remembered = self._memory.get(key) if most_rows <= MOST_ROWS else None
        if remembered is not None:
            return remembered
        with self._reader.fork() as reader:
            rows = reader.ask(bound.sql, bound.parameters, most_rows=most_rows, seconds=SECONDS)
        if most_rows <= MOST_ROWS:
            self._memory.put(key, rows)
        return rows

    def today(self) -> date:
        """Return the day that relative dates count from.

        It is the day after the newest data when those are older: the last 30 days are then the last that
        are known, and not empty ones.
        """
        zone = ZoneInfo(self.timezone)
        today = datetime.now(UTC).astimezone(zone).date()
        newest = self.snapshot.newest_event_at
        return (
            today if newest is None else min(today, newest.astimezone(zone).date() + timedelta(1))
        )

    def agents(self) -> Mapping[str, str]:
        """Return the codes of the agents by their display names; empty without the mart."""
        try:
            return dict(self.ask(Bound(_AGENTS, {})).rows)
        except QueryError:
            return {}

    def offered(self, field: Field, most: int) -> list[str]:
        """Return the values that a column holds, in order, at most some; none when it cannot be read."""
        column, schema, table = map(quoted_name, (field.column, field.schema, field.table))
        sql = (
            f"select distinct {column}::varchar as value from {schema}.{table}"  # noqa: S608 - quoted
            f" where value is not null order by value limit {most:d}"
        )
        try:
            return [row[0] for row in self.ask(Bound(sql, {})).rows]
        except QueryError:
            return []

    def row_count(self, mart: str) -> int | None:
        """Return how many rows a mart holds; null when it is not there."""
        sql = f"select count(*) from marts.{quoted_name(mart)}"  # noqa: S608 - quoted
        try:
            return int(self.ask(Bound(sql, {})).rows[0][0])
        except QueryError:
            return None


class Sessions:
    """Opens sessions on the newest snapshot of an installation."""

    def __init__(self, settings: Settings) -> None:
        self._readers = SnapshotReaders(settings)
        self._memory = Memory()
        self._timezone = settings.timezone

    @contextmanager
    def open(self) -> Iterator[Session]:
        """Lend a session. Raises `ServingError` without a snapshot."""
        with self._readers.reading() as reader:
            yield Session(reader, self._memory, self._timezone)
