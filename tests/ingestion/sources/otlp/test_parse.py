from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_analytics.records import EVENTS, Table
from ingestion.sources.otlp.parse import take_lines
from ingestion.stretches import Stretch

FIXTURES = Path(__file__).parents[3] / "fixtures" / "otlp"


def _lines(content: bytes) -> list[tuple[int, bytes]]:
    lines, offset = [], 0
    for text in content.splitlines(keepends=True):
        lines.append((offset, text))
        offset += len(text)
    return lines


def _parsed(lines: list[tuple[int, bytes]]) -> Stretch:
    stretch = Stretch("file")
    take_lines(stretch, lines)
    return stretch


def _sums_up(stretch: Stretch) -> bool:
    return stretch.received == stretch.accepted + stretch.ignored + len(stretch.dead_letters)


def _together(stretches: list[Stretch]) -> tuple[Any, ...]:
    rows: dict[Table, list[dict[str, Any]]] = {}
    for stretch in stretches:
        for table, records in stretch.records.items():
            rows.setdefault(table, []).extend(records)
    counts = [
        sum(c) for c in zip(*((s.received, s.accepted, s.ignored) for s in stretches), strict=True)
    ]
    return rows, counts, [letter for s in stretches for letter in s.dead_letters]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.sets(st.integers(1, 60)))
def test_borders_of_stretches_do_not_change_a_parse(captures: Path, borders: set[int]) -> None:
    """Wherever a file is cut between lines, the same rows and counts come out."""
    scenario = captures / "claude-code-2.1.329" / "subagent" / "otlp.jsonl"
    content = scenario.read_bytes() + b"broken\n" + (FIXTURES / "one_bad_record.jsonl").read_bytes()
    lines = _lines(content)
    cuts = sorted({0, len(lines), *(b for b in borders if b < len(lines))})
    parts = [lines[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    assert _together([_parsed(part) for part in parts]) == _together([_parsed(lines)])


def test_bad_record_leaves_the_rest_of_its_line() -> None:
    """One good and one bad record of a line: the good one is kept, the bad one is a dead letter."""
    stretch = _parsed(_lines((FIXTURES / "one_bad_record.jsonl").read_bytes()))
    assert (stretch.received, stretch.accepted) == (2, 1)
    assert [letter.reason for letter in stretch.dead_letters] == ["bad_number"]


def test_bad_line_is_one_dead_letter_with_its_offset(line: Callable[..., bytes]) -> None:
    """A line that is no request is one record received and refused; its neighbours are kept."""
    good = line({"event.name": "x"})
    stretch = _parsed(_lines(good + b"{cut\n" + good))
    (letter,) = stretch.dead_letters
    assert (letter.reason, letter.file_offset, letter.byte_length) == ("not_json", len(good), 4)
    assert (stretch.received, stretch.accepted) == (3, 2)


def test_blank_lines_and_runs_of_nul_are_nothing(line: Callable[..., bytes]) -> None:
    """Blank lines are passed over; a power cut's NUL bytes around a line do not hide it."""
    stretch = _parsed([(0, b"  \r\n"), (4, b"\x00" * 8), (12, b"\x00\x00" + line({"a": 1}))])
    assert (stretch.received, stretch.accepted) == (1, 1)


def test_strangers_records_are_ignored_and_counted(line: Callable[..., bytes]) -> None:
    """Records of a client nobody here understands are no rows and no errors."""
    stretch = _parsed([(0, line({}, {}, service="other"))])
    assert (stretch.received, stretch.ignored, stretch.records) == (2, 2, {})


def test_row_says_where_it_was_read(line: Callable[..., bytes]) -> None:
    """Every row names its file and the offset of its line."""
    stretch = _parsed([(17, line({"event.name": "x"}))])
    (row,) = stretch.records[EVENTS]
    assert (row["file_key"], row["file_offset"]) == ("file", 17)


@given(st.lists(st.binary(max_size=40), max_size=5))
def test_any_bytes_are_counted_and_never_crash(garbage: list[bytes]) -> None:
    """Whatever a line holds, every record met has one outcome."""
    assert _sums_up(_parsed(list(enumerate(garbage))))
