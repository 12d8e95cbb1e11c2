"""Lines of rollouts: where a file was cut changes nothing, and nothing odd stops a load."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_analytics.records import EVENTS
from ingestion.sources.codex.parse import stretch_of
from ingestion.stretches import Stretch
from tests.ingestion.sources.codex.conftest import (
    NAME,
    PARENT,
    THREAD,
    count,
    counts,
    done,
    event,
    item,
    meta,
    reading,
    turn,
    written,
)

Line = dict[str, Any]
Events = Callable[..., list[Line]]
Parse = Callable[..., Stretch]

LINES = (
    meta(),
    turn(),
    done("UserMessage", id="u1", content=[{"type": "text", "text": "planted"}]),
    item("function_call", call_id="c1", name="exec_command", arguments='{"cmd": "git commit"}'),
    item("function_call_output", call_id="c1", output="[main abc1234] x\n"),
    count(counts(100, 40, 10), counts(100, 40, 10)),
    turn(model="gpt-6.1-sol"),
    count(counts(250, 130, 30), counts(150, 90, 20)),
    event("task_complete", turn_id="turn-1", duration_ms=900, time_to_first_token_ms=70),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(0, len(LINES)))
def test_where_a_file_was_cut_changes_nothing(tmp_path: Path, cut: int) -> None:
    """Lines read later mean what they would have meant with those before them."""
    path = tmp_path / NAME
    content = written(*LINES)
    path.write_bytes(content)
    middle = len(written(*LINES[:cut]))
    first = stretch_of(reading(content[:middle], path))
    second = stretch_of(reading(content, path, middle))
    whole = stretch_of(reading(content, path))
    parts = first.records.get(EVENTS, []) + second.records.get(EVENTS, [])
    assert parts == whole.records[EVENTS]
    assert first.received + second.received == whole.received == len(LINES)


def test_line_without_end_is_part_of_what_was_said_before(tmp_path: Path) -> None:
    """A file may have ended within the last line that was read."""
    path = tmp_path / NAME
    content = written(meta(), turn(), LINES[5])
    path.write_bytes(content)
    stretch = stretch_of(reading(content, path, len(written(meta(), turn())) - 1))
    assert [row["model"] for row in stretch.records[EVENTS]] == ["gpt-5.5"]


def test_file_that_vanished_is_read_without_what_it_said_before(tmp_path: Path) -> None:
    """Between the search and the reading a file may be archived."""
    content = written(*LINES)
    stretch = stretch_of(reading(content, tmp_path / NAME, len(written(*LINES[:7]))))
    assert [row["session_id"] for row in stretch.records[EVENTS]] == [THREAD, THREAD]


def test_prompt_is_its_length(events: Events) -> None:
    """The text goes to the guard; who typed it, where and in which sandbox is kept."""
    prompt = events(meta(), turn(sandbox_policy={"type": "read-only"}), LINES[2])[-1]
    said = {
        "event_name": "prompt",
        "message_uuid": "u1",
        "prompt_id": "turn-1",
        "prompt_length": 7,
        "is_human": True,
        "permission_mode": "never",
        "working_folder": "/home/ana/shop",
        "repository_url": "git@github.com:acme/shop.git",
        "git_branch": "main",
        "client_version": "0.169.0",
        "attributes": {"sandbox_policy": "read-only"},
    }
    assert prompt | said == prompt


def test_older_prompt_is_an_event(events: Events) -> None:
    """It has no identifier but its place."""
    first, second = events(event("user_message", message="a"), event("user_message", message="a"))
    assert first["prompt_length"] == 1
    assert first["message_uuid"] != second["message_uuid"]


def test_prompt_of_a_sub_agent_is_no_persons(events: Events) -> None:
    """Its parent wrote it."""
    assert events(meta(thread_source="subagent"), LINES[2])[-1]["is_human"] is False


def test_turn_ends_whole_or_aborted(events: Events) -> None:
    """The duration is the client's; a reason is kept when it is a word."""
    rows = events(LINES[-1], event("turn_aborted", turn_id="t2", reason="interrupted"))
    assert [
        (row["event_name"], row.get("duration_ms"), row.get("stop_reason")) for row in rows
    ] == [
        ("turn", 900, None),
        ("turn_aborted", None, "interrupted"),
    ]


