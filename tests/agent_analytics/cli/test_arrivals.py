"""What has arrived, judged by its times."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from agent_analytics.cli.arrivals import of_rows, of_sources, of_spool
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from agent_analytics.setup import hook

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("newest", "loaded", "levels"),
    [
        (NOW, NOW, []),
        (None, None, []),
        (NOW + 5 * MINUTE, NOW + 5 * MINUTE, []),
        (NOW + 6 * MINUTE, NOW, ["problem"]),
        (NOW + 6 * MINUTE, NOW + 6 * MINUTE, ["problem"]),
        (NOW - 9 * DAY, NOW - DAY, []),
        (NOW, NOW - DAY - MINUTE, ["note"]),
    ],
)
def test_a_clock_that_is_off_and_a_day_of_silence_are_found(
    newest: datetime | None, loaded: datetime | None, levels: list[str]
) -> None:
    """Five minutes are forgiven; a day without anything new is worth a word."""
    findings = list(of_rows([("spool", "hook", newest, loaded, 1)], NOW))
    assert [finding.level for finding in findings] == levels
    assert all(finding.mend for finding in findings)


def test_prices_are_not_expected_every_day() -> None:
    """They come with the package."""
    assert list(of_rows([("prices", None, None, NOW - 30 * DAY, 1)], NOW)) == []


def test_row_47_events_that_hooks_could_not_keep_are_a_problem_for_a_day(tmp_path: Path) -> None:
    """The finding names the file that says why; an old one is history."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.hook_spool.parent.mkdir(parents=True)
    assert list(of_spool(settings)) == []
    now = datetime.now(UTC).timestamp()
    hook.count_missed(str(settings.paths.hook_spool), "claude_code", OSError(28, "full"), now)
    (finding,) = of_spool(settings)
    (file,) = settings.paths.hook_spool.parent.iterdir()
    assert (finding.level, finding.mend) == ("problem", f"less {file}")
    os.utime(file, (now - 90_000, now - 90_000))
    assert list(of_spool(settings)) == []


def test_a_snapshot_that_does_not_answer_is_a_problem_not_an_empty_start(tmp_path: Path) -> None:
    """One of another version, and one that is gone, are told from one that was never published."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    assert [finding.level for finding in of_sources(settings)] == ["note"]
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_other as select 1 as n")
    publish(settings)
    for _ in range(2):
        (finding,) = of_sources(settings)
        assert (finding.level, finding.mend) == ("problem", "agent-analytics refresh")
        for file in settings.paths.serving.glob("*.duckdb"):
            file.unlink()
