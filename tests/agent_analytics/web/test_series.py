"""Every day of a period has a place; quiet days are zero, unrecorded ones unknown."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from agent_analytics.settings import Settings
from agent_analytics.web.figures import DataDays
from agent_analytics.web.period import Period
from agent_analytics.web.series import REST, SHOWN_SERIES, Daily, Series, added, read_daily
from tests.fixtures.marts import insert, insert_usage, open_warehouse

FIRST, SECOND, THIRD = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)
DAYS = Period(FIRST, THIRD)


@pytest.fixture
def marts(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return empty marts to fill and to read."""
    with open_warehouse(settings) as connection:
        yield connection


def daily(marts: duckdb.DuckDBPyConnection, since: date | None = FIRST) -> Daily:
    """Return the daily values of three days, their spend by model."""
    return read_daily(marts, DAYS, "model", DataDays(since, THIRD, since, THIRD))


def test_a_quiet_day_is_zero(marts: duckdb.DuckDBPyConnection) -> None:
    """Days without a row keep their place."""
    insert_usage(marts, SECOND, "ada", request_count=4)
    assert daily(marts).requests.values == (0, 4, 0)


def test_days_before_any_data_are_unknown(marts: duckdb.DuckDBPyConnection) -> None:
    """Nobody knows what happened before recording began."""
    insert_usage(marts, SECOND, "ada", request_count=4)
    assert daily(marts, since=SECOND).requests.values == (None, 4, 0)
    assert daily(marts, since=None).requests.values == (None, None, None)


def test_a_day_nobody_can_price_is_unknown(marts: duckdb.DuckDBPyConnection) -> None:
    """It is neither zero nor left out."""
    insert_usage(marts, FIRST, "ada", list_cost_microusd=5)
    insert_usage(marts, SECOND, "ada", list_cost_microusd=None)
    assert daily(marts).spend == (Series("claude-sonnet-5", (5, None, 0)),)


def test_a_model_without_any_price_is_not_drawn(marts: duckdb.DuckDBPyConnection) -> None:
    """Its cost would read as zero."""
    insert_usage(marts, FIRST, "ada", model="odd-1", list_cost_microusd=None)
    assert daily(marts).spend == ()


def test_the_dearest_come_first_and_the_rest_is_added_up(marts: duckdb.DuckDBPyConnection) -> None:
    """Beyond the shown series everything is one."""
    for number in range(SHOWN_SERIES + 2):
        insert_usage(marts, FIRST, "ada", model=f"m{number}", list_cost_microusd=100 - number)
    spend = daily(marts).spend
    assert [one.name for one in spend] == ["m0", "m1", "m2", "m3", "m4", REST]
    assert spend[-1].values == (95 + 94, 0, 0)


def test_commits_are_split_by_assistance(marts: duckdb.DuckDBPyConnection) -> None:
    """Each commit is in one of the two series."""
    for sha, is_assisted in (("a", True), ("b", False), ("c", False)):
        commit = {"sha": sha, "committed_date": THIRD, "is_assisted": is_assisted}
        insert(marts, "fct_git_commits", commit)
    assert [one.values for one in daily(marts).commits] == [(0, 0, 1), (0, 0, 2)]


def test_sums_keep_unknown_days_unknown() -> None:
    """A day is known as soon as one series knows it."""
    assert added((Series("a", (1, None, None)), Series("b", (2, 3, None)))) == (3, 3, None)
