"""Whole lines out of content, wherever it is cut."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion import lines
from ingestion.lines import TOO_LONG, Line, whole_lines

CONTENT = st.lists(st.sampled_from((b"a", b"{}", b"{", b"\r", b"\n", b"\n\n", b"0123456789"))).map(
    b"".join
)


def _lines(content: bytes, start: int = 0) -> list[Line]:
    return [line for _, found in whole_lines(io.BytesIO(content), start) for line in found]


@given(content=CONTENT, size=st.integers(1, 12))
def test_the_size_of_a_stretch_changes_nothing(content: bytes, size: int) -> None:
    """Every line stands where it stood, and a last one without an end waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "STRETCH_BYTES", size)
        found = _lines(content)
    assert found == _lines(content)
    assert all(content[offset:].startswith(line) for offset, line in found)


@pytest.mark.parametrize(
    ("last", "is_whole"),
    [(b'{"a":1}', True), (b'[{"a":1}]', True), (b"[1", False), (b'{"a"', False), (b"1", False)],
)
def test_a_last_line_without_an_end_counts_if_nothing_can_follow(
    last: bytes, is_whole: bool
) -> None:
    """A number may still grow by a digit; an object or array that is closed may not."""
    assert _lines(b"first\n" + last)[1:] == ([(6, last)] if is_whole else [])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"1\n12345678\n2\n", [(0, b"1"), (2, b"12345678"), (11, b"2")]),
        (b"1\n123456789\n2\n", [(0, b"1"), (2, TOO_LONG), (12, b"2")]),
        (b"1\n" + b"x" * 33 + b"\n\n2\n", [(0, b"1"), (2, TOO_LONG), (36, b""), (37, b"2")]),
        (b"x" * 33, []),
        (b'{"a":' + b" " * 33 + b"1}", []),
    ],
)
def test_a_line_that_is_too_long_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, content: bytes, found: list[Line]
) -> None:
    """It is handed on as what no reader takes for a record; the lines after it stand where they stood."""
    monkeypatch.setattr(lines, "STRETCH_BYTES", 1)
    monkeypatch.setattr(lines, "LONGEST_LINE", 8)
    assert _lines(content) == found


def test_reading_goes_on_from_where_it_stopped() -> None:
    """A line keeps the offset that it has in the whole file."""
    assert _lines(b"first\nsecond\n", 6) == [(6, b"second")]
