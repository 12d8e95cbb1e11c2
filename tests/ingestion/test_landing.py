from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.privacy.policy import Policy, policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.records import EVENTS, FILES
from agent_analytics.settings import Settings
from ingestion import landing, parallel, pipeline
from ingestion.landing import (
    DeadLetter,
    Stretch,
    deterministic_key,
    land,
    land_readings,
    new_batch_id,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a data folder of their own."""
    return Settings(data_dir=str(tmp_path / "data"))


@pytest.fixture
def policy() -> Policy:
    """Return the default policy."""
    return policy_for(1, Pseudonymizer(bytes(KEY_BYTES)))


def _event(key: str, **fields: Any) -> dict[str, Any]:
    return {"event_id": key, "agent": "claude_code", "event_name": "x", **fields}


def _stretch(*events: dict[str, Any], **fields: Any) -> Stretch:
    count = len(events)
    return Stretch("file", 0, 9, count, accepted=count, records={EVENTS: list(events)}, **fields)


def _load(settings: Settings, policy: Policy, *stretches: Stretch) -> dict[str, int]:
    return pipeline.load(settings, "otlp", lambda: land("otlp", stretches, policy)).rows


def test_landing_twice_changes_nothing(settings: Settings, policy: Policy) -> None:
    """Rows merge on their key, so a redelivery is stored once."""
    for _ in range(2):
        _load(settings, policy, _stretch(_event("a"), _event("b")))
    assert len(pipeline.read_table(settings, "otlp", "events")) == 2


def test_later_row_of_a_load_counts(settings: Settings, policy: Policy) -> None:
    """Of two rows with one key in a load, the one read later is kept, whatever batch it is in."""
    first = _event("a", file_offset=1, model="old")
    later = _event("a", file_offset=2, model="new")
    _load(settings, policy, _stretch(later), _stretch(first))
    assert [e["model"] for e in pipeline.read_table(settings, "otlp", "events")] == ["new"]


def test_position_reached_last_is_remembered(settings: Settings, policy: Policy) -> None:
    """A file read in several stretches is remembered at its last position."""
    stretches = [
        Stretch("f", records={FILES: [{"file_key": "f", "read_offset": offset}]})
        for offset in (10, 30, 20)
    ]
    _load(settings, policy, *stretches)
    assert [f["read_offset"] for f in pipeline.read_table(settings, "otlp", "files")] == [30]


def test_outcomes_add_up(settings: Settings, policy: Policy) -> None:
    """Received is accepted, ignored and dead-lettered together; flagged ones are accepted."""
    stretch = _stretch(_event("a"), _event("b", input_tokens=-1), _event("c", input_tokens="x"))
    stretch.received, stretch.ignored = 6, 2
    stretch.dead_letters.append(DeadLetter("not_json", "whole line", 5, 3))
    _load(settings, policy, stretch)
    (outcome,) = pipeline.read_table(settings, "otlp", "outcomes")
    counts = ("received", "accepted", "ignored", "dead_lettered", "flagged")
    assert [outcome[f"{name}_count"] for name in counts] == [6, 2, 2, 2, 1]


def test_refused_record_becomes_a_dead_letter(settings: Settings, policy: Policy) -> None:
    """The dead letter says where and why, never what."""
    _load(settings, policy, _stretch(_event("a", input_tokens="secret", file_offset=7)))
    (letter,) = pipeline.read_table(settings, "otlp", "dead_letters")
    assert (letter["reason"], letter["file_offset"]) == ("bad_record", 7)
    assert letter["detail"] == "input_tokens is not a bigint"


def test_version_that_is_no_text_stops_nothing(settings: Settings, policy: Policy) -> None:
    """A client that says its version in parts loses the version, and its records are landed."""
    nested = _event("a", client_version={"major": 3}, input_tokens=7)
    _load(settings, policy, _stretch(nested, _event("b", client_version=["3"])))
    found = pipeline.read_table(settings, "otlp", "events", "client_version, input_tokens, flags")
    assert {(e["client_version"], e["flags"]) for e in found} == {(None, "bad_value")}
    assert {e["input_tokens"] for e in found} == {7, None}


def test_two_refusals_at_one_place_are_two_dead_letters(settings: Settings, policy: Policy) -> None:
    """Records refused within one line do not hide each other."""
    letters = [DeadLetter("bad_value", f"refused record {n} of its line", 0, 9) for n in range(2)]
    _load(settings, policy, Stretch("f", received=2, dead_letters=letters))
    assert len(pipeline.read_table(settings, "otlp", "dead_letters")) == 2


def test_dropped_fields_are_counted_per_stretch_and_event(
    settings: Settings, policy: Policy
) -> None:
    """Each stretch tells which fields of which event it lost, and how often."""
    lost = {"prompt_text": "secret", "attributes": {"strange": 1}}
    first = _stretch(_event("a", **lost), _event("b", **lost))
    second = _stretch(_event("c", **lost))
    second.from_offset = 9
    _load(settings, policy, first, second)
    dropped = pipeline.read_table(settings, "otlp", "dropped_fields")
    found = sorted((d["field_name"], d["reason"], d["occurrences"]) for d in dropped)
    assert found == [
        ("prompt_text", "tier", 1),
        ("prompt_text", "tier", 2),
        ("strange", "unknown", 1),
        ("strange", "unknown", 2),
    ]


@dataclass(frozen=True)
class Piece:
    """A reading that says one thing and counts as a full portion."""

    number: int
    from_offset: int = 0
    to_offset: int = parallel.PORTION_BYTES


def _parsed(piece: Piece) -> Stretch:
    return _stretch(_event(str(piece.number)))


def test_readings_shared_with_a_worker_land_the_same(
    monkeypatch: pytest.MonkeyPatch, policy: Policy
) -> None:
    """Parsing in several processes gives the rows of one process, in the same order."""
    work = parallel.Work("otlp", policy, "b", _parsed)
    monkeypatch.setattr(parallel, "BYTES_ALONE", 1)
    shared = parallel.tables_of(work, map(Piece, range(6)))
    events = [row["event_id"] for tables in shared for row in tables["events"].to_pylist()]
    assert events == [str(number) for number in range(6)]


def test_readings_land_in_full_batches(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, policy: Policy
) -> None:
    """Memory is bounded: a full batch is handed on before more is read, and all of them land."""
    monkeypatch.setattr(landing, "ROWS_PER_BATCH", 2)
    pipeline.load(
        settings, "otlp", lambda: land_readings("otlp", map(Piece, range(3)), _parsed, policy)
    )
    assert len(pipeline.read_table(settings, "otlp", "events")) == 3


def test_batch_ids_sort_by_time() -> None:
    """A later batch has a greater identifier."""
    moments = [datetime(2026, 1, 1, second=s, tzinfo=UTC) for s in (1, 2)]
    first, later = map(new_batch_id, moments)
    assert first < later


def test_key_tells_null_and_order_apart() -> None:
    """Parts are kept apart, so that moving text between them makes another key."""
    keys = {
        deterministic_key(*parts)
        for parts in [("a", "b"), ("ab", None), ("b", "a"), ("a", None, "b")]
    }
    assert len(keys) == 4
