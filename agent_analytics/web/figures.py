"""The figures of a period and of the one before, read from the snapshot as values.

Reading only: null is unknown, zero is zero. How they are worded is the concern of `tiles`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import duckdb

from agent_analytics.web.period import Period, ending
from agent_analytics.web.questions import Row, ask

Side = TypeVar("Side")
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Compared(Generic[Side]):
    """Something in the shown period and in the one before.

    `since` is the first day of any data of its kind, null without data. `before` is null unless the data
    cover all of the earlier period: comparing with a half-recorded one would invent a trend.
    """

    now: Side | None
    before: Side | None
    since: date | None

    def part(self, take: Callable[[Side], Part | None]) -> "Compared[Part]":
        """Return the same comparison of something taken from each side."""
        return Compared(
            None if self.now is None else take(self.now),
            None if self.before is None else take(self.before),
            self.since,
        )


@dataclass(frozen=True, slots=True)
class DataDays:
    """First and last days anything is known of; null for a side that has no data at all."""

    first_usage_date: date | None
    last_usage_date: date | None
    first_commit_date: date | None
    last_commit_date: date | None

    def last_day(self) -> date | None:
        """Return the newest day of either side; null when there is no data."""
        known = [day for day in (self.last_usage_date, self.last_commit_date) if day is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Usage:
    """What agents did in a period. Token sums are null when no request says; costs likewise.

    `developer_count` is null when no person is known for any of the activity; `unresolved_count` are the
    accounts and machines that no person is known for.
    """

    request_count: int
    session_count: int
    developer_count: int | None
    unresolved_count: int
    input_tokens: int | None
    cache_write_tokens: int | None
    cache_write_5m_tokens: int | None
    cache_write_1h_tokens: int | None
    cache_read_tokens: int | None
    total_input_tokens: int | None
    output_tokens: int | None
    reasoning_tokens: int | None
    list_cost_microusd: int | None
    priced_request_count: int
    reported_cost_microusd: int | None
    reported_request_count: int

    @property
    def tokens(self) -> int | None:
        """Return input and output tokens together; null unless both are known."""
        if self.total_input_tokens is None or self.output_tokens is None:
            return None
        return self.total_input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was committed in a period."""

    commit_count: int
    assisted_commit_count: int


def read_data_days(connection: duckdb.DuckDBPyConnection) -> DataDays:
    """Return the first and last days of the snapshot's data."""
    (row,) = ask(connection, "data_days", {})
    return DataDays(**row)


def shown_period(days: DataDays, day_count: int, now: datetime, timezone: str) -> Period | None:
    """Return the period that ends on the newest day with data, never in the future.

    Null without data. A clock that runs ahead somewhere cannot push the page into empty days.
    """
    newest = days.last_day()
    if newest is None:
        return None
    return ending(min(newest, now.astimezone(ZoneInfo(timezone)).date()), day_count)


def bounds(period: Period) -> dict[str, date]:
    """Return the parameters that every question about a period may name."""
    return {
        "first_day": period.first_day,
        "last_day": period.last_day,
        "before_first_day": period.before().first_day,
    }


def read_usage(
    connection: duckdb.DuckDBPyConnection, period: Period, since: date | None
) -> Compared[Usage]:
    """Return the usage of the period and of the one before; `since` is the first day of any usage."""
    totals = [
        _by_period(ask(connection, question, bounds(period)))
        for question in ("usage_totals", "session_totals", "active_developers")
    ]
    costs = ask(connection, "cost_totals", bounds(period))
    now, before = (
        _usage(
            [pair[is_now] for pair in totals],
            {row["cost_type"]: row for row in costs if row["is_now"] is is_now},
        )
        for is_now in (True, False)
    )
    return _compared(now, before, period, since)


def read_delivery(
    connection: duckdb.DuckDBPyConnection, period: Period, since: date | None
) -> Compared[Delivery]:
    """Return the commits of the period and of the one before; `since` is the first day of any commit."""
    rows = _by_period(ask(connection, "commit_totals", bounds(period)))
    now, before = (
        Delivery(rows[is_now].get("commit_count", 0), rows[is_now].get("assisted_commit_count", 0))
        for is_now in (True, False)
    )
    return _compared(now, before, period, since)


def _compared(now: Side, before: Side, period: Period, since: date | None) -> Compared[Side]:
    if since is None:
        return Compared(None, None, None)
    return Compared(now, before if since <= period.before().first_day else None, since)


def _by_period(rows: list[Row]) -> dict[bool, Row]:
    found: dict[bool, Row] = {True: {}, False: {}}
    found.update({row["is_now"]: row for row in rows})
    return found


def _usage(parts: list[Row], costs: Mapping[str, Row]) -> Usage:
    """Return the usage that totals add up to; a period without requests used and cost nothing."""
    totals = {name: value for part in parts for name, value in part.items()}
    quiet = 0 if not totals.get("request_count") else None
    is_active = bool(totals.get("request_count") or totals.get("session_count"))
    listed, reported = costs.get("list", {}), costs.get("reported", {})
    return Usage(
        request_count=totals.get("request_count", 0),
        session_count=totals.get("session_count", 0),
        developer_count=totals.get("developer_count", 0) or (None if is_active else 0),
        unresolved_count=totals.get("unresolved_count", 0),
        input_tokens=totals.get("input_tokens", quiet),
        cache_write_tokens=totals.get("cache_write_tokens", quiet),
        cache_write_5m_tokens=totals.get("cache_write_5m_tokens", quiet),
        cache_write_1h_tokens=totals.get("cache_write_1h_tokens", quiet),
        cache_read_tokens=totals.get("cache_read_tokens", quiet),
        total_input_tokens=totals.get("total_input_tokens", quiet),
        output_tokens=totals.get("output_tokens", quiet),
        reasoning_tokens=totals.get("reasoning_tokens", quiet),
        list_cost_microusd=listed.get("cost_microusd", quiet),
        priced_request_count=listed.get("costed_request_count", 0),
        reported_cost_microusd=reported.get("cost_microusd", quiet),
        reported_request_count=reported.get("costed_request_count", 0),
    )
