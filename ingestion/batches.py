"""Records of one table that say the same fields, as columns: working on many costs little more than on one.

What a column means belongs to `agent_analytics.records`, what may be kept of it to the privacy guard.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.records import Table

Row = dict[str, Any]
Columns = dict[str, Sequence[Any]]
"""Values by field, one per record; None where a record has none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one table, event, agent and version; no column is shorter than another, and one exists.

    Where all records have the same attributes, these may stand in `attributes` instead of a column of theirs.
    """

    table: Table
    columns: Columns
    attributes: Columns = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many records these are."""
        return len(next(iter(self.columns.values())))

    def rows(self) -> list[Row]:
        """Return the records as rows, without the fields they have no value for."""
        rows = rows_of(self.columns)
        for row, attributes in zip(rows, rows_of(self.attributes), strict=False):
            if attributes:
                row["attributes"] = attributes
        return rows


def by_shape(rows: Iterable[tuple[Table, Row]]) -> list[Batch]:
    """Return rows as batches, by what they have in common: table, fields, agent, version and event."""
    shapes: dict[tuple[Any, ...], list[Row]] = {}
    for table, row in rows:
        get = row.get
        kind = get("event_name") or get("metric_name")
        try:
            shapes.setdefault(
                (table, tuple(row), get("agent"), get("client_version"), kind), []
            ).append(row)
        except TypeError:  # a list or map where a name belongs
            shapes.setdefault((table, tuple(row), None, None, None), []).append(row)
    return [Batch(table, columns_of(rows)) for (table, *_), rows in shapes.items()]


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


def put(columns: Columns, name: str, values: Sequence[Any]) -> None:
    """Fill a column; a record that already has a value keeps it where there is no new one."""
    before = columns.get(name)
    if before is not None and has_gaps(values):
        values = [old if new is None else new for old, new in zip(before, values, strict=True)]
    columns[name] = values


def has_gaps(values: Sequence[Any]) -> bool:
    """Return whether some record has no value; that none is false is seen much faster."""
    return not all(values) and None in values
