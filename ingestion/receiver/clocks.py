"""Senders whose clock is wrong: how far, and their records' times put right.

A request that says when it was sent, by its `Date`, tells the sender's clock beside ours. Most clients do not
say it; then nothing tells a wrong clock from a late delivery, and times stay as they are.
"""

from collections.abc import Iterable
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from agent_analytics.records import EVENTS, Table

SLACK = 3_600_000_000
"""Microseconds a request may be under way, kept by a proxy or sent again; less than that moves no day."""

CORRECTED = "clock_corrected"
_MICROSECONDS = 1_000_000

Row = tuple[Table, dict[str, Any]]


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


def put_right(rows: Iterable[Row], ahead: int) -> Iterable[Row]:
    """Return rows as a right clock would have dated them; each keeps what it was told, and a flag."""
    if not ahead:
        return rows
    return [(table, _put_right(table, row, ahead)) for table, row in rows]


def _put_right(table: Table, row: dict[str, Any], ahead: int) -> dict[str, Any]:
    # A point's interval keeps its beginning as told: it says which points follow each other.
    name = "event_at" if table is EVENTS else "point_at"
    told = row.get(name)
    if told is None:
        return row
    flags = filter(None, (row.get("flags"), CORRECTED))
    return {**row, name: told - ahead, "told_at": told, "flags": ",".join(flags)}
