"""Senders whose clock is wrong: how far, and their records' times put right, or doubted.

A request that says when it was sent, by its `Date`, tells the sender's clock beside ours. Most clients do not
say it; then nothing tells a wrong clock from a late delivery, and times stay as they are. Only what no client
keeps that long is doubted; what is ahead of us is flagged where every source is checked.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from agent_analytics.records import EVENTS, Table
from ingestion.batches import Batch

SLACK = 3_600_000_000
"""Microseconds a request may be under way, kept by a proxy or sent again; less than that moves no day."""

LONGEST_DELAY = timedelta(days=396) // timedelta(microseconds=1)
"""Microseconds, thirteen months: no exporter holds a record for as long."""

CORRECTED = "clock_corrected"
PAST = "past_time"
_MICROSECONDS = 1_000_000


def ahead_of(date: str | None, received_at: int) -> int:
    """Return by how many microseconds a sender's clock is ahead of ours, negative behind; 0 if not known.

    `date` is what the request says of its sending, `received_at` when it came, in microseconds since 1970.
    """
    try:
        sent = parsedate_to_datetime(date or "")
        seconds = round(sent.replace(tzinfo=sent.tzinfo or UTC).timestamp())
    except (ValueError, OverflowError):
        return 0
    return ahead_by(seconds * _MICROSECONDS, received_at)


def ahead_by(sent_at: int, received_at: int) -> int:
    """Return the same for a sender that tells microseconds."""
    ahead = sent_at - received_at
    return ahead if abs(ahead) > SLACK else 0


def put_right(batch: Batch, ahead: int) -> Batch:
    """Return records as a right clock would have dated them; each keeps what it was told, and a flag."""
    name = _time_of(batch.table)
    told = batch.columns.get(name, ())
    if not ahead or not any(told):
        return batch
    columns = batch.columns | {
        name: [None if at is None else at - ahead for at in told],
        "told_at": told,
    }
    return _flagged(replace(batch, columns=columns), [at is not None for at in told], CORRECTED)


def doubt_past(batch: Batch) -> Batch:
    """Return records, flagged where their time is too long past to be believed; the time stays."""
    earliest = time.time_ns() // 1000 - LONGEST_DELAY
    past = [bool(at) and at < earliest for at in batch.columns.get(_time_of(batch.table), ())]
    return _flagged(batch, past, PAST) if True in past else batch


def _time_of(table: Table) -> str:
    # A point's interval keeps its beginning as told: it says which points follow each other.
    return "event_at" if table is EVENTS else "point_at"


def _flagged(batch: Batch, which: Sequence[bool], flag: str) -> Batch:
    before = batch.columns.get("flags") or (None,) * len(which)
    flags = [
        ",".join(filter(None, (flags, flag))) if is_so else flags
        for flags, is_so in zip(before, which, strict=True)
    ]
    return replace(batch, columns=batch.columns | {"flags": flags})
