"""Hook events: metadata is kept, text is not, and nothing ever fails for the agent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingestion.receiver import hooks
from ingestion.spool.lines import Letter
from tests.fixtures.receivers import Receiver

PATH = "/v1/hooks/claude-code"
EDIT = {
    "session_id": "s",
    "hook_event_name": "PostToolUse",
    "prompt_id": "p",
    "cwd": "/home/d/shop",
    "tool_name": "Edit",
    "tool_use_id": "toolu_1",
    "tool_input": {"file_path": "/home/d/shop/cart.py", "old_string": "xCANARYx"},
    "tool_response": {"content": "xCANARYx"},
    "duration_ms": 31,
    "effort": {"level": "high"},
}

Post = Callable[[Any], int]


@pytest.fixture
def post(receiver: Receiver) -> Post:
    """Return a sender of hook events that gives the status."""

    def send(event: Any) -> int:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        return receiver.post(body, PATH, Content_Type="application/json").status_code

    return send


def test_a_tool_call_is_kept_without_its_text(receiver: Receiver, post: Post) -> None:
    """Names, times and sizes stay; paths are hashed; inputs and answers never reach the disk."""
    assert post(EDIT) == 200
    (row,) = receiver.stored()
    assert row["event_name"] == "hook_post_tool_use"
    assert (row["tool_use_id"], row["is_success"], row["effort"]) == ("toolu_1", True, "high")
    assert row["file_extension"] == "py"
    stored = b"".join(path.read_bytes() for path in receiver.settings.paths.spool.rglob("*.ndjson"))
    assert b"xCANARYx" not in stored
    assert b"/home/d" not in stored


def test_a_path_in_an_event_is_never_opened(receiver: Receiver, post: Post, tmp_path: Path) -> None:
    """What another user could name as a transcript is neither read nor stored."""
    named = tmp_path / "named"
    named.write_text(json.dumps({"type": "user", "message": "xCANARYx"}))
    before = named.stat().st_atime_ns
    assert post({**EDIT, "transcript_path": str(named), "tool_input": {"file_path": str(named)}})
    receiver.stop()
    stored = b"".join(path.read_bytes() for path in receiver.settings.paths.spool.rglob("*.ndjson"))
    assert b"hook_post_tool_use" in stored
    assert b"xCANARYx" not in stored
    assert named.stat().st_atime_ns == before


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"{}{}", "not_json"),
        (b'"text"', "not_json"),
        (b"\xff\xfe{}", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"{}", "bad_envelope"),
        (b'{"hook_event_name":7,"session_id":"s"}', "bad_envelope"),
        (b'{"hook_event_name":"Stop"}', "bad_identifier"),
        (b'{"hook_event_name":"Stop","session_id":"../../etc"}', "bad_identifier"),
        (b" " * (hooks.MAX_BYTES + 1), "too_large"),
    ],
)
def test_row_43_what_is_no_hook_event_is_a_dead_letter(body: bytes, reason: str) -> None:
    """Every broken input has a reason, and none an exception."""
    read = hooks.read(body, 0)
    assert isinstance(read, Letter)
    assert read.reason == reason


def test_row_43_the_agent_is_told_that_all_is_well(receiver: Receiver, post: Post) -> None:
    """A broken event is answered like a good one: it must not disturb the agent."""
    assert [post(b""), post(b"{}{}")] == [200, 200]
    assert receiver.stored() == []


def test_row_44_an_unknown_event_is_kept_and_flagged(receiver: Receiver, post: Post) -> None:
    """A client newer than we are is not refused; new fields are not stored."""
    assert post({"session_id": "s", "hook_event_name": "BrandNew", "novelty": "xCANARYx"}) == 200
    (row,) = receiver.stored()
    assert (row["event_name"], row["flags"]) == ("hook_brand_new", "unknown_event")
    assert "xCANARYx" not in str(row)


def test_a_value_of_another_shape_refuses_the_record_without_keeping_it(
    receiver: Receiver, post: Post
) -> None:
    """Text could hide in a map where a name belongs, so the record is a dead letter without it."""
    assert post({**EDIT, "tool_name": {"nested": "xCANARYx"}}) == 200
    assert receiver.stored() == []
    stored = b"".join(path.read_bytes() for path in receiver.settings.paths.spool.rglob("*.ndjson"))
    assert b"tool_name is a list or map" in stored
    assert b"xCANARYx" not in stored


def test_the_same_event_has_the_same_key_whenever_it_arrives() -> None:
    """An event that was kept and sent again later is one event."""
    early, late = (hooks.read(json.dumps(EDIT).encode(), at) for at in (1, 2))
    other = hooks.read(json.dumps({**EDIT, "duration_ms": 32}).encode(), 1)
    assert not isinstance(early, Letter)
    assert not isinstance(late, Letter)
    assert not isinstance(other, Letter)
    assert early[1]["event_id"] == late[1]["event_id"] != other[1]["event_id"]


@pytest.mark.parametrize("scenario", ["basic-httpprotobuf", "denied", "resume", "subagent"])
def test_captured_hook_events_are_all_taken(captures: Path, scenario: str) -> None:
    """Every event an unmodified client sent is known, and has a key of its own."""
    text = (captures / "claude-code-2.1.329" / scenario / "hooks.jsonl").read_bytes()
    read = [hooks.read(line, 1) for line in text.splitlines()]
    assert not [letter for letter in read if isinstance(letter, Letter)]
    rows = [row for _, row in (each for each in read if not isinstance(each, Letter))]
    assert not [row["event_name"] for row in rows if "flags" in row]
