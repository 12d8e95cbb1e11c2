import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.json_lines import UnreadableError, objects_of, parts_of, word_of


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"a":1}', [({"a": 1}, None)]),
        (b'\xef\xbb\xbf{"a":1}\r', [({"a": 1}, None)]),
        (b'{"a":1},', [({"a": 1}, None)]),
        (b'{"a":1}{"b":2}', [({"a": 1}, None), ({"b": 2}, None)]),
        (b'{"a":"\\ud800"}', [({"a": "\ufffd"}, "bad_surrogate")]),
        (b'{"a":"\xff"}', [({"a": "\ufffd"}, "invalid_utf8")]),
        (b"  ", []),
        (b"\x00\x00", []),
    ],
)
def test_objects_of_a_line(line: bytes, found: list[object]) -> None:
    """Damage that leaves the meaning is mended and flagged."""
    assert list(objects_of(line)) == found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{cut", "not_json"),
        (b"[1]", "not an object"),
        (b'{"a":NaN}', "not_json"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_unreadable_line_says_why(line: bytes, reason: str) -> None:
    """The reason names the damage and never quotes it."""
    with pytest.raises(UnreadableError, match=reason):
        list(objects_of(line))


def test_power_cut_is_cut_out() -> None:
    """What stands between runs of NUL is read in place."""
    assert list(parts_of(b"ab\x00\x00cd")) == [(0, b"ab"), (4, b"cd")]


@pytest.mark.parametrize(
    ("value", "word"), [("a.b-c:d", "a.b-c:d"), ("two words", None), ("", None), (3, None)]
)
def test_word_is_no_prose(value: object, word: str | None) -> None:
    """Only what looks like the name of a kind passes."""
    assert word_of(value) == word


@given(st.binary(max_size=60))
def test_any_line_is_read_or_refused(line: bytes) -> None:
    """No input crashes."""
    try:
        assert all(isinstance(value, dict) for value, _ in objects_of(line))
    except UnreadableError as error:
        assert str(error)
