"""From the command hook's files to rows: once, whatever is killed, torn or moved."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from agent_analytics.setup import hook
from ingestion import pipeline
from ingestion.sources import hooks
from ingestion.spool.folder import SpoolFolder

TODAY = datetime.now(UTC)
CANARY = "xCANARYx"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of an installation whose hook has a folder."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    SpoolFolder(settings.paths.hook_spool).prepare()
    return settings


@pytest.fixture
def append(settings: Settings) -> Callable[..., Path]:
    """Return a hook that appends an event, some days ago."""

    def appended(number: int, days_ago: int = 0) -> Path:
        at = TODAY - timedelta(days=days_ago)
        event = {
            "hook_event_name": "Stop",
            "session_id": "s",
            "prompt_id": f"p{number}",
            "last_assistant_message": CANARY,
            "cwd": f"/home/{CANARY}",
        }
        line = hook.line_of(json.dumps(event).encode(), "claude_code", "", 1_790_000_000_000_000)
        hook.append(str(settings.paths.hook_spool), line, at.timestamp())
        return settings.paths.hook_spool / f"hooks-{at:%Y%m%d}.ndjson"

    return appended


def _prompts(settings: Settings) -> list[str]:
    rows = pipeline.read_table(settings, "hooks", "events")
    return sorted(row["prompt_id"] for row in rows)


def test_only_what_was_appended_since_is_read(
    settings: Settings, append: Callable[..., Path]
) -> None:
    """Each event arrives once; nothing new costs nothing."""
    append(1)
    hooks.load(settings)
    append(2)
    assert hooks.load(settings).rows["events"] == 1
    assert _prompts(settings) == ["p1", "p2"]
    assert not hooks.load(settings).changed


def test_row_47_events_that_could_not_be_kept_are_counted_later(
    settings: Settings, append: Callable[..., Path]
) -> None:
    """Each has one outcome, once, beside those that were kept."""
    append(1)
    for _ in range(2):
        hook.count_missed(
            str(settings.paths.hook_spool), "claude_code", OSError(28, "full"), TODAY.timestamp()
        )
    for _ in range(2):
        hooks.load(settings)
    outcomes = pipeline.read_table(settings, "hooks", "outcomes")
    sums = [
        sum(outcome[f"{name}_count"] for outcome in outcomes)
        for name in ("received", "accepted", "rejected")
    ]
    assert sums == [3, 1, 2]


def test_a_day_that_is_over_is_put_away_once_it_is_loaded(
    settings: Settings, append: Callable[..., Path]
) -> None:
    """Yesterday's file may still grow; the one before is archived and read no more."""
    old, yesterday, today = append(1, 2), append(2, 1), append(3)
    hooks.load(settings)
    assert [old.exists(), yesterday.exists(), today.exists()] == [False, True, True]
    assert (settings.paths.hook_spool / "archive" / old.name).exists()
    assert not [row for row in hooks.load(settings).rows if row == "events"]
    assert _prompts(settings) == ["p1", "p2", "p3"]


def test_a_run_killed_before_the_file_was_put_away_doubles_nothing(
    settings: Settings, append: Callable[..., Path]
) -> None:
    """The file is met again, unchanged, and archived then."""
    old = append(1, 2)
    hooks.load(settings)
    (settings.paths.hook_spool / "archive" / old.name).rename(old)
    hooks.load(settings)
    assert _prompts(settings) == ["p1"]
    assert not old.exists()


def test_a_file_that_grew_while_it_was_loaded_stays(
    settings: Settings, append: Callable[..., Path]
) -> None:
    """What a late hook appended is read by the next run before the file goes."""
    append(1, 2)
    hooks.load(settings)
    append(2, 2)
    hooks.load(settings)
    assert _prompts(settings) == ["p1", "p2"]
    assert not list(settings.paths.hook_spool.glob("*.ndjson"))


def test_a_torn_line_is_one_dead_letter_when_its_day_is_over(
    settings: Settings, append: Callable[..., Path]
) -> None:
    """A full disk cuts a line; its neighbours arrive and it is counted."""
    old = append(1, 2)
    with old.open("ab") as stream:
        stream.write(b'\n{"agent":"claude_co')
    append(2, 2)
    with old.open("ab") as stream:
        stream.write(b'\n{"agent":"cl')
    hooks.load(settings)
    assert _prompts(settings) == ["p1", "p2"]
    letters = pipeline.read_table(settings, "hooks", "dead_letters")
    assert [letter["reason"] for letter in letters] == ["not_json", "not_json"]
    (outcome,) = pipeline.read_table(settings, "hooks", "outcomes")
    assert (outcome["received_count"], outcome["accepted_count"]) == (4, 2)
    assert not old.exists()


def test_a_torn_line_of_today_waits(settings: Settings, append: Callable[..., Path]) -> None:
    """It may be completed yet, so nothing is said of it."""
    with append(1).open("ab") as stream:
        stream.write(b'\n{"agent":"cl')
    hooks.load(settings)
    assert pipeline.read_table(settings, "hooks", "dead_letters") == []


def test_archived_files_end_with_their_retention(
    tmp_path: Path, settings: Settings, append: Callable[..., Path]
) -> None:
    """Nothing is kept longer than the settings say."""
    old = append(1, 2)
    hooks.load(settings)
    kept = settings.model_copy(
        update={"collect": settings.collect.model_copy(update={"archive_days": 0})}
    )
    hooks.load(kept)
    assert not (settings.paths.hook_spool / "archive" / old.name).exists()


def test_other_files_and_no_folder_at_all_are_no_matter(tmp_path: Path, settings: Settings) -> None:
    """Only the hook's own files are read, and most installations have none."""
    (settings.paths.hook_spool / "notes.ndjson").write_text("{}")
    hooks.load(settings)
    assert pipeline.read_table(settings, "hooks", "dead_letters") == []
    assert not hooks.load(Settings(data_dir=str(tmp_path / "none"))).changed


@pytest.mark.parametrize("days_ago", [0, 3], ids=["today", "a day that is over"])
def test_a_link_in_the_folder_is_not_followed(
    settings: Settings, append: Callable[..., Path], tmp_path: Path, days_ago: int
) -> None:
    """Nobody can have another file loaded, ended or put away as if it were the hook's."""
    other = tmp_path / "other.ndjson"
    link = append(1, days_ago)
    link.rename(other)
    link.symlink_to(other)
    before = other.read_bytes()
    hooks.load(settings)
    assert _prompts(settings) == []
    assert (link.is_symlink(), other.read_bytes()) == (True, before)


def test_no_text_passes(
    settings: Settings,
    append: Callable[..., Path],
    tables_with: Callable[[Settings, str], list[str]],
) -> None:
    """What somebody wrote is neither in the file nor in the warehouse."""
    assert CANARY not in append(1).read_text()
    hooks.load(settings)
    assert tables_with(settings, CANARY) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hooks-20260102.ndjson", True),
        ("hooks-20260103.ndjson", False),
        ("hooks-20260104.ndjson", False),
        ("notes.ndjson", False),
    ],
)
def test_a_day_is_over_after_another_whole_day(name: str, expected: bool) -> None:
    """The day before yesterday is the last that nothing is appended to."""
    assert hooks.is_over(Path(name), datetime(2026, 1, 4, 0, 1, tzinfo=UTC)) is expected
