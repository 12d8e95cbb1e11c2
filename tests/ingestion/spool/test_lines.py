from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.spool.lines import (
    Header,
    Letter,
    Line,
    Tally,
    batch_line,
    header_line,
    letter_line,
    read_line,
    row_line,
    tally_line,
)

ROW = {"event_id": "e", "model": 'quote " and {"crc":"', "sequence": 3}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (row_line("events", ROW), Line(table="events", row=ROW)),
        (header_line(Header("s", 1)), Line(header=Header("s", 1))),
        (letter_line(Letter("bad", "why")), Line(letter=Letter("bad", "why"))),
        (batch_line("events", {"event_id": ["e"]}), Line(table="events", row={"event_id": "e"})),
        (
            batch_line("events", {"agent": ["a", "a"], "sequence": [1, True]}),
            Line(table="events", shared={"agent": "a"}, columns={"sequence": [1, True]}),
        ),
        (tally_line(Tally(2, 1, letters=1)), Line(tally=Tally(2, 1, letters=1))),
    ],
)
def test_a_line_is_read_as_it_was_written(written: bytes, read: Line) -> None:
    """Every kind of line survives the way to disk and back."""
    assert written.endswith(b"\n")
    assert read_line(written[:-1]) == read


def test_row_66_any_flipped_bit_is_noticed() -> None:
    """No single bit of a line can change unseen."""
    line = row_line("events", ROW)[:-1]
    for bit in range(len(line) * 8):
        damaged = bytearray(line)
        damaged[bit // 8] ^= 1 << bit % 8
        assert read_line(bytes(damaged)) is None


def test_row_65_any_cut_is_noticed() -> None:
    """A line without its end is no line."""
    line = row_line("events", ROW)[:-1]
    assert all(read_line(line[:length]) is None for length in range(len(line)))


_VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5)
_ROWS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(_VALUES, min_size=width, max_size=width), min_size=1)
)


@given(_ROWS)
def test_a_batch_is_read_as_the_rows_it_was(rows: list[list[Any]]) -> None:
    """Whatever is shared and whatever is missing, each record says what it said, in order."""
    columns = dict(zip("abc", zip(*rows, strict=True), strict=False))
    line = read_line(batch_line("events", columns)[:-1])
    assert line is not None
    expected = [
        {name: value for name, value in zip("abc", row, strict=False) if value is not None}
        for row in rows
    ]
    found = line.rows()
    assert found == expected
    assert [list(map(type, sorted(row))) for row in found] == [
        list(map(type, sorted(row))) for row in expected
    ]
