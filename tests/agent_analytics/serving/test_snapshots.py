"""An open snapshot reads, and does nothing else."""

from pathlib import Path

import duckdb
import pytest

from agent_analytics.errors import ServingError
from agent_analytics.serving import open_snapshot, publish
from agent_analytics.settings import Settings


def test_without_a_snapshot_the_way_out_is_named(tmp_path: Path) -> None:
    """The message names the command that makes one."""
    with pytest.raises(ServingError, match="agent-analytics refresh"):
        open_snapshot(Settings(data_dir=str(tmp_path)))


def test_a_pointer_to_a_missing_file_is_told(settings: Settings) -> None:
    """A deleted snapshot is a clear error."""
    path = publish(settings).path
    assert path is not None
    path.unlink()
    with pytest.raises(ServingError, match="is gone"):
        open_snapshot(settings)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\x00b", b"../../elsewhere.duckdb"])
def test_a_damaged_pointer_is_told(content: bytes, settings: Settings) -> None:
    """Whatever the pointer holds, the message names the command that writes it anew."""
    publish(settings)
    settings.paths.current_snapshot.write_bytes(content)
    with pytest.raises(ServingError, match="agent-analytics refresh"):
        open_snapshot(settings)


def test_a_data_directory_that_is_a_file_holds_no_snapshot(tmp_path: Path) -> None:
    """What is in the way of the folder is no reason for a traceback."""
    (tmp_path / "data").touch()
    with pytest.raises(ServingError, match="no snapshot"):
        open_snapshot(Settings(data_dir=str(tmp_path / "data")))


@pytest.mark.parametrize("name", ["fct_days", "marts.fct_days", "stg_agent_sessions"])
def test_names_resolve_with_and_without_their_schema(settings: Settings, name: str) -> None:
    """Marts and staging models are found by their bare names."""
    publish(settings)
    with open_snapshot(settings) as connection:
        assert connection.execute(f"from {name}").fetchall()


def test_times_are_shown_in_the_installations_zone(settings: Settings) -> None:
    """Noon in UTC is one o'clock in Berlin."""
    publish(settings)
    with open_snapshot(settings) as connection:
        (hour,) = connection.execute("select hour(max(requested_at)) from fct_days").fetchone()
    assert hour == 13


def test_two_readers_open_it_at_once(settings: Settings) -> None:
    """Limits of one reader do not get in the way of another."""
    publish(settings)
    with open_snapshot(settings) as first, open_snapshot(settings) as second:
        assert (
            first.execute("from fct_days").fetchall() == second.execute("from fct_days").fetchall()
        )


@pytest.mark.parametrize(
    "attempt",
    [
        "insert into fct_days values ('2026-01-03', null)",
        "drop table marts.fct_days",
        "create table marts.mine as select 1",
        "attach '{folder}/other.duckdb' as other",
        "copy fct_days to '{folder}/days.csv'",
        "from read_csv('{folder}/secret.csv')",
        "from '{folder}/secret.csv'",
        "from glob('{folder}/*')",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "reset lock_configuration",
    ],
)
def test_sql_reaches_nothing_but_the_snapshot(settings: Settings, attempt: str) -> None:
    """Writing, files, attachments, extensions and settings are refused."""
    folder = settings.paths.root
    (folder / "secret.csv").write_text("secret\n")
    publish(settings)
    with open_snapshot(settings) as connection, pytest.raises(duckdb.Error):
        connection.execute(attempt.format(folder=folder))
