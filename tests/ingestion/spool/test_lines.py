import pytest

from ingestion.spool.lines import (
    Header,
    Letter,
    Line,
    Tally,
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
