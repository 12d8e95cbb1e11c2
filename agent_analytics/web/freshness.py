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
    """One source's state in words: its newest event, how old that and the newest load are."""

    source: str
    newest: str
    ages: str
    is_stale: bool


def freshness(rows: Sequence[Row], now: datetime, timezone: str) -> tuple[Freshness, ...]:
    """Return the state of every source, times in the installation's time zone."""
    return tuple(_state(row, now, ZoneInfo(timezone)) for row in rows)


def _state(row: Row, now: datetime, zone: ZoneInfo) -> Freshness:
    """Return one state. A source without events of its own, such as prices, is as new as its load."""
    event: datetime | None = row["newest_event_at"]
    load: datetime | None = row["newest_loaded_at"]
    loaded = "never loaded" if load is None else f"loaded {age(load, now)}"
    newest = event or load
    return Freshness(
        source=_name(row["source"], row["layer"]),
        newest="no events" if event is None else moment(event.astimezone(zone)),
        ages=loaded if event is None else f"{age(event, now)} · {loaded}",
        is_stale=newest is None or now - newest > STALE_AFTER,
    )


def _name(source: str, layer: str | None) -> str:
    """Return `claude_code · transcript`, without what the layer repeats of the source."""
    rest = (layer or "").removeprefix(source).removeprefix("_")
    return f"{source} · {rest}" if rest else source
