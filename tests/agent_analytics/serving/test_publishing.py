"""Publishing copies the public tables, verifies them and switches readers in one step."""

import os
import shutil
from datetime import UTC, datetime

import duckdb
import pytest

from agent_analytics.errors import ServingError
from agent_analytics.serving import describe_snapshot, open_snapshot, publish
from agent_analytics.serving.publishing import KEPT_SNAPSHOTS
from agent_analytics.settings import Settings


def test_a_snapshot_holds_the_public_tables_and_itself(settings: Settings) -> None:
    """Marts and known staging models are there; bases, the event log and raw tables are not."""
    publish(settings)
    with open_snapshot(settings) as connection:
        names = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables order by 1"
        ).fetchall()
    assert names == [("marts.fct_days",), ("marts.snapshot",), ("staging.stg_agent_sessions",)]


def test_a_snapshot_says_what_it_is(settings: Settings) -> None:
    """Build, time, newest event by a clock that is believed, and fingerprint are in the snapshot itself."""
    published = publish(settings, "made of this")
    with open_snapshot(settings) as connection:
        described = describe_snapshot(connection, published.path)
    assert described == published
    assert described.newest_event_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_comments_travel_with_the_columns(settings: Settings) -> None:
    """A column's description in the warehouse is that of the snapshot."""
    publish(settings)
    with open_snapshot(settings) as connection:
        comment = connection.execute(
            "select comment from duckdb_columns() where column_name = 'day'"
        ).fetchone()
    assert comment == ("Day of the installation's time zone.",)


def test_only_the_newest_snapshots_are_kept(settings: Settings) -> None:
    """Old files go, the current one and its predecessors stay."""
    published = [publish(settings).path for _ in range(KEPT_SNAPSHOTS + 2)]
    kept = sorted(settings.paths.serving.glob("*.duckdb"))
    assert kept == published[-KEPT_SNAPSHOTS:]


def test_leftovers_of_a_killed_publication_are_removed(settings: Settings) -> None:
    """Half a file and its log vanish with the next publication."""
    leftovers = [
        settings.paths.serving / f"analytics_1.duckdb.building{end}" for end in ("", ".wal")
    ]
    for leftover in leftovers:
        leftover.write_bytes(b"half")
    publish(settings)
    assert not any(leftover.exists() for leftover in leftovers)


def test_the_file_is_private_and_never_named_like_a_schema(settings: Settings) -> None:
    """Only the owner reads it, and its stem is no schema's name."""
    path = publish(settings).path
    assert path is not None
    assert path.stat().st_mode & 0o077 == 0
    assert path.stem not in {"marts", "staging", "main"}


def test_a_reader_keeps_its_snapshot_while_new_ones_appear(settings: Settings) -> None:
    """An open connection reads on after its file was replaced and deleted."""
    publish(settings)
    with open_snapshot(settings) as connection:
        for _ in range(KEPT_SNAPSHOTS + 1):
            publish(settings)
        assert connection.execute("select count(*) from fct_days").fetchone() == (2,)


def test_without_marts_nothing_is_published(settings: Settings) -> None:
    """A warehouse without marts is refused and leaves no file."""
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("drop schema marts cascade")
    with pytest.raises(ServingError, match="no marts"):
        publish(settings)
    with pytest.raises(ServingError, match="agent-analytics refresh"):
        open_snapshot(settings)


def test_a_warehouse_that_is_none_keeps_the_old_snapshot(settings: Settings) -> None:
    """A damaged warehouse is told of, and readers notice nothing."""
    before = publish(settings)
    settings.paths.warehouse.write_bytes(b"no database at all" * 1000)
    with pytest.raises(ServingError, match="previous one stays"):
        publish(settings)
    with open_snapshot(settings) as connection:
        assert describe_snapshot(connection).build_id == before.build_id


def test_with_motherduck_nothing_is_copied() -> None:
    """Where readers share the warehouse, publishing writes no file."""
    shared = Settings.model_validate({"warehouse": {"kind": "motherduck"}})
    assert publish(shared).path is None


def test_a_full_copy_of_the_folder_is_readable_elsewhere(settings: Settings) -> None:
    """The pointer names a file and no path, so a copied data folder works."""
    publish(settings)
    moved = settings.paths.root.with_name(f"moved_{os.getpid()}")
    shutil.copytree(settings.paths.root, moved)
    with open_snapshot(Settings(data_dir=str(moved))) as connection:
        assert connection.execute("select count(*) from fct_days").fetchone() == (2,)
