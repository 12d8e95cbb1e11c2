"""A line is counted once, whatever is on it."""

from collections.abc import Iterator
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.json_lines import UnreadableError
from ingestion.line_events import add_line
from ingestion.stretches import Stretch

Said = Iterator[tuple[dict[str, Any], str | None]]


def events(count: int, *, torn: bool = False) -> Said:
    """Say some events, and after them something unreadable."""
    for number in range(count):
        yield {"event_id": str(number)}, None
    if torn:
        reason = "not_json"
        raise UnreadableError(reason)


@pytest.mark.parametrize(
    ("line", "said", "counts"),
    [
        (b" \t", events(0), (0, 0, 0, 0)),
        (b"{}", events(0), (1, 0, 1, 0)),
        (b"{}", events(3), (3, 3, 0, 0)),
        (b"{", events(0, torn=True), (1, 0, 0, 1)),
        (b"{}{", events(2, torn=True), (3, 2, 0, 1)),
    ],
    ids=["blank", "nothing to keep", "three events", "unreadable", "torn behind two"],
)
def test_what_was_received_is_the_sum_of_what_became_of_it(
    line: bytes, said: Said, counts: tuple[int, ...]
) -> None:
    """Received, accepted, ignored and dead-lettered records add up."""
    stretch = Stretch("file")
    add_line(stretch, "line", 7, line, said)
    letters = [(letter.file_offset, letter.byte_length) for letter in stretch.dead_letters]
    assert (stretch.received, stretch.accepted, stretch.ignored, len(letters)) == counts
    assert letters in ([], [(7, len(line))])


def test_a_lines_flag_stands_beside_the_events_own() -> None:
    """Neither takes the other's place."""
    stretch = Stretch("file")
    add_line(stretch, "line", 0, b"{}", iter([({"flags": "bad_time"}, "invalid_utf8")]))
    assert stretch.records[EVENTS] == [{"flags": "bad_time,invalid_utf8"}]
