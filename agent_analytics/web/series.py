"""Daily values of the shown period, one place for every day, ready to draw.

A day without a row is zero; a day before any data, or whose cost nobody can price, is null.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from agent_analytics.web.choices import Split
from agent_analytics.web.figures import DataDays, bounds
from agent_analytics.web.period import Period
from agent_analytics.web.questions import Row, ask

SHOWN_SERIES = 5
REST = "others"
UNASSISTED = "without an agent"

Values = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A name and its value on every day of the period."""

    name: str
    values: Values


@dataclass(frozen=True, slots=True)
class Daily:
    """Daily values of the shown period.

    `spend` is list cost in micro-USD, split, dearest first; what has no price at all is not in it.
    """

    days: tuple[date, ...]
    spend: tuple[Series, ...]
    requests: Series
    sessions: Series
    developers: Series
    tokens: Series
    commits: tuple[Series, ...]


def read_daily(
    connection: duckdb.DuckDBPyConnection, period: Period, split: Split, known: DataDays
) -> Daily:
    """Return the daily values of a period, its spend split by model or agent."""
    days = tuple(period.days())
    spend = ask(connection, f"daily_spend_by_{split}", bounds(period))
    activity = ask(connection, "daily_activity", bounds(period))
    commits = ask(connection, "daily_commits", bounds(period))
    used, committed = known.first_usage_date, known.first_commit_date

    def of_activity(name: str, column: str) -> Series:
        return Series(name, _values(days, activity, ("active_date", column), used))

    def of_commits(name: str, column: str) -> Series:
        return Series(name, _values(days, commits, ("committed_date", column), committed))

    return Daily(
        days=days,
        spend=_largest(
            Series(name, _values(days, rows, ("cost_date", "cost_microusd"), used))
            for name, rows in _by_series(spend).items()
            if any(row["cost_microusd"] is not None for row in rows)
        ),
        requests=of_activity("requests", "request_count"),
        sessions=of_activity("sessions", "session_count"),
        developers=of_activity("developers", "developer_count"),
        tokens=of_activity("tokens", "tokens"),
        commits=(
            of_commits("with an agent", "assisted_commit_count"),
            of_commits(UNASSISTED, "other_commit_count"),
        ),
    )


def added(series: Sequence[Series]) -> Values:
    """Return the sums of several series by day; null on a day that none of them knows."""
    return tuple(_known_sum(day) for day in zip(*(one.values for one in series), strict=True))


def _largest(series: Iterable[Series]) -> tuple[Series, ...]:
    """Return the series by falling total, all but the largest few added up as the last."""
    ranked = sorted(series, key=lambda one: (-(_known_sum(one.values) or 0), one.name))
    if len(ranked) <= SHOWN_SERIES + 1:
        return tuple(ranked)
    rest = Series(REST, added(ranked[SHOWN_SERIES:]))
    return (*ranked[:SHOWN_SERIES], rest)


def _known_sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _by_series(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["series"], []).append(row)
    return grouped


def _values(
    days: Sequence[date], rows: Iterable[Row], columns: tuple[str, str], first_day: date | None
) -> Values:
    day_column, value_column = columns
    by_day = {row[day_column]: row[value_column] for row in rows}
    return tuple(
        by_day.get(day, 0) if first_day is not None and day >= first_day else None for day in days
    )
