"""Records of one table that say the same fields, together, and how rows are sorted so.

What columns are is said in `agent_analytics.columns`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.columns import Columns, Row, columns_of, count_of, rows_of
from agent_analytics.records import Table


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
        return count_of(self.columns)

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
