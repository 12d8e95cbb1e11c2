"""What stands inside a row of a report, whatever else it holds. Pure.

Which names there are is said in `fields`, what becomes of a row in `parse` and `accounts`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Row = dict[str, Any]


class RefusedRowError(Exception):
    """A row that cannot be kept; the message says why, without any of its values."""


def identifier(row: Row, name: str) -> str:
    """Return a number that identifies something, as text. Raises `RefusedRowError` for what is none."""
    value = row.get(name)
    if isinstance(value, str) and value.isdecimal():
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    message = f"has no {name}"
    raise RefusedRowError(message)


def taken(row: Row, names: Mapping[str, str]) -> Row:
    """Return what stands under their names, by ours; None where nothing does."""
    get = row.get
    return {ours: get(theirs) for ours, theirs in names.items()}


def parts_of(row: Row, name: str) -> Iterator[Row]:
    """Yield the objects of a list inside a row; none when there is no list."""
    found = row.get(name)
    yield from (one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict))


def part_of(row: Row, name: str) -> Row:
    """Return an object inside a row; empty when there is none."""
    found = row.get(name)
    return found if isinstance(found, dict) else {}
