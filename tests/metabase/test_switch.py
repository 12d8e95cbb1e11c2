"""Metabase led from one snapshot to the next: with questions under way, and back if the new one is bad."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from agent_analytics.errors import MetabaseError
from metabase.switch import question, switch
from tests.metabase.conftest import Desk

SLOW = "select count(*) from range(40000000) t(a) where a % 7 = 3"


def snapshot(file: Path, build_id: str, *columns: str) -> str:
    """Return a file that answers as a build."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.snapshot as select '{build_id}' as build_id")
        listed = ", ".join(f"1 as {column}" for column in ("day", *columns))
        connection.execute(f"create table marts.facts as select {listed}")
    return str(file)


def reads(desk: Desk) -> str:
    """Return the build that Metabase reads."""
    rows = question(desk.client, desk.catalog.database_id, "select build_id from marts.snapshot")
    return str(rows[0][0])


def test_a_question_under_way_ends_on_the_old_snapshot(desk: Desk, tmp_path: Path) -> None:
    """A switch does not disturb a query that runs; the next one reads the new file."""
    old, new = (snapshot(tmp_path / f"{name}.duckdb", name) for name in ("old", "new"))
    switch(desk.client, "agent_analytics", old, "old")
    sql = f"select (select build_id from marts.snapshot), ({SLOW})"
    with ThreadPoolExecutor() as pool:
        under_way = pool.submit(question, desk.client, desk.catalog.database_id, sql)
        while not any(
            path == "/api/dataset" and sql in str(body) for _, path, body in desk.served.requests
        ):
            pass
        assert switch(desk.client, "agent_analytics", new, "new").is_new
        assert reads(desk) == "new"
        (answer,) = under_way.result()
    assert answer[0] == "old"


@pytest.mark.parametrize(
    ("file", "reason"),
    [("gone.duckdb", "cannot read the database"), ("other.duckdb", "answers as build other")],
)
def test_a_bad_snapshot_is_taken_back(desk: Desk, tmp_path: Path, file: str, reason: str) -> None:
    """A file that is not there or is another build leaves Metabase with what it read before."""
    snapshot(tmp_path / "other.duckdb", "other")
    good = snapshot(tmp_path / "good.duckdb", "good")
    switch(desk.client, "agent_analytics", good, "good")
    with pytest.raises(MetabaseError, match=reason):
        switch(desk.client, "agent_analytics", str(tmp_path / file), "wanted")
    assert reads(desk) == "good"


def test_tables_are_read_anew_only_when_they_changed(desk: Desk, tmp_path: Path) -> None:
    """A snapshot of the same columns needs no synchronisation; one with another column does."""
    same, again = (snapshot(tmp_path / f"{name}.duckdb", name) for name in ("same", "again"))
    wider = snapshot(tmp_path / "wider.duckdb", "wider", "model")
    synced = [
        switch(desk.client, "agent_analytics", file, build).is_synced
        for file, build in ((same, "same"), (again, "again"), (wider, "wider"))
    ]
    assert synced == [True, False, True]


def test_details_that_are_not_ours_stay(desk: Desk, tmp_path: Path) -> None:
    """The other details of the connection are sent back as they are."""
    database = desk.served.instance.databases[desk.catalog.database_id]
    database.details["memory_limit"] = "3GB"
    switch(desk.client, "agent_analytics", snapshot(tmp_path / "x.duckdb", "x"), "x")
    assert database.details["memory_limit"] == "3GB"


def test_without_a_database_it_is_said_what_to_do(desk: Desk) -> None:
    """A name that Metabase does not know leads to setup."""
    with pytest.raises(MetabaseError, match="no database 'other'; run .* metabase setup"):
        switch(desk.client, "other", "x", "x")
