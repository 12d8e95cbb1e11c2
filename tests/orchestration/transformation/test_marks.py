"""A build is spared only when rows, project and variables are those of the last one."""

from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from ingestion.pipeline import connect, ensure_raw_tables
from orchestration.transformation.marks import (
    NO_MARK,
    Mark,
    current_fingerprint,
    read_mark,
    write_mark,
)
from orchestration.transformation.project import project_hash


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an installation with empty raw tables."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.prepare()
    ensure_raw_tables(settings)
    return settings


def land(settings: Settings, key: str, batch: str) -> None:
    """Put one price into the warehouse."""
    with connect(settings) as connection:
        connection.execute(
            "insert into raw_prices.prices (book_price_id, batch_id) values (?, ?)", [key, batch]
        )


def test_a_mark_is_read_as_it_was_written(settings: Settings) -> None:
    """What was built from is remembered."""
    write_mark(settings, Mark("project", "rows"))
    assert read_mark(settings) == Mark("project", "rows")


@pytest.mark.parametrize("content", [None, "", "{}", "[1]", '{"project": "p"'])
def test_an_unreadable_mark_is_none(settings: Settings, content: str | None) -> None:
    """A lost mark costs a rebuild, never an error."""
    if content is not None:
        (settings.paths.transform_state / "built.json").write_text(content)
    assert read_mark(settings) == NO_MARK


def test_the_same_rows_have_the_same_fingerprint(settings: Settings) -> None:
    """Looking twice gives the same answer."""
    land(settings, "a", "1")
    assert current_fingerprint(settings) == current_fingerprint(settings)


def test_a_new_batch_changes_the_fingerprint(settings: Settings) -> None:
    """A load that landed anything is noticed."""
    before = current_fingerprint(settings)
    land(settings, "a", "1")
    assert current_fingerprint(settings) != before


def test_a_row_more_in_a_known_batch_changes_the_fingerprint(settings: Settings) -> None:
    """The rest of a batch that a kill cut in two is noticed."""
    land(settings, "a", "1")
    before = current_fingerprint(settings)
    land(settings, "b", "1")
    assert current_fingerprint(settings) != before


def test_a_variable_changes_the_project(settings: Settings) -> None:
    """Other days mean another build."""
    other = settings.model_copy(update={"timezone": "Asia/Tokyo"})
    assert project_hash(settings) != project_hash(other)


def test_a_file_changes_the_project(settings: Settings, tmp_path: Path) -> None:
    """A changed model, and a renamed one, are another project; a target folder is none of it."""
    model = tmp_path / "project" / "models" / "a.sql"
    model.parent.mkdir(parents=True)
    model.write_text("select 1")
    hashes = [project_hash(settings, tmp_path / "project")]
    (tmp_path / "project" / "target").mkdir()
    (tmp_path / "project" / "target" / "a.sql").write_text("select 1")
    assert project_hash(settings, tmp_path / "project") == hashes[0]
    model.write_text("select 2")
    hashes.append(project_hash(settings, tmp_path / "project"))
    model.rename(model.with_name("b.sql"))
    hashes.append(project_hash(settings, tmp_path / "project"))
    assert len(set(hashes)) == 3
