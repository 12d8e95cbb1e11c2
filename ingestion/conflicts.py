"""Two records with one key that do not say the same: the first counts, any other is refused.

A record that is delivered again says what it said before and lands as the same row. One that does not would
silently replace what was counted. It becomes a dead letter instead, and may be taken in place of the first by
replaying it. Only what a sender tells through the receiver is judged: files are read again on purpose.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

import duckdb
import pyarrow as pa

from agent_analytics.records import (
    DEAD_LETTERS,
    EVENTS,
    METRIC_POINTS,
    OUTCOMES,
    Table,
)
from agent_analytics.records.events import HANDLES, PROVENANCE
from agent_analytics.settings import Settings
from ingestion.parallel import Tables
from ingestion.pipeline import SQL_TYPES, connect, schema_of
from ingestion.stretches import deterministic_key
from ingestion.validation import arrow_schema

REASON = "id_conflict"
_DETAIL = "told before with other content"
_JUDGED = (EVENTS, METRIC_POINTS)
_HOOK = "hook"
"""Layer whose keys are made of the whole content, and whose times are those of receipt."""

_NOT_COMPARED = frozenset(
    (
        "attributes",
        "error_text",
        "event_at",
        "observed_at",
        "point_at",
        "prompt_text",
        "response_text",
        "told_at",
        "tool_parameters",
        *(column.name for column in (*HANDLES, *PROVENANCE)),
    )
)
"""Columns that depend on the road a record took, on a clock, and on how much may be kept of it."""


class Conflicts:
    """Judges the batches of one load, in order, against each other and against what is stored.

    `replayed` are the keys of segments that somebody put back on purpose: these replace what is there.
    """

    def __init__(self, settings: Settings, source: str, replayed: Collection[str]) -> None:
        self._settings = settings
        self._source = source
        self._replayed = sorted(replayed)
        self._met: dict[Table, pa.Table] = {}

    def settle(self, tables: Tables) -> Tables:
        """Return a batch without the records that contradict an earlier one; those become dead letters."""
        refused: list[tuple[str, int]] = []
        settled = dict(tables)
        for judged in _JUDGED:
            rows = tables.get(judged.name)
            if rows is None:
                continue
            contradicting = self._contradicting(judged, rows, tables[OUTCOMES.name])
            if contradicting:
                refused += _places(rows.take(contradicting))
                settled[judged.name] = _without(rows, contradicting)
        return _booked(settled, refused) if refused else tables

    def _contradicting(self, judged: Table, rows: pa.Table, outcomes: pa.Table) -> list[int]:
        """Return the positions of rows that do not say what the first one of their key said."""
        with connect(self._settings) as connection:
            connection.register("arrived", rows.append_column("position", _numbers(rows)))
            connection.register(
                "turns", outcomes.select(["file_key"]).append_column("turn", _numbers(outcomes))
            )
            connection.execute("create temp table told as " + _told(judged), [self._replayed])
            before = self._met.get(judged)
            connection.register("met", before if before is not None else _MET.empty_table())
            stored = f'"{schema_of(self._source)}"."{judged.name}"'
            found = connection.execute(
                _CONTRADICTING.format(stored=_stored(judged, stored, connection))
            )
            positions = [position for (position,) in found.fetchall()]
            new = connection.execute(_FIRST_MET).to_arrow_table()
        self._met[judged] = new if before is None else pa.concat_tables((before, new))
        return positions


_MET = pa.schema([("id", pa.uint64()), ("content", pa.uint64())])

_CONTRADICTING = """
with earlier as (
    select id, content from met
    union all
    {stored}
),
ordered as (
    select
        position,
        content,
        coalesce(
            (select any_value(earlier.content) from earlier where earlier.id = told.id),
            first_value(content) over (partition by id order by turn, file_offset)
        ) as first_content
    from told
)
select distinct position from ordered where content != first_content order by position
"""

_FIRST_MET = """
select id, arg_min(content, (turn, file_offset)) as content
from told
where id not in (select met.id from met)
group by id
"""


def _told(judged: Table) -> str:
    """Return the query for what each arrived row says, as a number that stands for all of it."""
    layer = f"and source_layer is distinct from '{_HOOK}'" if judged is EVENTS else ""
    return f"""
        select
            arrived.position, turns.turn, arrived.file_offset,
            hash({judged.key}) as id, {_content(judged)} as content
        from arrived inner join turns on arrived.file_key = turns.file_key
        where not list_contains(cast(? as varchar[]), arrived.file_key) {layer}
    """  # noqa: S608 - our own names


def _stored(judged: Table, name: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the query for what the warehouse holds under the arrived keys; nothing before its first load."""
    try:
        present = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
    except duckdb.CatalogException:
        return "select id, content from met where false"
    return f"""
        select hash({judged.key}), {_content(judged, present)} from {name}
        where hash({judged.key}) in (select told.id from told)
    """  # noqa: S608 - our own names


def _content(judged: Table, present: Collection[str] | None = None) -> str:
    """Return the expression for all a row says; a column that an older version did not make is null."""
    compared = (column for column in judged.columns if column.name not in _NOT_COMPARED)
    terms = (
        column.name
        if present is None or column.name in present
        else f"cast(null as {SQL_TYPES[column.kind]})"
        for column in compared
    )
    return f"hash(row({', '.join(terms)}))"


def _numbers(rows: pa.Table) -> pa.Array:
    return pa.array(range(rows.num_rows), pa.int64())


def _places(rows: pa.Table) -> list[tuple[str, int]]:
    """Return where rows stand: their segment and offset."""
    return list(zip(rows["file_key"].to_pylist(), rows["file_offset"].to_pylist(), strict=True))


def _without(rows: pa.Table, positions: list[int]) -> pa.Table:
    gone = set(positions)
    return rows.filter(pa.array([number not in gone for number in range(rows.num_rows)]))


def _booked(tables: Tables, refused: list[tuple[str, int]]) -> Tables:
    """Return a batch whose outcomes count refused records as what they are, with a letter for each."""
    outcomes = tables[OUTCOMES.name].to_pylist()
    counts = Counter(file_key for file_key, _ in refused)
    for outcome in outcomes:
        number = counts[outcome["file_key"]]
        outcome["accepted_count"] -= number
        outcome["dead_lettered_count"] += number
    letters = [_letter(outcomes[0], *place) for place in refused]
    added = pa.Table.from_pylist(letters, arrow_schema(DEAD_LETTERS))
    present = tables.get(DEAD_LETTERS.name, added.slice(length=0))
    return {
        **tables,
        OUTCOMES.name: pa.Table.from_pylist(outcomes, arrow_schema(OUTCOMES)),
        DEAD_LETTERS.name: pa.concat_tables((present, added)),
    }


def _letter(outcome: dict[str, Any], file_key: str, file_offset: int) -> dict[str, Any]:
    source = outcome["source"]
    return {
        "dead_letter_id": deterministic_key(source, file_key, file_offset, REASON, _DETAIL),
        "file_key": file_key,
        "reason": REASON,
        "detail": _DETAIL,
        "file_offset": file_offset,
        "byte_length": 0,
        "source": source,
        "read_at": outcome["read_at"],
        "batch_id": outcome["batch_id"],
    }
