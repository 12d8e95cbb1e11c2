"""Adds what one line of a client's file says to a stretch, and counts the line once.

What a line says belongs to the sources, how its objects are found to `json_lines`.
"""

from collections.abc import Iterable
from typing import Any

from agent_analytics.records import EVENTS
from ingestion.json_lines import UnreadableError
from ingestion.stretches import DeadLetter, Stretch

Record = dict[str, Any]


def add_line(
    stretch: Stretch, kind: str, offset: int, line: bytes, said: Iterable[tuple[Record, str | None]]
) -> None:
    """Add a line's events, each with a data-quality flag or None, to a stretch.

    Every event is one record received, and a line without any is one record ignored; a blank line is none.
    Where `said` raises `UnreadableError` the rest of the line is one dead letter of that `kind`.
    """
    if not line.strip():
        return
    found, refused = 0, 0
    try:
        for record, flag in said:
            add_flag(record, flag)
            stretch.add(EVENTS, record)
            found += 1
    except UnreadableError as error:
        refused = 1
        stretch.dead_letters.append(DeadLetter(str(error), kind, offset, len(line)))
    stretch.accepted += found
    stretch.ignored += not (found or refused)
    stretch.received += max(found + refused, 1)


def add_flag(record: Record, flag: str | None) -> None:
    """Add a data-quality flag to those a record has."""
    if flag:
        record["flags"] = ",".join(filter(None, (record.get("flags"), flag)))
