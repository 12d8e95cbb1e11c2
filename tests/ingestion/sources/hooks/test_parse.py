"""Lines of the command hook: each one record with one outcome, whatever it looks like."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.records import EVENTS
from agent_analytics.setup import hook
from ingestion.receiver import commits, hooks
from ingestion.sources.hooks.parse import event_of, stretch_of, take_lines
from ingestion.spool.lines import Letter
from ingestion.stretches import Stretch
from ingestion.tail import Reading

EDIT = {
    "hook_event_name": "PostToolUse",
    "session_id": "s1",
    "tool_name": "Edit",
    "tool_use_id": "toolu_1",
    "tool_input": {"file_path": "/home/d/cart.py"},
    "duration_ms": 31,
}


def _line(event: Any = None, **changed: Any) -> bytes:
    line = json.loads(hook.line_of(json.dumps(event or EDIT).encode(), "claude_code", "", 7))
    return json.dumps({k: v for k, v in {**line, **changed}.items() if v is not None}).encode()


def _taken(*lines: bytes) -> Stretch:
    stretch = Stretch("file")
    take_lines(stretch, enumerate(lines), event_of)
    return stretch


def test_an_event_has_the_key_it_has_when_posted() -> None:
    """Both roads lead to one event, so that one which took both counts once."""
    body = json.dumps(EDIT).encode()
    posted = hooks.read(body, 1)
    assert not isinstance(posted, Letter)
    line = hook.line_of(body + b"\n", "claude_code", "", 2).strip()
    (row,) = _taken(line).records[EVENTS]
    assert row["event_id"] == posted[1]["event_id"]
    assert (row["tool_use_id"], row["duration_ms"], row["is_success"]) == ("toolu_1", 31, True)
    assert (row["event_at"], row["file_offset"]) == (2, 0)


def test_another_event_has_another_key() -> None:
    """The digest is of everything the event says, what is not kept included."""
    other = EDIT | {"tool_input": {"file_path": "/home/d/other.py"}}
    first, second = _taken(_line(), _line(other)).records[EVENTS]
    assert first["event_id"] != second["event_id"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"agent":"claude_c', "not_json"),
        (b"[1]", "not_json"),
        (_line() + _line(), "not_json"),
        (_line(unreadable="too_large"), "too_large"),
        (_line(unreadable="said by somebody else"), "bad_envelope"),
        (_line(digest=None), "bad_envelope"),
        (_line(digest="short"), "bad_envelope"),
        (_line(received_at="7"), "bad_envelope"),
        (_line(received_at=True), "bad_envelope"),
        (_line(agent="cursor"), "unknown_agent"),
        (_line(session_id="../../etc"), "bad_identifier"),
        (_line(hook_event_name=None), "bad_envelope"),
    ],
)
def test_a_line_that_is_no_event_is_a_dead_letter(line: bytes, reason: str) -> None:
    """Each has a reason, none an exception, and its neighbours are unharmed."""
    stretch = _taken(line, _line())
    assert [letter.reason for letter in stretch.dead_letters] == [reason]
    assert (stretch.received, stretch.accepted) == (2, 1)


def test_blank_lines_are_no_records() -> None:
    """The hook begins each line with an end of line, and a power cut leaves NULs."""
    assert _taken(b"", b"\x00\x00", b" \r").received == 0


@given(st.lists(st.binary(max_size=60) | st.just(_line()), max_size=6))
def test_every_record_has_one_outcome(lines: list[bytes]) -> None:
    """Whatever stands in the file, received is the sum of what became of it."""
    stretch = _taken(*lines)
    assert stretch.received == stretch.accepted + len(stretch.dead_letters)


def test_the_position_travels_with_the_rows() -> None:
    """The last reading of a file brings its new state."""
    row = {"file_key": "file"}
    stretch = stretch_of(Reading(Path("x"), "file", "root", 0, 9, [(0, _line())], row))
    assert [list(rows) for rows in stretch.records.values()][1] == [row]


COMMIT = {
    "version": 1,
    "sha": "a" * 40,
    "committed_at": "2026-03-02T10:00:00+01:00",
    "parents": [],
    "agent": "claude_code",
    "session_id": "s1",
}


def _stretch_of_commits(told: Any) -> Stretch:
    line = json.dumps(told).encode()
    return stretch_of(Reading(Path("commits-20260302.ndjson"), "f", "r", 0, 9, [(0, line)], None))


def test_a_commit_has_the_key_it_has_when_posted() -> None:
    """What names a person, place or branch is not kept, and not needed for the key."""
    posted = commits.read(json.dumps(COMMIT | {"root": "/w", "branch": "main"}).encode(), 1)
    assert not isinstance(posted, Letter)
    (row,) = _stretch_of_commits(COMMIT | {"received_at": 2}).records[EVENTS]
    assert (row["event_id"], row["commit_sha"]) == (posted[1]["event_id"], "a" * 40)
    assert (row["event_at"], row["observed_at"]) == (posted[1]["event_at"], 2)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"sha": "abc"}, "bad_identifier"), ({"received_at": None}, "bad_envelope")],
)
def test_a_line_that_is_no_commit_is_a_dead_letter(changed: dict[str, Any], reason: str) -> None:
    """As with events, by the receiver's own judgement."""
    stretch = _stretch_of_commits({**COMMIT, "received_at": 2, **changed})
    assert [letter.reason for letter in stretch.dead_letters] == [reason]
