"""Reads a file of statements, strictly: a line that cannot be meant stops the load and is named."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from agent_analytics.errors import StatementError

S = TypeVar("S")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_statements(file: Path, kind: type[Any], make: Callable[[dict[str, str]], S]) -> list[S]:
    """Return what `make` makes of every line's cells, which are those of the dataclass `kind`.

    None without a file; cells are trimmed and those left out are empty. `make` raises `ValueError` for a
    line that cannot be meant. Raises `StatementError` naming file and line.
    """
    made = []
    for line, cells in _lines(file, [field.name for field in fields(kind)]):
        try:
            made.append(make(cells))
        except ValueError as error:
            message = f"{file}:{line}: {error}; correct or remove the line"
            raise StatementError(message) from error
    return made


def check_day(text: str) -> None:
    """Raise `ValueError` unless a text is empty or a day as SQL reads it: `fromisoformat` takes more."""
    if not text:
        return
    if not _DAY.fullmatch(text):
        message = f"{text!r} is no day; write 2026-05-31"
        raise ValueError(message)
    date.fromisoformat(text)


def _lines(file: Path, names: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            unknown = sorted(set(reader.fieldnames or ()) - set(names))
            if unknown:
                message = f"{file}: unknown column {unknown[0]!r}; known are {', '.join(names)}"
                raise StatementError(message)
            for row in reader:
                if None in row:
                    message = (
                        f"{file}:{reader.line_num}: more cells than columns; put commas in quotes"
                    )
                    raise StatementError(message)
                if any(row.values()):
                    yield reader.line_num, {name: (row.get(name) or "").strip() for name in names}
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{file} cannot be read: {error}"
        raise StatementError(message) from error
