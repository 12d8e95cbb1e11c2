"""The overview page as a value: everything the template says, read from one snapshot.

Putting together only; each part is worded by its own module.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb

from agent_analytics.serving import Snapshot, describe_snapshot
from agent_analytics.settings import Settings
from agent_analytics.web.choices import Choice
from agent_analytics.web.figures import (
    bounds,
    read_data_days,
    read_delivery,
    read_usage,
    shown_period,
)
from agent_analytics.web.freshness import Freshness, freshness
from agent_analytics.web.graphs import Graph, graphs
from agent_analytics.web.period import Period
from agent_analytics.web.questions import ask
from agent_analytics.web.series import read_daily
from agent_analytics.web.tables import (
    Kind,
    Table,
    model_table,
    price_gaps,
    repository_table,
    team_table,
    token_kinds,
)
from agent_analytics.web.tiles import Tile, tiles
from agent_analytics.web.wording import age, day, moment, span


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the page's figures come from: the snapshot, its age, the last day and whose days they are."""

    build_id: str
    built: str
    built_age: str
    through: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one period."""

    choice: Choice
    period: str
    before: str
    note: str
    tiles: tuple[Tile, ...]
    graphs: dict[str, Graph]
    kinds: tuple[Kind, ...]
    models: Table
    price_gaps: tuple[str, ...]
    teams: Table
    repositories: Table
    freshness: tuple[Freshness, ...]
    provenance: Provenance


def read_overview(
    connection: duckdb.DuckDBPyConnection, settings: Settings, choice: Choice, now: datetime
) -> Overview | None:
    """Return the overview of the newest period; null when the snapshot holds no data at all."""
    known = read_data_days(connection)
    period = shown_period(known, choice.day_count, now, settings.timezone)
    if period is None:
        return None
    usage = read_usage(connection, period, known.first_usage_date)
    delivery = read_delivery(connection, period, known.first_commit_date)
    daily = read_daily(connection, period, choice.split, known)
    models = ask(connection, "models", bounds(period))
    return Overview(
        choice=choice,
        period=span(period),
        before=span(period.before()),
        note=_note(period, now.astimezone(ZoneInfo(settings.timezone)).date()),
        tiles=tiles(usage, delivery, daily),
        graphs=graphs(daily, choice.split),
        kinds=token_kinds(usage.now),
        models=model_table(models),
        price_gaps=price_gaps(models),
        teams=team_table(ask(connection, "teams", bounds(period))),
        repositories=repository_table(ask(connection, "repositories", bounds(period))),
        freshness=freshness(ask(connection, "freshness", {}), now, settings.timezone),
        provenance=_provenance(describe_snapshot(connection), period, settings, now),
    )


def _note(period: Period, today: date) -> str:
    """Return what to know of the period's last day: still running, or long ago."""
    days_ago = (today - period.last_day).days
    if days_ago == 0:
        return "the last day is still running"
    return "" if days_ago == 1 else f"the newest data are {days_ago} days old"


def _provenance(
    snapshot: Snapshot, period: Period, settings: Settings, now: datetime
) -> Provenance:
    built = snapshot.built_at.astimezone(ZoneInfo(settings.timezone))
    return Provenance(
        build_id=snapshot.build_id,
        built=moment(built),
        built_age=age(built, now),
        through=day(period.last_day),
        timezone=settings.timezone,
    )
