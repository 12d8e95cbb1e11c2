"""A build replaces tables and views where they are: whole, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from ingestion.pipeline import connect, writer_lock
from orchestration.transformation.project import common_arguments, parsed
from orchestration.transformation.runs import invoke
from tests.fixtures.models import build_unchecked

MODEL = "dim_series_breaks"
TABLE = f"marts.{MODEL}"


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, parsed_project: Callable[[Path], None]
) -> Settings:
    """Return an installation without data that has one mart, made from a seed."""
    folder = tmp_path_factory.mktemp("replaced")
    parsed_project(folder)
    settings = Settings(data_dir=str(folder))
    build_unchecked(settings, MODEL)
    return settings


def rows(settings: Settings) -> int:
    """Return how many rows the mart has."""
    with connect(settings) as connection:
        (count,) = connection.execute(f"select count(*) from {TABLE}").fetchone() or (0,)  # noqa: S608
    return int(count)


def run(settings: Settings, *statements: str) -> None:
    """Run statements on the warehouse."""
    with connect(settings) as connection:
        for statement in statements:
            connection.execute(statement)


def build_alone(settings: Settings) -> list[str]:
    """Build the mart without what it is made from; return how that ended."""
    command = ["run", *common_arguments(settings), "--no-write-json", "--select", MODEL]
    with writer_lock(settings):
        return [result.status for result in invoke(settings, command, parsed(settings))]


def test_a_model_that_fails_leaves_its_table(built: Settings) -> None:
    """Dropping the old table and making the new one are one transaction."""
    before = rows(built)
    run(built, "alter table seeds.series_breaks rename to hidden")
    assert build_alone(built) == ["failed"]
    run(built, "alter table seeds.hidden rename to series_breaks")
    assert rows(built) == before > 0


def test_a_view_in_the_way_becomes_a_table(built: Settings) -> None:
    """What was a view in an earlier version of the project does not stop the build."""
    before = rows(built)
    run(built, f"drop table {TABLE}", f"create view {TABLE} as select 1 as one")
    assert build_alone(built) == ["passed"]
    assert rows(built) == before
    run(built, f"drop table {TABLE}")