@pytest.mark.parametrize(
    ("info", "kind"),
    [("usage_limit_exceeded", "usage_limit_exceeded"), ({"http_error": {}}, "http_error")],
)
def test_error_is_named_by_its_kind(info: Any, kind: str, events: Events) -> None:
    """Its message may hold anything and is not looked at."""
    (row,) = events(event("error", message="planted", codex_error_info=info))
    assert (row["event_name"], row["error_type"]) == ("request_error", kind)
    assert "planted" not in json.dumps(row)


def test_lines_before_a_forks_own_meta_are_its_parents(events: Events) -> None:
    """A fork may begin with its parent's lines, the parent's description among them."""
    parents = meta(id=PARENT), turn(), LINES[2], LINES[5]
    rows = events(*parents, meta(forked_from_id=PARENT), LINES[7])
    assert [row["event_name"] for row in rows] == ["session_start", "request"]
    assert rows[-1]["input_tokens"] == 60


def test_thread_without_a_name_is_its_metas() -> None:
    """A file that was renamed by hand is still read."""
    stretch = stretch_of(reading(written(*LINES[:3]), Path("mine.jsonl")))
    assert {row["session_id"] for row in stretch.records[EVENTS]} == {THREAD}


def test_items_of_the_oldest_clients_have_no_envelope(events: Events) -> None:
    """Their first line describes the thread, the others are items."""
    first = {"id": THREAD, "timestamp": "2025-06-01T09:00:00Z", "instructions": None}
    call = {"type": "function_call", "name": "shell", "call_id": "c1", "arguments": "{}"}
    state = {"record_type": "state"}
    rows = events(first, state, call)
    assert [row["event_name"] for row in rows] == ["session_start", "tool_use"]


def test_unknown_kind_of_line_is_counted_by_name(parse: Parse) -> None:
    """Nobody looks at its content."""
    stretch = parse(meta(), {"type": "brand_new", "payload": {"secret": 1}})
    assert dict(stretch.dropped) == {
        ("codex", "0.169.0", "line type brand_new", "type", "unknown"): 1
    }
    assert (stretch.received, stretch.accepted, stretch.ignored) == (2, 1, 1)


def test_time_nobody_can_read_is_flagged(events: Events) -> None:
    """The row is kept without a time."""
    (row,) = events(LINES[2] | {"timestamp": "yesterday"})
    assert row["flags"] == "bad_time"
    assert "event_at" not in row


@pytest.mark.parametrize(
    ("line", "reason"), [(b"{", "not_json"), (b"[]", "not an object"), (b"x", "not_json")]
)
def test_line_that_is_no_object_is_refused(line: bytes, reason: str, parse: Parse) -> None:
    """The others around it are read."""
    stretch = parse(meta(), line, LINES[2])
    assert [letter.reason for letter in stretch.dead_letters] == [reason]
    assert (stretch.received, stretch.accepted) == (3, 2)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KINDS = ("session_meta", "turn_context", "event_msg", "response_item", "token_usage_record")
NAMES = ("type", "id", "call_id", "item", "info", "usage", "changes", "output", "source", "git")
TYPES = ("item_completed", "token_count", "function_call", "custom_tool_call_output", "FileChange")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    payload=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TYPES) | JSON),
)
def test_no_line_stops_a_load(kind: str, payload: Line, parse: Parse) -> None:
    """Whatever a line holds becomes rows, nothing or a dead letter."""
    stretch = parse({"timestamp": "2026-11-20T09:00:00Z", "type": kind, "payload": payload})
    letters = len(stretch.dead_letters)
    assert stretch.received == stretch.accepted + stretch.ignored + letters
