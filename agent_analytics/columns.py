"""Records that have the same fields, as columns: working on many costs little more than on one.

Which columns a raw table has is said in `records`; what may be kept of them belongs to the privacy guard.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Columns = dict[str, Sequence[Any]]
"""Values by field, one per record; None where a record has none."""


def count_of(columns: Mapping[str, Sequence[Any]]) -> int:
    """Return how many records the columns hold, of which there is one at least."""
    return len(next(iter(columns.values())))


def columns_of(rows: Sequence[Row]) -> Columns:
    """Return rows of the same fields in the same order, of which there is one at least, as columns."""
    return dict(zip(rows[0], zip(*map(dict.values, rows), strict=True), strict=True))


def rows_of(columns: Columns) -> list[Row]:
    """Return the records as rows, without the fields they have no value for."""
    rows = [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    for name, values in columns.items():
        if has_gaps(values):
            for row, value in zip(rows, values, strict=True):
                if value is None:
                    del row[name]
    return rows


def fill(columns: Columns, name: str, values: Sequence[Any]) -> None:
    """Fill a column; a record that already has a value keeps it where there is no new one."""
    before = columns.get(name)
    if before is not None and has_gaps(values):
        values = [old if new is None else new for old, new in zip(before, values, strict=True)]
    columns[name] = values


def has_gaps(values: Sequence[Any]) -> bool:
    """Return whether some record has no value; that none is false is seen much faster."""
    return not all(values) and None in values


def shared_text(values: Sequence[Any]) -> str | None:
    """Return the text that all records say; None where they differ or say no text.

    Only text is asked for: a number equals others that are spelled in another way.
    """
    first = values[0]
    return first if first.__class__ is str and values.count(first) == len(values) else None
