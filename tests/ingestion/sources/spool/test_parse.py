from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_analytics.records import EVENTS
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.lines import (
    Header,
    Letter,
    Tally,
    header_line,
    letter_line,
    row_line,
    tally_line,
)
from ingestion.stretches import Stretch

Parse = Callable[[bytes], Stretch]
HEADER = header_line(Header("segment", 1))


def _request(*event_ids: str) -> bytes:
    rows = [row_line("events", {"event_id": event_id}) for event_id in event_ids]
    return b"".join((*rows, tally_line(Tally(len(rows), len(rows)))))


@pytest.fixture
def parse(tmp_path: Path) -> Parse:
    """Return a parser of a segment's content."""

    def read(content: bytes) -> Stretch:
        path = tmp_path / "segment.ndjson"
        path.write_bytes(content)
        return stretch_of(Segment(path, 0, len(content)))

    return read


def _ids(stretch: Stretch) -> list[str]:
    return [row["event_id"] for row in stretch.records.get(EVENTS, [])]


def _counts(stretch: Stretch) -> tuple[int, int, int, int, int]:
    letters = len(stretch.dead_letters)
    return stretch.received, stretch.accepted, stretch.ignored, stretch.rejected, letters


def _adds_up(stretch: Stretch) -> bool:
    received, *outcomes = _counts(stretch)
    return received == sum(outcomes)


def test_rows_come_with_their_place(parse: Parse) -> None:
    """A row knows its segment and the offset of its line."""
    stretch = parse(HEADER + _request("a", "b"))
    (first, _) = stretch.records[EVENTS]
    assert stretch.scope_key == "segment"
    assert (first["file_key"], first["file_offset"]) == ("segment", len(HEADER))


def test_every_outcome_is_counted(parse: Parse) -> None:
    """Accepted, ignored, refused and rejected records are what the receiver said."""
    letter = letter_line(Letter("bad", "why"))
    tally = tally_line(Tally(5, 1, 3, 1, dropped=[("a", "1", "e", "name", "unknown", 2)]))
    rejected = tally_line(Tally(received=4, rejected=4))
    stretch = parse(HEADER + row_line("events", {"event_id": "a"}) + letter + tally + rejected)
    assert _counts(stretch) == (9, 1, 3, 4, 1)
    assert stretch.dropped == {("a", "1", "e", "name", "unknown"): 2}


def test_a_disagreement_between_receiver_and_loader_is_not_hidden(parse: Parse) -> None:
    """Without damage, what the receiver counted stands, so that the marts' test can fail."""
    stretch = parse(HEADER + tally_line(Tally(received=3, rows=0)))
    assert not _adds_up(stretch)


def test_row_64_a_request_cut_before_its_tally_is_counted_as_met(parse: Parse) -> None:
    """Rows that a kill left without a tally are kept; half a row is a dead letter."""
    whole = HEADER + _request("a", "b")
    last_row = whole.rindex(b'{"crc"', 0, whole.rindex(b'{"crc"'))
    stretch = parse(whole[: last_row + 20])
    assert _ids(stretch) == ["a"]
    assert _counts(stretch) == (2, 1, 0, 0, 1)


def test_row_66_a_damaged_row_is_one_dead_letter_with_its_offset(parse: Parse) -> None:
    """The tally still counts the record; its neighbours are loaded."""
    content = HEADER + _request("a", "b", "c")
    stretch = parse(content.replace(b'"b"', b'"B"'))
    assert _ids(stretch) == ["a", "c"]
    assert _counts(stretch) == (3, 2, 0, 0, 1)
    (letter,) = stretch.dead_letters
    assert letter.reason == "damaged"
    assert content[letter.file_offset :].startswith(content.splitlines(True)[2][:8])


def test_row_66_a_damaged_header_still_gives_a_stable_key(parse: Parse) -> None:
    """Without its name a segment is known by its file's, the same at every reading."""
    content = b"x" + HEADER[1:] + _request("a")
    assert parse(content).scope_key == parse(content).scope_key != "segment"
    assert _ids(parse(content)) == ["a"]


@settings(max_examples=200, deadline=None)
@given(
    cut=st.integers(0, 2_000),
    tail=st.sampled_from([b"", b"\0" * 300, b"\xff" * 300, b"\n\n{}\n"]),
    flips=st.lists(st.integers(0, 8 * 2_000 - 1), max_size=3),
)
def test_row_65_whatever_a_power_cut_does_nothing_is_invented_or_counted_twice(
    tmp_path_factory: pytest.TempPathFactory, cut: int, tail: bytes, flips: list[int]
) -> None:
    """Rows that survive are rows that were written, each once, and the counts add up."""
    written = [f"event-{number}" for number in range(12)]
    content = HEADER + b"".join(_request(*written[start : start + 3]) for start in range(0, 12, 3))
    damaged = bytearray(content[:cut] + tail)
    for bit in flips:
        if bit // 8 < len(damaged):
            damaged[bit // 8] ^= 1 << bit % 8
    path = tmp_path_factory.mktemp("spool") / "segment.ndjson"
    path.write_bytes(bytes(damaged))
    stretch = stretch_of(Segment(path, 0, len(damaged)))
    found = _ids(stretch)
    assert len(found) == len(set(found))
    assert set(found) <= set(written)
    assert _adds_up(stretch)
    untouched = min([cut, *(bit // 8 for bit in flips)])
    whole = [name for name in written if content.find(f'"{name}"'.encode()) + 40 < untouched]
    assert set(whole) <= set(found)
