"""Figures are summed by period, and periods are compared only when both are recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from agent_analytics.settings import Settings
from agent_analytics.web.figures import (
    DataDays,
    read_data_days,
    read_delivery,
    read_usage,
    shown_period,
)
from agent_analytics.web.period import Period
from tests.fixtures.marts import insert, insert_usage, open_warehouse

WEEK = Period(date(2026, 11, 14), date(2026, 11, 20))
LONG_AGO = date(2026, 1, 1)
EVENING = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.fixture
def marts(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return empty marts to fill and to read."""
    with open_warehouse(settings) as connection:
        yield connection


def test_days_belong_to_exactly_one_period(marts: duckdb.DuckDBPyConnection) -> None:
    """The first and the last day count; the eve belongs to the period before; older days to none."""
    for day in (date(2026, 11, 6), date(2026, 11, 13), WEEK.first_day, WEEK.last_day):
        insert_usage(marts, day, "ada")
    usage = read_usage(marts, WEEK, LONG_AGO)
    assert usage.now is not None
    assert usage.before is not None
    assert (usage.now.request_count, usage.before.request_count) == (2, 1)


def test_people_are_counted_once(marts: duckdb.DuckDBPyConnection) -> None:
    """A person with two teams, a session and three days of requests is one; a machine is no person."""
    for days_ago, team in enumerate(("platform", "payments", "platform")):
        insert_usage(marts, WEEK.last_day - timedelta(days=days_ago), "ada", team=team)
    insert_usage(marts, WEEK.last_day, None)
    session = {"started_date": WEEK.last_day, "developer_key": "ada"}
    insert(marts, "fct_agent_sessions", session)
    insert_usage(marts, WEEK.last_day, "machine")
    insert(marts, "dim_developers", {"developer_key": "ada", "is_resolved": True})
    insert(marts, "dim_developers", {"developer_key": "machine", "is_resolved": False})
    usage = read_usage(marts, WEEK, LONG_AGO).now
    assert usage is not None
    assert (usage.developer_count, usage.unresolved_count, usage.session_count) == (1, 1, 1)


def test_machines_alone_leave_the_people_unknown(marts: duckdb.DuckDBPyConnection) -> None:
    """Activity that nobody is known for is not the activity of nobody."""
    insert_usage(marts, WEEK.last_day, "machine")
    insert(marts, "dim_developers", {"developer_key": "machine", "is_resolved": False})
    usage = read_usage(marts, WEEK, LONG_AGO)
    assert usage.now is not None
    assert usage.before is not None
    assert (usage.now.developer_count, usage.before.developer_count) == (None, 0)


def test_costs_of_both_kinds_are_never_added(marts: duckdb.DuckDBPyConnection) -> None:
    """List and reported cost stand side by side."""
    insert_usage(
        marts, WEEK.last_day, "ada", list_cost_microusd=5, reported_cost_microusd=4, request_count=3
    )
    usage = read_usage(marts, WEEK, LONG_AGO).now
    assert usage is not None
    assert (usage.list_cost_microusd, usage.reported_cost_microusd) == (5, 4)
    assert (usage.priced_request_count, usage.reported_request_count) == (3, 3)


def test_unknown_is_not_zero_and_quiet_is(marts: duckdb.DuckDBPyConnection) -> None:
    """Requests that nobody can price leave the cost unknown; no requests cost nothing."""
    insert_usage(marts, WEEK.last_day, "ada", list_cost_microusd=None, output_tokens=None)
    usage = read_usage(marts, WEEK, LONG_AGO)
    assert usage.now is not None
    assert usage.before is not None
    assert (usage.now.list_cost_microusd, usage.now.tokens) == (None, None)
    assert (usage.before.list_cost_microusd, usage.before.tokens) == (0, 0)


@pytest.mark.parametrize(
    ("since", "compares"), [(date(2026, 11, 7), True), (date(2026, 11, 8), False)]
)
def test_a_half_recorded_period_is_not_compared_with(
    marts: duckdb.DuckDBPyConnection, since: date, compares: bool
) -> None:
    """Data must reach back to the first day of the period before."""
    insert(marts, "fct_git_commits", {"sha": "a", "committed_date": WEEK.first_day})
    assert (read_usage(marts, WEEK, since).before is not None) is compares
    assert (read_delivery(marts, WEEK, since).before is not None) is compares


def test_assisted_commits_are_counted_apart(marts: duckdb.DuckDBPyConnection) -> None:
    """Each commit is one of all; some are assisted."""
    for sha, is_assisted in (("a", True), ("b", False)):
        commit = {"sha": sha, "committed_date": WEEK.last_day, "is_assisted": is_assisted}
        insert(marts, "fct_git_commits", commit)
    delivery = read_delivery(marts, WEEK, LONG_AGO).now
    assert delivery is not None
    assert (delivery.commit_count, delivery.assisted_commit_count) == (2, 1)


def test_data_days_span_requests_and_sessions(marts: duckdb.DuckDBPyConnection) -> None:
    """The earliest of the two begins the usage, the latest ends it; commits have days of their own."""
    insert_usage(marts, date(2026, 11, 3), "ada")
    insert(marts, "fct_agent_sessions", {"started_date": date(2026, 11, 5)})
    days = read_data_days(marts)
    assert days == DataDays(date(2026, 11, 3), date(2026, 11, 5), None, None)
    assert days.last_day() == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("newest", "timezone", "last_day"),
    [
        (date(2026, 11, 10), "UTC", date(2026, 11, 10)),
        (date(2027, 5, 1), "UTC", date(2026, 11, 20)),
        (date(2027, 5, 1), "Asia/Tokyo", date(2026, 11, 21)),
    ],
)
def test_the_period_ends_with_the_data_but_not_after_today(
    newest: date, timezone: str, last_day: date
) -> None:
    """Today is that of the installation."""
    period = shown_period(DataDays(None, None, newest, newest), 7, EVENING, timezone)
    assert period is not None
    assert (period.last_day, period.day_count) == (last_day, 7)


def test_without_data_there_is_no_period() -> None:
    """Nothing is shown of nothing."""
    assert shown_period(DataDays(None, None, None, None), 7, EVENING, "UTC") is None
