"""Many readers of one snapshot, and the switch to the next."""

import threading

import duckdb
import pytest

from agent_analytics.errors import QueryError, ServingError
from agent_analytics.serving import Column, SnapshotReaders, publish
from agent_analytics.settings import Settings

COUNT = "select count(*) as days from marts.fct_days"


def _add_day(settings: Settings) -> None:
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("insert into marts.fct_days values ('2026-01-03', null)")


def test_a_reader_asks_with_parameters_and_limits(settings: Settings) -> None:
    """Answers have typed columns, at most so many rows, and the installation's time zone."""
    publish(settings)
    with SnapshotReaders(settings).reading() as reader:
        rows = reader.ask(
            "select requested_at::varchar as at from marts.fct_days where day >= $day order by day",
            {"day": "2026-01-01"},
            most_rows=1,
            seconds=5,
        )
    assert rows.columns == (Column("at", "VARCHAR"),)
    assert rows.rows == (("2026-01-01 13:00:00+01",),)
    assert rows.is_cut


def test_a_lent_reader_keeps_its_snapshot_and_the_next_one_sees_the_new(settings: Settings) -> None:
    """A page begun on one build ends on it, forks and all."""
    readers = SnapshotReaders(settings)
    first = publish(settings).build_id
    with readers.reading() as early:
        _add_day(settings)
        second = publish(settings).build_id
        with readers.reading() as late, early.fork() as forked:
            found = [
                (reader.snapshot.build_id, reader.ask(COUNT, {}, most_rows=1, seconds=5).rows[0][0])
                for reader in (early, late, forked)
            ]
    assert found == [(first, 2), (second, 3), (first, 2)]


def test_threads_read_while_snapshots_change(settings: Settings) -> None:
    """Every answer belongs to the build it names, and none fails."""
    readers = SnapshotReaders(settings)
    expected = {publish(settings).build_id: 2}
    found: list[tuple[str, int]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            with readers.reading() as reader, reader.fork() as forked:
                rows = forked.ask(COUNT, {}, most_rows=1, seconds=5)
                found.append((reader.snapshot.build_id, rows.rows[0][0]))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for days in range(3, 6):
        _add_day(settings)
        expected[publish(settings).build_id] = days
    stop.set()
    for thread in threads:
        thread.join()
    readers.close()
    assert found
    assert set(found) <= set(expected.items())


def test_a_question_that_takes_too_long_is_stopped(settings: Settings) -> None:
    """The reader can be asked again afterwards."""
    publish(settings)
    endless = (
        "select count(*) from range(10_000_000) a, range(10_000_000) b where a.range < b.range"
    )
    with SnapshotReaders(settings).reading() as reader:
        with pytest.raises(QueryError, match=r"longer than 0\.05 seconds"):
            reader.ask(endless, {}, most_rows=1, seconds=0.05)
        assert reader.ask(COUNT, {}, most_rows=1, seconds=5).rows == ((2,),)


def test_a_reader_can_change_and_reach_nothing(settings: Settings) -> None:
    """Neither the snapshot nor a file of the machine."""
    publish(settings)
    with SnapshotReaders(settings).reading() as reader:
        for sql in (
            "delete from marts.fct_days",
            "create table marts.own as select 1",
            "select * from read_text('/etc/hostname')",
            "set memory_limit = '9GB'",
        ):
            with pytest.raises(QueryError):
                reader.ask(sql, {}, most_rows=1, seconds=5)


def test_without_a_snapshot_there_is_nothing_to_lend(settings: Settings) -> None:
    """The error says what to run."""
    with pytest.raises(ServingError, match="refresh"), SnapshotReaders(settings).reading():
        pass
