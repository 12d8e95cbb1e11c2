"""The one door into the warehouse: redact, validate, turn into Arrow, hand to the loader.

A source yields `Stretch`es: what it made of one stretch of input. `land` is the only road from there to
rows. A record that does not fit its table becomes a dead letter, never a crash and never a silent drop.
Reading files belongs to `tail`, understanding formats to the sources, destinations to `pipeline`.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource, DltSource

from agent_analytics.privacy.policy import Policy
from agent_analytics.privacy.redact import apply
from agent_analytics.records import (
    DEAD_LETTERS,
    DROPPED_FIELDS,
    OUTCOMES,
    SOURCE_TABLES,
    Table,
)
from ingestion.validation import Validator

ROWS_PER_BATCH = 50_000
"""Arrow batches of about this many rows keep memory flat and give the loader few, large files."""


@dataclass(slots=True)
class DeadLetter:
    """A record that could not be understood: why, and where it is. Never its text."""

    reason: str
    detail: str
    file_offset: int
    byte_length: int


@dataclass(slots=True)
class Stretch:
    """What a source made of one stretch of input.

    `received` counts the records met and must equal `accepted` + `ignored` + the dead letters. `records`
    holds rows by raw table; one accepted record may give several. A file's new position travels with its
    rows, as a row of `files`, so that both arrive or neither.
    """

    scope_key: str
    from_offset: int = 0
    to_offset: int = 0
    received: int = 0
    ignored: int = 0
    accepted: int = 0
    records: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    dead_letters: list[DeadLetter] = field(default_factory=list)
    dropped: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)

    def add(self, table: Table, record: dict[str, Any]) -> None:
        """Add one row for a raw table."""
        self.records.setdefault(table, []).append(record)


def new_batch_id(now: datetime | None = None) -> str:
    """Return an identifier for one load batch that sorts by time and is unique."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}"


def deterministic_key(*parts: object) -> str:
    """Return a 32-digit hexadecimal key of some parts; the same parts always give the same key."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def land(source: str, stretches: Iterable[Stretch], policy: Policy) -> DltSource:
    """Return a loadable source whose resources are the raw tables of `source`.

    Stretches are consumed once, in order, as the loader asks for them. Every table merges on its key, so
    landing the same input again changes nothing.
    """
    batch_id = new_batch_id()

    @dlt.resource(name="batches", selected=False)
    def batches() -> Iterator[dict[str, pa.Table]]:
        yield from _batches(source, stretches, policy, batch_id)

    resources = [_table_resource(batches, table) for table in SOURCE_TABLES[source]]

    @dlt.source(name=source, max_table_nesting=0)
    def landed() -> list[DltResource]:
        return resources

    return landed()


def _table_resource(batches: DltResource, table: Table) -> DltResource:
    @dlt.transformer(  # type: ignore[call-overload, untyped-decorator, unused-ignore]
        data_from=batches,
        name=table.name,
        primary_key=table.key,
        write_disposition={"disposition": "merge", "strategy": "delete-insert"},
    )
    def rows(batch: dict[str, pa.Table]) -> Iterator[pa.Table]:
        if table.name in batch:
            yield batch[table.name]

    resource: DltResource = rows
    return resource


def _batches(
    source: str, stretches: Iterable[Stretch], policy: Policy, batch_id: str
) -> Iterator[dict[str, pa.Table]]:
    gate = _Gate(source, policy, batch_id)
    for stretch in stretches:
        gate.take(stretch)
        if gate.row_count >= ROWS_PER_BATCH:
            yield gate.release()
    if gate.row_count:
        yield gate.release()


class _Gate:
    """Redacts and validates stretches into columns until a batch is full."""

    def __init__(self, source: str, policy: Policy, batch_id: str) -> None:
        self._source = source
        self._policy = policy
        self._batch_id = batch_id
        self._validators = {table: Validator(table) for table in SOURCE_TABLES[source]}
        self._read_at = datetime.now(UTC)

    @property
    def row_count(self) -> int:
        """Rows waiting to be released."""
        return sum(validator.row_count for validator in self._validators.values())

    def take(self, stretch: Stretch) -> None:
        """Let through what the policy and the tables allow; count one outcome per record."""
        flagged = 0
        refused: list[DeadLetter] = []
        for table, records in stretch.records.items():
            validator = self._validators[table]
            for record in records:
                kept, dropped = apply(self._policy, record)
                if dropped:
                    self._count_dropped(stretch, record, dropped)
                kept["batch_id"] = self._batch_id
                problem = validator.add(kept)
                if problem is not None:
                    refused.append(
                        DeadLetter("bad_record", problem, record.get("file_offset", 0), 0)
                    )
                elif kept.get("flags"):
                    flagged += 1
        self._book(stretch, refused, flagged)

    def release(self) -> dict[str, pa.Table]:
        """Return the waiting rows by table name and start afresh."""
        return {
            table.name: validator.release()
            for table, validator in self._validators.items()
            if validator.row_count
        }

    def _count_dropped(
        self, stretch: Stretch, record: dict[str, Any], dropped: list[tuple[str, str]]
    ) -> None:
        event = record.get("event_name") or record.get("metric_name") or ""
        agent, version = record.get("agent") or "", record.get("client_version") or ""
        for name, reason in dropped:
            stretch.dropped[agent, version, event, name, reason] += 1

    def _book(self, stretch: Stretch, refused: list[DeadLetter], flagged: int) -> None:
        place = (self._source, stretch.scope_key, stretch.from_offset, stretch.to_offset)
        outcome_id = deterministic_key(*place)
        common = {
            "source": self._source,
            "read_at": self._read_at,
            "batch_id": self._batch_id,
        }
        letters = [*stretch.dead_letters, *refused]
        for letter in letters:
            self._add(
                DEAD_LETTERS,
                common,
                dead_letter_id=deterministic_key(
                    self._source, stretch.scope_key, letter.file_offset, letter.reason
                ),
                file_key=stretch.scope_key,
                reason=letter.reason,
                detail=letter.detail,
                file_offset=letter.file_offset,
                byte_length=letter.byte_length,
            )
        for (agent, version, event, name, reason), count in stretch.dropped.items():
            self._add(
                DROPPED_FIELDS,
                common,
                dropped_field_id=deterministic_key(outcome_id, agent, version, event, name, reason),
                agent=agent,
                client_version=version,
                event_name=event,
                field_name=name,
                reason=reason,
                occurrences=count,
            )
        self._add(
            OUTCOMES,
            common,
            outcome_id=outcome_id,
            file_key=stretch.scope_key,
            from_offset=stretch.from_offset,
            to_offset=stretch.to_offset,
            received_count=stretch.received,
            accepted_count=stretch.accepted - len(refused),
            dead_lettered_count=len(letters),
            ignored_count=stretch.ignored,
            flagged_count=flagged,
        )

    def _add(self, table: Table, common: dict[str, Any], **row: object) -> None:
        validator = self._validators.get(table)
        if validator is not None:
            validator.add({**common, **row})
