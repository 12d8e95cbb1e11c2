"""Stretches to Arrow tables: every record redacted, checked and counted once.

Records of one shape (the same fields in the same order) go through the guard and the checks together,
column by column; that is where the speed of loading comes from. What a check accepts is said in
`validation`, what may be kept in `agent_analytics.privacy`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from agent_analytics.columns import columns_of
from agent_analytics.privacy.losses import Dropped
from agent_analytics.privacy.policy import Policy
from agent_analytics.privacy.redact import apply_columns
from agent_analytics.privacy.reductions import name_or_hash
from agent_analytics.records import (
    DEAD_LETTERS,
    DROPPED_FIELDS,
    OUTCOMES,
    SOURCE_TABLES,
    Table,
)
from ingestion.stretches import DeadLetter, Stretch, deterministic_key
from ingestion.validation import Validator

RECORDS_AT_ONCE = 5_000
"""Records are turned into columns in portions of about this many: the memory of one portion fits the
processor's caches, and many small files still fill it."""


@dataclass(slots=True)
class _Shape:
    """Records with the same fields, event and client, and the stretch each came from."""

    table: Table
    event: tuple[str, str, str]
    records: list[dict[str, Any]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Counts:
    """What the gate itself found about one stretch."""

    stretch: Stretch
    refused: list[DeadLetter] = field(default_factory=list)
    flagged: int = 0


class Gate:
    """Redacts and validates stretches into columns until they are released."""

    def __init__(self, source: str, policy: Policy, batch_id: str) -> None:
        self._source = source
        self._policy = policy
        self._batch_id = batch_id
        self._validators = {table: Validator(table) for table in SOURCE_TABLES[source]}
        self._read_at = datetime.now(UTC)
        self._counts: list[_Counts] = []
        self._shapes: dict[tuple[Any, ...], _Shape] = {}
        self._waiting = 0

    @property
    def row_count(self) -> int:
        """Rows and records waiting to be released."""
        return self._waiting + sum(validator.row_count for validator in self._validators.values())

    def take(self, stretch: Stretch) -> None:
        """Take over a stretch's records; each is let through, reduced, or counted as refused."""
        owner = len(self._counts)
        self._counts.append(_Counts(stretch))
        self._waiting += 1
        for table, records in stretch.records.items():
            self._sort(table, records, owner)
            self._waiting += len(records)
        stretch.records = {}
        if self._waiting >= RECORDS_AT_ONCE:
            self._pass()

    def release(self) -> dict[str, pa.Table]:
        """Return the waiting rows by table name and start afresh."""
        self._pass()
        return {
            table.name: validator.release()
            for table, validator in self._validators.items()
            if validator.row_count
        }

    def _sort(self, table: Table, records: list[dict[str, Any]], owner: int) -> None:
        shapes = self._shapes
        for record in records:
            fields = tuple(record)
            event = record.get("event_name") or record.get("metric_name") or ""
            version = record.get("client_version")
            version = version if isinstance(version, str) else ""
            client = (record.get("agent") or "", version, event)
            key = (table, fields, client)
            shape = shapes.get(key)
            if shape is None:
                shape = shapes[key] = _Shape(table, client)
            shape.records.append(record)
            shape.owners.append(owner)

    def _pass(self) -> None:
        """Let the waiting records through and book one outcome per stretch."""
        for shape in self._shapes.values():
            self._pass_shape(shape)
        self._book()
        self._shapes, self._counts, self._waiting = {}, [], 0

    def _pass_shape(self, shape: _Shape) -> None:
        columns, dropped = apply_columns(self._policy, columns_of(shape.records))
        for what, rows in dropped.items():
            self._count_dropped(shape, what, rows)
        columns["batch_id"] = (self._batch_id,) * len(shape.records)
        checked = self._validators[shape.table].add_columns(columns)
        for row, problem in checked.refused.items():
            offset = shape.records[row].get("file_offset", 0)
            self._counts[shape.owners[row]].refused.append(
                DeadLetter("bad_record", problem, offset, 0)
            )
        for row in checked.flagged:
            self._counts[shape.owners[row]].flagged += 1

    def _count_dropped(self, shape: _Shape, what: Dropped, rows: list[int]) -> None:
        first, last = shape.owners[0], shape.owners[-1]
        owners = {first: len(rows)} if first == last else Counter(shape.owners[r] for r in rows)
        for owner, occurrences in owners.items():
            self._counts[owner].stretch.dropped[(*shape.event, *what)] += occurrences

    def _book(self) -> None:
        letters, dropped, outcomes = [], [], []
        for counts in self._counts:
            stretch = counts.stretch
            outcome = self._outcome_row(counts)
            outcomes.append(outcome)
            letters += [
                self._letter_row(stretch, letter)
                for letter in (*stretch.dead_letters, *counts.refused)
            ]
            dropped += [
                self._dropped_row(outcome["outcome_id"], what, occurrences)
                for what, occurrences in stretch.dropped.items()
            ]
        self._write(DEAD_LETTERS, letters)
        self._write(DROPPED_FIELDS, dropped)
        self._write(OUTCOMES, outcomes)

    def _outcome_row(self, counts: _Counts) -> dict[str, Any]:
        stretch = counts.stretch
        place = (stretch.scope_key, stretch.from_offset, stretch.to_offset)
        return {
            "outcome_id": deterministic_key(self._source, *place),
            "file_key": stretch.scope_key,
            "from_offset": stretch.from_offset,
            "to_offset": stretch.to_offset,
            "received_count": stretch.received,
            "accepted_count": stretch.accepted - len(counts.refused),
            "dead_lettered_count": len(stretch.dead_letters) + len(counts.refused),
            "ignored_count": stretch.ignored,
            "rejected_count": stretch.rejected,
            "flagged_count": counts.flagged,
        }

    def _letter_row(self, stretch: Stretch, letter: DeadLetter) -> dict[str, Any]:
        place = (stretch.scope_key, letter.file_offset, letter.reason, letter.detail)
        return {
            "dead_letter_id": deterministic_key(self._source, *place),
            "file_key": stretch.scope_key,
            "reason": letter.reason,
            "detail": letter.detail,
            "file_offset": letter.file_offset,
            "byte_length": letter.byte_length,
        }

    def _dropped_row(
        self, outcome_id: str, what: tuple[str, str, str, str, str], occurrences: int
    ) -> dict[str, Any]:
        # These are the sender's words, which no policy has looked at yet.
        agent, version, event = (name_or_hash(self._policy, word) for word in what[:3])
        name, reason = what[3:]
        return {
            "dropped_field_id": deterministic_key(outcome_id, *what),
            "agent": agent,
            "client_version": version,
            "event_name": event,
            "field_name": name,
            "reason": reason,
            "occurrences": occurrences,
        }

    def _write(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Add bookkeeping rows, which all have the same fields, where the source keeps such a table."""
        validator = self._validators.get(table)
        if validator is None or not rows:
            return
        columns = columns_of(rows)
        for name, value in (
            ("source", self._source),
            ("read_at", self._read_at),
            ("batch_id", self._batch_id),
        ):
            columns[name] = (value,) * len(rows)
        validator.add_columns(columns)
