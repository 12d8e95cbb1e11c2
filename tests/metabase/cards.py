"""Running cards of the shipped boards on a snapshot, as a page or Metabase would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from agent_analytics.dashboards.binding import bind, tag_values
from agent_analytics.dashboards.templates import Dashboard, Dashcard, Field

Filters = Mapping[str, Sequence[str]]
ALL_TIME: Filters = {"date": []}


@dataclass(frozen=True, slots=True)
class Answered:
    """What a card answered: its columns with DuckDB's types, and its rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def values(self, column: str) -> list[Any]:
        """Return one column, top to bottom."""
        place = self.columns.index(column)
        return [row[place] for row in self.rows]

    def total(self, column: str) -> float:
        """Return the sum of what is known in one column."""
        return float(sum(value for value in self.values(column) if value is not None))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks at boards of one snapshot on one day."""

    connection: duckdb.DuckDBPyConnection
    today: date

    def run(self, board: Dashboard, dashcard: Dashcard, filters: Filters) -> Answered:
        """Return a card's answer under the filters of its board; those not named are at their default."""
        assert dashcard.card is not None
        bound = bind(dashcard.card, tag_values(board, dashcard, filters), self.today)
        cursor = self.connection.execute(bound.sql, dict(bound.parameters))
        columns = tuple(column[0] for column in cursor.description or ())
        types = tuple(str(column[1]) for column in cursor.description or ())
        return Answered(columns, types, tuple(cursor.fetchall()))

    def usual(self, field: Field) -> str | None:
        """Return the value a filter on this column is most likely set to; null where there is none."""
        found = self.connection.execute(
            f'select "{field.column}" from "{field.schema}"."{field.table}"'
            f' where "{field.column}" is not null group by all order by count(*) desc, 1 limit 1'
        ).fetchone()
        return None if found is None else str(found[0])


def placed(board: Dashboard, slug: str) -> Dashcard:
    """Return where a board shows the card of a name."""
    return next(one for one in board.dashcards if one.card and one.card.slug == slug)
