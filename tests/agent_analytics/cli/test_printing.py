"""Answers are printed exactly, and cannot command a terminal or a spreadsheet."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from agent_analytics.cli.printing import (
    TABLE_ROWS,
    csv_lines,
    json_lines,
    printable,
    table_lines,
)
from agent_analytics.errors import QueryError


def test_a_table_aligns_numbers_to_the_right() -> None:
    """Text begins at the left, numbers end at the right, unknown is a dash."""
    lines = list(table_lines(("name", "n"), [("a", 1), ("日本", None), ("c", 1000)]))
    assert lines == ["name     n", "────  ────", "a        1", "日本     –", "c     1000"]


def test_a_table_ends_and_says_so() -> None:
    """Beyond the limit the table names the formats that print everything."""
    lines = list(table_lines(("n",), ((n,) for n in range(TABLE_ROWS + 1))))
    assert len(lines) == TABLE_ROWS + 3
    assert "--format csv" in lines[-1]


def test_a_table_at_its_limit_is_complete() -> None:
    """Exactly as many rows as fit need no note."""
    assert len(list(table_lines(("n",), ((n,) for n in range(TABLE_ROWS))))) == TABLE_ROWS + 2


def test_an_empty_answer_still_has_its_header() -> None:
    """No rows is an answer."""
    assert list(table_lines(("n",), [])) == ["n", "─"]
    assert list(csv_lines(("n",), [])) == ["n"]
    assert json.loads("\n".join(json_lines(("n",), []))) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001 - full width
def test_text_that_starts_a_formula_is_quoted(start: str) -> None:
    """A spreadsheet shows it as text."""
    lines = list(csv_lines(("cell",), [(f"{start}1+1",)]))
    assert lines[1].lstrip('"').startswith(f"'{start}")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-5, "-5"),
        (Decimal("-0.10"), "-0.10"),
        (None, ""),
        (2**70, str(2**70)),
        (True, "true"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00+00:00"),
        (b"\x00\xff", "00ff"),
    ],
)
def test_csv_keeps_values_exact(value: Any, cell: str) -> None:
    """Numbers are never quoted nor rounded, unknown is empty, times are ISO 8601."""
    assert list(csv_lines(("cell",), [(value,)]))[1] == (cell or '""')


def test_json_keeps_every_digit() -> None:
    """Large integers and decimals are numbers with all their digits; unknown is null."""
    row = (2**70, Decimal("1234567890.123456789"), None, float("nan"), [1, None], {"k": "v"})
    (text,) = list(json_lines(tuple("abcdef"), [row]))[1:-1]
    assert '"a": 1180591620717411303424' in text
    assert '"b": 1234567890.123456789' in text
    assert json.loads(text, parse_float=Decimal) == {
        "a": 2**70,
        "b": Decimal("1234567890.123456789"),
        "c": None,
        "d": None,
        "e": [1, None],
        "f": {"k": "v"},
    }


def test_json_refuses_two_columns_of_one_name() -> None:
    """An object cannot hold both; the message says what to do."""
    with pytest.raises(QueryError, match="name them apart"):
        list(json_lines(("a", "a"), [(1, 2)]))


@pytest.mark.parametrize("lines", [table_lines, csv_lines, json_lines])
def test_no_text_commands_the_terminal(lines: Any) -> None:
    """Escape sequences lose their control characters in every format, headers included."""
    printed = "\n".join(lines(("h\x1b[31m",), [("\x1b]0;title\x07\x9b31m",)]))
    assert not {"\x1b", "\x07", "\x9b"} & set(printed)


def test_printable_keeps_what_it_is_told() -> None:
    """Only the named control characters survive."""
    assert printable("a\nb\tc\x1b", keep="\n") == "a\nbc"
