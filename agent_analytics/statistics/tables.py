"""Between tables and Python: columns of a query as lists, and rows of an estimate as a typed table.

Which columns there are is said where the estimate is made. Nothing is imported before it is needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]
"""Values by column, all of one length."""

Row = Mapping[str, Any]


class Relation(Protocol):
    """What is needed of a query's result."""

    columns: list[str]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""


def read_columns(relation: Relation) -> dict[str, list[Any]]:
    """Return the values of a query by column, in the order of its rows."""
    names = list(relation.columns)
    rows = relation.fetchall()
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    return dict(zip(names, values, strict=True))


def typed_table(rows: Iterable[Row], types: Mapping[str, str]) -> "pa.Table":
    """Return rows as a table with the named Arrow types, without rows too; a column left out is null."""
    import pyarrow as pa  # noqa: PLC0415 - only where there is something to estimate

    schema = pa.schema([(name, pa.type_for_alias(alias)) for name, alias in types.items()])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def groups(columns: Columns, key: str) -> Iterable[tuple[Any, slice]]:
    """Yield each value of a sorted column with the slice of its rows."""
    values = columns[key]
    start = 0
    for stop in range(1, len(values) + 1):
        if stop == len(values) or values[stop] != values[start]:
            yield values[start], slice(start, stop)
            start = stop
