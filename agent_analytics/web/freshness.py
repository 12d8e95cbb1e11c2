"""The strip that says how new the data of every source is, and when to worry.

Words only; what counts as an event or a load is defined in the mart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agent_analytics.web.questions import Row
from agent_analytics.web.wording import age, moment

STALE_AFTER = timedelta(days=2)
"""Two days let a quiet weekend day pass; a laptop that went silent on Friday shows on Monday."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """One source's state: `event` and `load` with their age, null-free words, and whether it is stale."""

    source: str
    event: str
    event_age: str
    load: str
    is_stale: bool


def freshness(rows: Sequence[Row], now: datetime, timezone: str) -> tuple[Freshness, ...]:
    """Return the state of every source, times in the installation's time zone."""
    return tuple(_state(row, now, ZoneInfo(timezone)) for row in rows)


def _state(row: Row, now: datetime, zone: ZoneInfo) -> Freshness:
    event: datetime | None = row["newest_event_at"]
    load: datetime | None = row["newest_loaded_at"]
    return Freshness(
        source=f"{row['source']}, {row['layer']}" if row["layer"] else row["source"],
        event="no event yet" if event is None else moment(event.astimezone(zone)),
        event_age="" if event is None else age(event, now),
        load="never loaded" if load is None else f"loaded {age(load, now)}",
        is_stale=event is None or now - event > STALE_AFTER,
    )
