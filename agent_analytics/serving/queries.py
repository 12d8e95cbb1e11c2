"""Questions in SQL that somebody typed: one statement that reads, answered exactly.

The connection is already locked down; the guard here is for clear words, not for safety. How an answer is
printed is the command's concern.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from agent_analytics.errors import QueryError
from agent_analytics.serving.snapshots import open_snapshot
from agent_analytics.settings import Settings

ROWS_AT_A_TIME = 1_000

_READING = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of an answer and its rows, to be read once, in order."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def ask(settings: Settings, sql: str) -> Iterator[Answer]:
    """Answer one reading statement from the current snapshot.

    Raises `QueryError` for anything else and for SQL that fails, `ServingError` without a snapshot.
    """
    with open_snapshot(settings) as connection:
        statement = _only_statement(connection, sql)
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            raise QueryError(str(error)) from error
        columns = tuple(column[0] for column in connection.description or ())
        yield Answer(columns, _rows(connection))


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        sql.encode()
        statements = connection.extract_statements(sql)
    except UnicodeEncodeError as error:
        message = "the query is not UTF-8 text; save it as UTF-8"
        raise QueryError(message) from error
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    if not statements:
        message = "the query is empty; try: select * from fct_source_freshness"
        raise QueryError(message)
    if len(statements) > 1:
        message = (
            f"one statement at a time, this text holds {len(statements)}"
            " (a pivot needs its values named: `pivot … on column in (…)`)"
        )
        raise QueryError(message)
    kind = statements[0].type
    if kind not in _READING:
        message = f"only questions are answered here, this is {kind.name}; start with select, from or with"
        raise QueryError(message)
    return statements[0]


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    try:
        while batch := connection.fetchmany(ROWS_AT_A_TIME):
            yield from batch
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
