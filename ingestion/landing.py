"""The one door into the warehouse: redact, validate, turn into Arrow, hand to the loader.

A source yields `Stretch`es: what it made of one stretch of input. `land` is the only road from there to
rows. A record that does not fit its table becomes a dead letter, never a crash and never a silent drop.
Reading files belongs to `tail`, understanding formats to the sources, destinations to `pipeline`.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import dlt
import pyarrow as pa
from dlt.common.schema.typing import TColumnSchema
from dlt.extract import DltResource, DltSource

from agent_analytics.privacy.policy import Policy
from agent_analytics.records import SOURCE_TABLES, Table
from ingestion.gate import Gate
from ingestion.parallel import R, Tables, Work, tables_of
from ingestion.stretches import DeadLetter, Stretch, deterministic_key

__all__ = ["DeadLetter", "Stretch", "deterministic_key", "land", "land_readings", "new_batch_id"]

ROWS_PER_BATCH = 65_536
"""Arrow batches of about this many rows: twice as many take a third more memory and load no faster."""


def new_batch_id(now: datetime | None = None) -> str:
    """Return an identifier for one load batch that sorts by time and is unique."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}"


def land(source: str, stretches: Iterable[Stretch], policy: Policy) -> DltSource | None:
    """Return a loadable source whose resources are the raw tables of `source`; null when nothing came.

    Stretches are consumed once, in order: those of the first batch here, the others as the loader asks
    for them. Every table merges on its key, so landing the same input again changes nothing.
    """
    return _landed(source, _gated(Gate(source, policy, new_batch_id()), stretches))


def land_readings(
    source: str,
    readings: Iterable[R],
    parse: Callable[[R], Stretch],
    policy: Policy,
    settle: Callable[[Tables], Tables] | None = None,
) -> DltSource | None:
    """Return a loadable source like `land`, parsing many readings in several processes.

    `parse` is a function of a module and depends on nothing but its reading; `settle` makes the last change
    to each batch, in order.
    """
    work = Work(source, policy, new_batch_id(), parse)
    batches = _gathered(tables_of(work, readings))
    return _landed(source, map(settle, batches) if settle else batches)


def _landed(source: str, tables: Iterator[Tables]) -> DltSource | None:
    first = next(tables, None)
    if first is None:
        return None

    @dlt.resource(name="batches", selected=False)
    def batches() -> Iterator[Tables]:
        yield first
        yield from tables

    resources = [_table_resource(batches, table) for table in SOURCE_TABLES[source]]

    @dlt.source(name=source, max_table_nesting=0)
    def landed() -> list[DltResource]:
        return resources

    return landed()


_LAST_BY = ("file_offset", "read_offset")
"""Columns that tell which of two rows with one key was read later; within a load that one counts."""


def _table_resource(batches: DltResource, table: Table) -> DltResource:
    names = table.names()
    hints: dict[str, TColumnSchema] = {
        name: {"dedup_sort": "desc"} for name in _LAST_BY if name in names
    }

    @dlt.transformer(  # type: ignore[call-overload, untyped-decorator, unused-ignore]
        data_from=batches,
        name=table.name,
        primary_key=table.key,
        columns=hints,
        write_disposition={"disposition": "merge", "strategy": "delete-insert"},
    )
    def rows(batch: Tables) -> Iterator[pa.Table]:
        if table.name in batch:
            yield batch[table.name]

    resource: DltResource = rows
    return resource


def _gated(gate: Gate, stretches: Iterable[Stretch]) -> Iterator[Tables]:
    """Yield batches of what passes the gate."""
    for stretch in stretches:
        gate.take(stretch)
        if gate.row_count >= ROWS_PER_BATCH:
            yield gate.release()
    if gate.row_count:
        yield gate.release()


def _gathered(parts: Iterable[Tables]) -> Iterator[Tables]:
    """Yield batches put together from smaller ones."""
    waiting: dict[str, list[pa.Table]] = {}
    row_count = 0
    for part in parts:
        for name, table in part.items():
            waiting.setdefault(name, []).append(table)
            row_count += table.num_rows
        if row_count >= ROWS_PER_BATCH:
            yield _joined(waiting)
            waiting, row_count = {}, 0
    if waiting:
        yield _joined(waiting)


def _joined(waiting: dict[str, list[pa.Table]]) -> Tables:
    return {name: pa.concat_tables(tables).combine_chunks() for name, tables in waiting.items()}
