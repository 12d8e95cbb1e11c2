"""Reads sessions from opencode's SQLite database without writing to it or holding up its owner.

Only sessions, messages and parts are asked for: the other tables hold accounts and secrets. What the
documents mean belongs to `parse`.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ingestion.sources.opencode.sessions import Document, Message, Session, document_of

BUSY_SECONDS = 5.0

_SESSION_COLUMNS = ("id", "parent_id", "directory", "version", "time_created", "time_updated")


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading. Raises `sqlite3.Error` or `OSError` when it cannot be read.

    With a write-ahead log beside it, its readers share an index with the owner. Without that index, reading
    would have to make one: then copies are read, somewhere else. Without a log nothing is pending, and the
    file is read as it lies.
    """
    log, index = (database.with_name(f"{database.name}-{end}") for end in ("wal", "shm"))
    if not log.exists() or log.stat().st_size == 0:
        with closing(_connected(database, "mode=ro&immutable=1")) as connection:
            yield connection
    elif index.exists():
        with closing(_connected(database, "mode=ro")) as connection:
            yield connection
    else:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "copy.db")
            shutil.copyfile(database, copy)
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
            with closing(_connected(copy, "mode=rw")) as connection:
                yield connection


def changed_sessions(connection: sqlite3.Connection, since_ms: int) -> Iterator[Session]:
    """Yield the sessions of which anything changed at or after an instant, the earliest change first.

    Raises `sqlite3.Error` when the database is damaged or is none of opencode's.
    """
    connection.execute("begin")
    rows = connection.execute(
        "select session_id, max(time_updated) from ("
        " select session_id, time_updated from message"
        " union all select session_id, time_updated from part"
        ") where session_id is not null"
        " group by session_id having max(time_updated) >= ? order by 2, 1",
        (since_ms,),
    ).fetchall()
    for session_id, changed_ms in rows:
        session = _session(connection, session_id)
        session.changed_ms = changed_ms
        session.messages = list(_messages(connection, session_id))
        yield session


def _connected(database: Path, options: str) -> sqlite3.Connection:
    address = f"{database.absolute().as_uri()}?{options}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    # Text that is no UTF-8 would end the reading of everything after it.
    connection.text_factory = _text
    return connection


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")


def _session(connection: sqlite3.Connection, session_id: str) -> Session:
    """Return a session without messages; one whose row is gone keeps its identifier."""
    present = {row[1] for row in connection.execute("pragma table_info(session)")}
    names = [name for name in _SESSION_COLUMNS if name in present]
    row = connection.execute(
        f"select {', '.join(names)} from session where id = ?",  # noqa: S608 - names of our own
        (session_id,),
    ).fetchone()
    known: dict[str, Any] = dict(zip(names, row or (), strict=False))
    return Session(
        session_id,
        known.get("parent_id"),
        known.get("directory"),
        known.get("version"),
        known.get("time_created"),
    )


def _messages(connection: sqlite3.Connection, session_id: str) -> Iterator[Message]:
    parts: dict[str, list[tuple[str, Document | None]]] = {}
    for part_id, message_id, data in connection.execute(
        "select id, message_id, data from part where session_id = ? order by id", (session_id,)
    ):
        parts.setdefault(message_id, []).append((part_id, document_of(data)))
    rows: Sequence[tuple[str, int | None, Any]] = connection.execute(
        "select id, time_created, data from message where session_id = ? order by id",
        (session_id,),
    ).fetchall()
    for message_id, created_ms, data in rows:
        own = tuple(parts.get(message_id, ()))
        yield Message(message_id, created_ms, document_of(data), own)
