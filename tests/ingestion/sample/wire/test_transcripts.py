"""Transcripts of a small company: the shapes and the damage of real ones."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

BOM = b"\xef\xbb\xbf"


def bodies(small: Any) -> dict[Path, bytes]:
    """Return the bytes of every transcript."""
    return {path: path.read_bytes() for path in small.wire.glob("homes/*/.claude/**/*.jsonl")}


def rows_of(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of all lines that are JSON objects."""
    rows = []
    for line in body.removeprefix(BOM).splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        rows += [row] if isinstance(row, dict) else []
    return rows


@pytest.fixture(scope="module")
def rows(small: Any) -> list[dict[str, Any]]:
    """Return the readable rows of all transcripts."""
    return [row for body in bodies(small).values() for row in rows_of(body)]


@pytest.mark.parametrize(
    "name",
    [
        "bom_crlf_files",
        "compactions",
        "copied_rows",
        "forks",
        "garbage_lines",
        "lone_surrogates",
        "old_style_forks",
        "repeated_usage_rows",
        "resumed_runs",
        "retries",
        "subagent_files",
        "synthetic_errors",
        "torn_lines",
        "truncated_then_continued_files",
    ],
)
def test_every_oddity_is_planted(small: Any, name: str) -> None:
    """Even four developers and ten days have one of each."""
    assert small.truth["planted"][name] > 0


def test_unreadable_lines_are_the_planted_ones(small: Any) -> None:
    """Every line that is no JSON object is garbage or torn, and none is missing."""
    unreadable = 0
    for body in bodies(small).values():
        lines = body.removeprefix(BOM).splitlines()
        unreadable += len(lines) - len(rows_of(body))
    planted = small.truth["planted"]
    assert unreadable == planted["garbage_lines"] + planted["torn_lines"]


def test_one_file_has_a_byte_order_mark_and_carriage_returns(small: Any) -> None:
    """The file with a byte-order mark ends all its lines the Windows way."""
    marked = [body for body in bodies(small).values() if body.startswith(BOM)]
    assert len(marked) == small.truth["planted"]["bom_crlf_files"]
    assert all(body.count(b"\n") == body.count(b"\r\n") for body in marked)


def test_half_a_character_is_in_one_line(small: Any) -> None:
    """One line holds a lone surrogate as an escape, and is valid JSON nevertheless."""
    assert sum(rb"\ud83d " in body for body in bodies(small).values()) == 1


def test_blocks_repeat_the_usage_of_their_message(rows: list[dict[str, Any]]) -> None:
    """Newer clients write the full usage on every block, older ones let the output grow."""
    outputs: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in rows:
        if row.get("type") == "assistant":
            key = (row["version"], row["message"]["id"])
            outputs[key].add(row["message"]["usage"]["output_tokens"])
    growing = Counter(version for (version, _), values in outputs.items() if len(values) > 1)
    assert set(growing) == {"2.1.118"}


def test_a_fork_copies_rows_under_its_own_session(rows: list[dict[str, Any]]) -> None:
    """Copied answers keep uuid and message id, and name the session that asked, if new enough."""
    answers = [row for row in rows if row.get("type") == "assistant"]
    sessions = defaultdict(set)
    for row in answers:
        sessions[row["uuid"]].add(row["sessionId"])
    copied = {uuid for uuid, ids in sessions.items() if len(ids) > 1}
    credited = [row for row in answers if "requestSessionId" in row]
    assert credited
    assert {row["uuid"] for row in credited} < copied
    assert all(row["requestSessionId"] != row["sessionId"] for row in credited)


def test_a_failed_request_leaves_a_row_without_usage(rows: list[dict[str, Any]]) -> None:
    """The client's own error message names no model and has used nothing."""
    errors = [row for row in rows if row.get("isApiErrorMessage")]
    assert errors
    assert {row["message"]["model"] for row in errors} == {"<synthetic>"}
    assert {row["message"]["usage"]["output_tokens"] for row in errors} == {0}


def test_the_compact_request_is_in_no_transcript(rows: list[dict[str, Any]]) -> None:
    """A compaction leaves a boundary with a new root; its summary is not a prompt."""
    boundaries = [row for row in rows if row.get("subtype") == "compact_boundary"]
    assert boundaries
    assert all(row["parentUuid"] is None and row["logicalParentUuid"] for row in boundaries)


def test_rows_form_one_chain(small: Any) -> None:
    """Apart from roots, every row's parent is a row of the same file."""
    for body in bodies(small).values():
        linked = [row for row in rows_of(body) if "parentUuid" in row]
        known = {row["uuid"] for row in linked} | {None}
        assert all(row["parentUuid"] in known for row in linked)


def test_subagents_share_the_session_and_name_themselves(small: Any) -> None:
    """Rows of a subagent's file carry the parent's session id, their agent's id and the side mark."""
    for path, body in bodies(small).items():
        if path.parent.name != "subagents":
            continue
        for row in rows_of(body):
            assert row["sessionId"] == path.parent.parent.name
            assert (row["agentId"], row["isSidechain"]) == (path.stem.removeprefix("agent-"), True)


def test_content_that_must_not_be_stored_is_there_to_be_found(small: Any) -> None:
    """Every canary but the path's occurs in some transcript as often as not, so a leak shows."""
    everything = b"".join(bodies(small).values())
    for canary in small.truth["planted"]["canaries"].values():
        assert canary.encode() in everything
