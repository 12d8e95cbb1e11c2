"""The page's questions to the snapshot: files of SQL beside this module, with named parameters.

No SQL is put together here. What an answer means on the page is the concern of whoever asks.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb

from agent_analytics.errors import ServingError

Row = dict[str, Any]


def ask(
    connection: duckdb.DuckDBPyConnection, question: str, parameters: Mapping[str, Any]
) -> list[Row]:
    """Return the rows that answer `queries/<question>.sql`, as mappings from column to value.

    A question takes the parameters it names and ignores the rest. Raises `ServingError` when the snapshot
    cannot answer, as one built by another version may not.
    """
    try:
        statement = connection.extract_statements(_text(question))[0]
        named = {name: parameters[name] for name in statement.named_parameters}
        cursor = connection.execute(statement, named)
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error as error:
        message = (
            f"the snapshot cannot answer the question {question!r}: {error};"
            " run `agent-analytics refresh` to build it with this version"
        )
        raise ServingError(message) from error


@cache
def _text(question: str) -> str:
    return files("agent_analytics.web").joinpath("queries", f"{question}.sql").read_text("utf-8")
