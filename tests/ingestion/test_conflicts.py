"""Records that contradict each other, batch by batch; whole loads are tested with the spool."""

from pathlib import Path
from typing import Any

import pytest

from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import EVENTS
from agent_analytics.settings import Settings
from ingestion.conflicts import Conflicts
from ingestion.gate import Gate
from ingestion.parallel import Tables
from ingestion.pipeline import connect
from ingestion.stretches import Stretch

FIRST = {"event_id": "e", "source_layer": "otlp_event", "input_tokens": 5}
SECOND = FIRST | {"input_tokens": 6}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of an installation without a warehouse."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.prepare()
    return settings


def _batch(settings: Settings, segment: str, *rows: dict[str, Any]) -> Tables:
    gate = Gate("spool", policy_of(settings), "batch")
    stretch = Stretch(segment, 0, 100, received=len(rows), accepted=len(rows))
    for offset, row in enumerate(rows):
        stretch.add(EVENTS, row | {"file_key": segment, "file_offset": offset})
    gate.take(stretch)
    return gate.release()


def _outcome(tables: Tables) -> tuple[int, int, int]:
    (outcome,) = tables["outcomes"].to_pylist()
    letters = tables["dead_letters"].num_rows if "dead_letters" in tables else 0
    return outcome["accepted_count"], outcome["dead_lettered_count"], letters


def test_a_batch_is_judged_by_those_before_it(settings: Settings) -> None:
    """Nothing is stored yet: what earlier batches of the load said is remembered."""
    conflicts = Conflicts(settings, "spool", ())
    assert _outcome(conflicts.settle(_batch(settings, "a", FIRST))) == (1, 0, 0)
    settled = conflicts.settle(_batch(settings, "b", SECOND, FIRST, SECOND))
    assert [row["input_tokens"] for row in settled["events"].to_pylist()] == [5]
    assert _outcome(settled) == (1, 2, 2)
    letters = settled["dead_letters"].to_pylist()
    assert sorted((letter["file_key"], letter["file_offset"]) for letter in letters) == [
        ("b", 0),
        ("b", 2),
    ]


def test_what_is_put_back_on_purpose_is_not_judged(settings: Settings) -> None:
    """Neither against the first, nor is what comes later judged by it."""
    conflicts = Conflicts(settings, "spool", {"b"})
    conflicts.settle(_batch(settings, "a", FIRST))
    assert _outcome(conflicts.settle(_batch(settings, "b", SECOND))) == (1, 0, 0)
    assert _outcome(conflicts.settle(_batch(settings, "c", SECOND))) == (0, 1, 1)


def test_a_hook_is_never_a_conflict(settings: Settings) -> None:
    """Its key stands for all of it but the time of receipt."""
    hook = FIRST | {"source_layer": "hook", "event_at": 1_790_000_000_000_000}
    later = hook | {"event_at": 1_790_000_001_000_000, "input_tokens": 6}
    tables = _batch(settings, "a", hook, later)
    assert Conflicts(settings, "spool", ()).settle(tables) is tables


def test_a_warehouse_of_an_older_version_is_compared_by_the_columns_it_has(
    settings: Settings,
) -> None:
    """A column it did not make says nothing, then and now."""
    stored = _batch(settings, "a", FIRST)["events"]
    with connect(settings) as connection:
        connection.register("stored", stored)
        connection.execute("create schema raw_spool")
        connection.execute(
            "create table raw_spool.events as select * exclude (lines_added) from stored"
        )
    again = Conflicts(settings, "spool", ()).settle(_batch(settings, "b", FIRST, SECOND))
    assert _outcome(again) == (1, 1, 1)
