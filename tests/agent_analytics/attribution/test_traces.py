"""What an agent-trace record claims, and which records claim nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.attribution.claims import Claim
from agent_analytics.attribution.traces import Trace, traces_of

AI = {"type": "ai", "model_id": "anthropic/claude-opus-5-5"}
STATED_AT = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)


def record(files: Any, **others: Any) -> str:
    """Return a record as a tool writes it."""
    return json.dumps(
        {
            "version": "0.1.0",
            "id": "0f8c2b1e-6f0a",
            "timestamp": "2026-11-20T09:15:00Z",
            "vcs": {"type": "git", "revision": "9C1E4D"},
            "tool": {"name": "cursor", "version": "3.21.13"},
            "files": files,
            "metadata": {"conversation_id": "c-1", "generation_id": "g-7"},
            **others,
        }
    )


def file(*ranges: dict[str, Any], path: str = "src/cart.py", contributor: Any = AI) -> Any:
    """Return what a record says of one file."""
    return {"path": path, "conversations": [{"contributor": contributor, "ranges": ranges}]}


def test_a_record_claims_lines_of_its_files() -> None:
    """Revision, file, model, session and lines are named; what a person did in the same file is not counted."""
    spans = (
        {"start_line": 3, "end_line": 9},
        {"start_line": 20, "end_line": 20},
        {"start_line": 30, "end_line": 39, "contributor": {"type": "human"}},
    )
    claim = Claim("trace", "cursor", "anthropic/claude-opus-5-5", "c-1", 8)
    expected = Trace("0f8c2b1e-6f0a", "9c1e4d", "src/cart.py", STATED_AT, claim)
    assert traces_of(record([file(*spans)])) == [expected]


@pytest.mark.parametrize(
    ("metadata", "session_id"),
    [
        ({"session_id": "s-1", "conversation_id": "c-1"}, "s-1"),
        ({"dev.cursor": {"session_id": "s-2"}}, "s-2"),
        ({"session_id": "made up, in words!"}, None),
        (None, None),
    ],
)
def test_a_record_may_name_a_session(metadata: Any, session_id: str | None) -> None:
    """A session comes before a conversation, at the top or below the tool's name; prose is none."""
    (trace,) = traces_of(
        record([file({"start_line": 1, "end_line": 1})], metadata=metadata, tool={"name": "mine"})
    )
    assert (trace.claim.session_id, trace.claim.agent) == (session_id, "other")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[" * 100_000,
        record([file({"start_line": 1, "end_line": 4}, contributor={"type": "human"})]),
        record([file({"start_line": 1, "end_line": 4}, path=".shell-history")]),
        record([file({"start_line": "1", "end_line": 4})]),
        record([file()]),
        record([file({"start_line": 1, "end_line": 4})], timestamp="2026-11-20T09:15:00"),
        record([file({"start_line": 1, "end_line": 4})], vcs={}),
        record([file({"start_line": 1, "end_line": 4})], id="a made-up text, with a comma"),
    ],
)
def test_what_claims_nothing_is_passed_over(line: str) -> None:
    """People's lines, pseudo files, unknown revisions, times without a zone and what is no record."""
    assert traces_of(line) == []


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_document_is_read(files: Any) -> None:
    """Whatever stands in a record, it is read or passed over."""
    assert isinstance(traces_of(record(files, metadata=files)), list)
