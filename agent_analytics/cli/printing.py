"""How answers are printed: as a table for people, CSV for spreadsheets, JSON for programs.

Values stay exact: integers and decimals keep every digit, times are ISO 8601, unknown is `–`, an empty cell
or `null`. No text can command the terminal or start a formula in a spreadsheet.
"""

import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from itertools import chain, islice
from typing import Any

from rich.cells import cell_len

from agent_analytics.errors import QueryError
from agent_analytics.spreadsheets import inert

Row = Sequence[Any]

TABLE_ROWS = 1_000
"""A table for people ends here; other formats print every row."""

_CONTROL = frozenset(map(chr, (*range(32), *range(127, 160))))
_UNKNOWN = "–"


def printable(text: str, keep: str = "") -> str:
    """Return a text without control characters, except those in `keep`."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter in keep or letter not in _CONTROL)


def table_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield an aligned table, numbers to the right; a last line says when rows were left out."""
    iterator = iter(rows)
    shown = list(islice(iterator, TABLE_ROWS))
    cells = [[_cell(value) for value in row] for row in shown]
    head = [printable(column) for column in columns]
    widths = [max(map(cell_len, column)) for column in zip(head, *cells, strict=True)]
    numeric = [_is_numeric(column) for column in zip(*shown, strict=True)] or [False] * len(head)
    yield _aligned(head, widths, numeric)
    yield "  ".join("─" * width for width in widths)
    for row in cells:
        yield _aligned(row, widths, numeric)
    if next(iterator, None) is not None:
        yield f"… only the first {TABLE_ROWS} rows are shown; use --format csv or json for all"


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield CSV lines; text that a spreadsheet would run as a formula gets a leading quote."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in chain([columns], rows):
        writer.writerow([_csv_cell(value) for value in row])
        yield _drained(buffer)


def json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a JSON array with one object per row.

    Raises `QueryError` when two columns have one name, because an object cannot hold both.
    """
    twice = sorted({name for name in columns if list(columns).count(name) > 1})
    if twice:
        message = f"two columns are called {twice[0]!r}; name them apart with `as`"
        raise QueryError(message)
    yield "["
    previous = None
    for row in rows:
        if previous is not None:
            yield f"{previous},"
        previous = "  " + json_text(dict(zip(columns, row, strict=True)))
    if previous is not None:
        yield previous
    yield "]"


FORMATS = {"table": table_lines, "csv": csv_lines, "json": json_lines}
"""Printers by the name of their format."""


def _cell(value: Any) -> str:
    return _UNKNOWN if value is None else printable(_text(value))


def _text(value: Any) -> str:
    """Return a value as exact, readable text."""
    match value:
        case bool():
            text = "true" if value else "false"
        case Decimal():
            text = format(value, "f")
        case datetime() | date() | time():
            text = value.isoformat()
        case bytes():
            text = value.hex()
        case Mapping() | list() | tuple():
            text = json_text(value)
        case _:
            text = str(value)
    return text


def _is_numeric(values: Sequence[Any]) -> bool:
    kinds = (int, float, Decimal)
    known = [value for value in values if value is not None]
    return all(isinstance(value, kinds) and not isinstance(value, bool) for value in known)


def _aligned(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = []
    for text, width, is_number in zip(row, widths, numeric, strict=True):
        space = " " * (width - cell_len(text))
        cells.append(space + text if is_number else text + space)
    return "  ".join(cells).rstrip()


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    text = printable(_text(value), keep="\t\r\n")
    is_text = isinstance(value, str | Mapping | list | tuple)
    return inert(text) if is_text else text


def _drained(buffer: StringIO) -> str:
    line = buffer.getvalue().removesuffix("\n")
    buffer.seek(0)
    buffer.truncate()
    return line


def json_text(value: Any) -> str:
    """Return a value as JSON, numbers with every digit; infinities and NaN are null."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "null"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        pairs = (f"{json_text(str(key))}: {json_text(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(json_text, value)) + "]"
    quoted = json.dumps(_text(value), ensure_ascii=False)
    return quoted if quoted.isprintable() else json.dumps(_text(value))
