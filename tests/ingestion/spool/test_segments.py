from collections.abc import Callable

import pytest

from agent_analytics.errors import SpoolError
from ingestion.spool.lines import VERSION, Header, header_line
from ingestion.spool.segments import line_at, read_lines


def _ids(content: bytes) -> list[str]:
    return [
        row["event_id"] for read in read_lines(content) if read.line for row in read.line.rows()
    ]


def _damages(content: bytes) -> list[tuple[int, int]]:
    return [(read.offset, read.length) for read in read_lines(content) if read.line is None]


def test_row_66_a_lost_end_of_line_costs_nothing_else(request_lines: Callable[..., bytes]) -> None:
    """Two lines that run into each other are told apart; both are whole."""
    content = request_lines("a").replace(b"\n", b"", 1) + request_lines("b")
    assert _ids(content) == ["a", "b"]
    assert _damages(content) == []


def test_row_66_a_broken_line_is_a_place_and_its_neighbours_are_kept(
    request_lines: Callable[..., bytes],
) -> None:
    """One flipped bit costs one line, and the place is said."""
    first, second, third = (request_lines(name) for name in "abc")
    broken = second.replace(b'"b"', b'"B"')
    content = first + broken + third
    assert _ids(content) == ["a", "c"]
    row_length = broken.index(b"\n")
    assert _damages(content) == [(len(first), row_length)]


@pytest.mark.parametrize("tail", [b"\0" * 4096, b"\xff\n\xfe\n" * 50, b'{"crc":"0000'])
def test_row_65_what_a_power_cut_leaves_at_the_end_is_one_damaged_place(
    request_lines: Callable[..., bytes], tail: bytes
) -> None:
    """Zeros, garbage or half a line behind the last good one are quarantined together."""
    good = request_lines("a", "b")
    assert _ids(good + tail) == ["a", "b"]
    assert len(_damages(good + tail)) == 1


def test_row_71_a_newer_format_is_refused_with_what_to_do() -> None:
    """A segment of a later version is not guessed at."""
    with pytest.raises(SpoolError, match="upgrade agent-analytics"):
        list(read_lines(header_line(Header("s", VERSION + 1))))


@pytest.mark.parametrize("place", [0, 1])
def test_a_record_is_found_again_at_its_offset(
    request_lines: Callable[..., bytes], place: int
) -> None:
    """The offset that a dead letter carries leads back to its line, and to its record within that."""
    content = request_lines("a") + request_lines("b", "c")
    offsets = [read.offset for read in read_lines(content) if read.line and read.line.rows()]
    again = line_at(content, offsets[1] + place)
    assert again is not None
    line, found = again
    assert found == place
    assert line.rows() == [{"event_id": "b"}, {"event_id": "c"}]


def test_no_line_is_found_where_none_is(request_lines: Callable[..., bytes]) -> None:
    """Neither before the first line nor in a broken one."""
    content = request_lines("a")
    assert line_at(content[1:], 0) is None
    assert line_at(content.replace(b'"a"', b'"A"'), 0) is None
