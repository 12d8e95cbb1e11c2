"""What a card is made of: the marts its SQL reads, how many rows they hold, and how new the data are."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from agent_analytics.dashboards.marts import marts_of
from agent_analytics.dashboards.templates import Card
from agent_analytics.web.asking import Session
from agent_analytics.web.wording import age, moment, plural

_STALE_HOURS = 48
_FEWEST = re.compile(r"(?:(?:people|developer|starter)_count|developer_key\)) >= (\d+)")
_MOST_HELD_BACK = re.compile(r"(?:_count|developer_key\)) not between 1 and (\d+)")
"""How cards hold back what is of too few people, either side of the border named."""


@dataclass(frozen=True, slots=True)
class Mart:
    """A mart and its rows in words."""

    name: str
    rows: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the data are, in words, and whether to worry."""

    newest: str
    newest_age: str
    built: str
    built_age: str
    build_id: str
    timezone: str
    is_stale: bool


def lineage(session: Session, card: Card) -> tuple[Mart, ...]:
    """Return the marts of a card with their sizes."""
    marts = []
    for name in marts_of(card):
        count = session.row_count(name)
        marts.append(Mart(name, "not in this snapshot" if count is None else plural(count, "row")))
    return tuple(marts)


def nothing_because(session: Session, card: Card, filters: str) -> str:
    """Return why a card has nothing to show: a mart without rows, no match, or too few people."""
    for name in marts_of(card):
        if session.row_count(name) == 0:
            return f"Nothing of this kind was loaded yet: {name} has no rows."
    fewest = fewest_people(card)
    group = f" in a group of {fewest} people or more" if fewest else ""
    if filters:
        return f"Nothing matches {filters}{group}."
    return f"There is nothing to show{group}."


def fewest_people(card: Card) -> int | None:
    """Return how many people a figure of a card rests on at least; null when it asks for no number."""
    if found := _FEWEST.search(card.sql):
        return int(found[1])
    most = _MOST_HELD_BACK.search(card.sql)
    return int(most[1]) + 1 if most else None


def freshness(session: Session) -> Freshness:
    """Return how new the session's snapshot is, times in the installation's time zone."""
    zone, now = ZoneInfo(session.timezone), datetime.now(UTC)
    built = session.snapshot.built_at.astimezone(zone)
    newest = session.snapshot.newest_event_at
    local = None if newest is None else newest.astimezone(zone)
    return Freshness(
        newest="no events" if local is None else moment(local),
        newest_age="" if local is None else age(local, now),
        built=moment(built),
        built_age=age(built, now),
        build_id=session.snapshot.build_id,
        timezone=session.timezone,
        is_stale=local is None or (now - local).total_seconds() > _STALE_HOURS * 3_600,
    )
