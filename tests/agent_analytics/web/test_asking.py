"""Questions are asked once for each build, and relative dates count from what is known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from agent_analytics.dashboards.binding import Bound
from agent_analytics.dashboards.templates import Field
from agent_analytics.serving import Column, Reader, Rows, Snapshot, publish
from agent_analytics.settings import Settings
from agent_analytics.web.asking import Memory, Session, Sessions


def rows(value: int) -> Rows:
    """Return one row."""
    return Rows((Column("n", "INTEGER"),), ((value,),), False)


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    """Asking again keeps an answer; another build or value is another question."""
    memory = Memory(size=2)
    one, two, three = (("build", "select 1", (("value_1", number),)) for number in range(3))
    memory.put(one, rows(1))
    memory.put(two, rows(2))
    assert memory.get(one) == rows(1)
    memory.put(three, rows(3))
    assert memory.get(two) is None
    assert memory.get(one) == rows(1)
    assert memory.get(("other build", *one[1:])) is None


@pytest.fixture
def publishing(settings: Settings) -> Settings:
    """Return an installation whose only mart names two teams."""
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.teams as select * from (values ('b'), ('a'), (null)) as t(team)"
        )
    return settings


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(0, 0), (1, 0), (2, 1), (40, 39), (-3, 0), (None, 0)]
)
def test_days_count_from_the_day_after_the_newest_data(days_ago: int | None, expected: int) -> None:
    """Today while data come in; later never than today, even if a clock is ahead; today without data."""
    now = datetime.now(UTC)
    newest = None if days_ago is None else now - timedelta(days=days_ago)
    with duckdb.connect() as connection:
        reader = Reader(Snapshot("build", now, newest, None, None), connection, "memory")
        today = Session(reader, Memory(), "Europe/Berlin").today()
    assert today == (now - timedelta(days=expected)).astimezone(ZoneInfo("Europe/Berlin")).date()


def test_a_filter_is_offered_what_its_column_holds(publishing: Settings) -> None:
    """Values in order, at most as many as wanted, and none of a column that is not there."""
    publish(publishing)
    with Sessions(publishing).open() as session:
        assert session.offered(Field("marts", "teams", "team"), 9) == ["a", "b"]
        assert session.offered(Field("marts", "teams", "team"), 1) == ["a"]
        assert session.offered(Field("marts", "teams", 'x" or 1=1'), 9) == []
        assert session.row_count("teams") == 3
        assert session.row_count("gone") is None
        assert session.agents() == {}
        assert session.ask(Bound("select 1 as n", {})) is session.ask(Bound("select 1 as n", {}))
