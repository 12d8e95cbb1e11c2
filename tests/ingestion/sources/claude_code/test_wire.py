"""Damaged lines of transcripts: none is lost or miscounted, and an unreadable one says why."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.records import EVENTS
from ingestion.json_lines import UnreadableError
from ingestion.sources.claude_code.wire import rows_of
from ingestion.stretches import Stretch

Row = dict[str, Any]
Make = Callable[..., Row]
Events = Callable[..., list[Row]]
Parse = Callable[..., Stretch]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf", b""),
        (b"", b"\r"),
        (b"\x00\x00\x00", b"\x00"),
        (b"  ", b" ,"),
    ],
    ids=["byte-order mark", "carriage return", "nul run", "trailing comma"],
)
def test_damage_around_a_row_does_not_lose_it(
    before: bytes, after: bytes, answer: Make, events: Events
) -> None:
    """Bytes that power cuts and editors leave around an object are skipped."""
    (request,) = events(before + json.dumps(answer()).encode() + after)
    assert request["output_tokens"] == 40


def test_two_objects_on_a_line_are_both_read(answer: Make, parse: Parse) -> None:
    """A lost newline loses no row."""
    line = json.dumps(answer()) + json.dumps(answer(uuid="row-3"))
    stretch = parse(line.encode())
    assert len(stretch.records[EVENTS]) == 2
    assert (stretch.received, stretch.accepted) == (2, 2)


def test_a_lone_surrogate_is_replaced_and_flagged(answer: Make, events: Events) -> None:
    """Half an emoji in a text does not lose the row's usage."""
    text = json.dumps(answer(gitBranch="HALF")).replace("HALF", "a\\ud83d")
    (request,) = events(text.encode())
    assert request["git_branch"] == "a\ufffd"
    assert request["flags"] == "bad_surrogate"


def test_a_whole_surrogate_pair_is_left_alone(answer: Make, events: Events) -> None:
    """An emoji written as two escapes is one character."""
    text = json.dumps(answer(gitBranch="\U0001f600"))
    (request,) = events(text.encode() + b"\x00{}")
    assert request["git_branch"] == "\U0001f600"


def test_invalid_utf8_is_replaced_and_flagged(answer: Make, events: Events) -> None:
    """A broken byte does not lose the row's usage."""
    line = json.dumps(answer(gitBranch="HALF")).encode().replace(b"HALF", b"a\xff")
    (request,) = events(line)
    assert (request["git_branch"], request["flags"]) == ("a\ufffd", "invalid_utf8")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{not json", "not_json"),
        (b'{"type": NaN}', "not_json"),
        (b"[1, 2]", "not an object"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"type":"user","message":' + b"[" * 100_000, "nested too deep"),
    ],
    ids=["garbage", "nan", "array", "deep", "deep within"],
)
def test_an_unreadable_line_is_one_dead_letter(line: bytes, reason: str, parse: Parse) -> None:
    """It is counted once, with its position and reason and none of its text."""
    stretch = parse(b"{}", line)
    (letter,) = stretch.dead_letters
    assert (letter.reason, letter.file_offset) == (reason, 3)
    assert stretch.received == 2


@given(st.binary(max_size=200))
def test_no_line_crashes_the_reader(line: bytes) -> None:
    """Any bytes either give rows or say why not."""
    try:
        list(rows_of(line))
    except UnreadableError as error:
        assert str(error)
