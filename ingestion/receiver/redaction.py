"""Rows to lines of the spool, reduced on the way: the guard of the second door.

Nothing that the policy does not keep reaches the disk, not even for a moment. What a line looks like belongs
to `ingestion.spool.lines`, what may be kept to `agent_analytics.privacy`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from agent_analytics.privacy.policy import Policy
from agent_analytics.privacy.redact import apply_columns
from agent_analytics.records import Table
from ingestion.checks import MAX_TEXT
from ingestion.spool.lines import Letter, row_lines

_LONGEST_LINE = 256 * 1024
"""A record beyond this is refused: no honest one is that long once it is reduced."""

_CONTAINERS: frozenset[type] = frozenset({list, dict, tuple})
_NUMBER = re.compile(r"(?:-?\d[\d.eE+-]{0,39}|true|false)?")
"""Text that may stand where a number or a yes or no belongs; whether it fits, the loader says."""

Row = dict[str, Any]
Shape = tuple[Table, tuple[str, ...], Any, Any, Any]


@dataclass(slots=True)
class Kept:
    """The lines of some rows, those that were refused, and which names were not kept how often."""

    lines: list[bytes] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    dropped: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)


def reduced(policy: Policy, rows: Iterable[tuple[Table, Row]]) -> Kept:
    """Return what may be stored of rows; those of one shape go through the guard together.

    The rows are given away: they become what is stored of them.
    """
    kept = Kept()
    for (table, fields, *_), records in _by_shape(rows).items():
        values = zip(*map(dict.values, records), strict=True)
        given = dict(zip(fields, values, strict=True))
        columns, dropped = apply_columns(policy, given)
        agent, version, kind = _kept_event(columns)
        for (name, reason), places in dropped.items():
            kept.dropped[agent, version, kind, name, reason] += len(places)
        _replace(records, given, columns)
        refused = _refused(table, columns)
        for place, problems in refused.items():
            row = {n: value for n, value in records[place].items() if n not in problems}
            name, problem = next(iter(problems.items()))
            kept.letters.append(Letter("bad_record", f"{name} is {problem}", table.name, row))
        if refused:
            records = [row for place, row in enumerate(records) if place not in refused]  # noqa: PLW2901
        for line in row_lines(table.name, records):
            if len(line) > _LONGEST_LINE:
                kept.letters.append(Letter("too_large", "record"))
            else:
                kept.lines.append(line)
    return kept


def _by_shape(rows: Iterable[tuple[Table, Row]]) -> dict[Shape, list[Row]]:
    """Return rows by what they have in common: table, fields, agent, version and event."""
    shapes: dict[Shape, list[Row]] = {}
    for table, row in rows:
        get = row.get
        kind = get("event_name") or get("metric_name")
        try:
            shape = (table, tuple(row), get("agent"), get("client_version"), kind)
            records = shapes.get(shape)
        except TypeError:  # a list or map where a name belongs
            shape = (table, tuple(row), None, None, None)
            records = shapes.get(shape)
        if records is None:
            shapes[shape] = [row]
        else:
            records.append(row)
    return shapes


def _replace(
    records: list[Row], given: Mapping[str, Sequence[Any]], kept: Mapping[str, Sequence[Any]]
) -> None:
    """Make rows what the guard left of them: only columns that it gave back untouched may stay."""
    for name in given:
        if kept.get(name) is not given[name]:
            for row in records:
                del row[name]
    for name, values in kept.items():
        if name in given and values is given[name]:
            if None in values:
                for row, value in zip(records, values, strict=True):
                    if value is None:
                        del row[name]
            continue
        for row, value in zip(records, values, strict=True):
            if value is not None:
                row[name] = value


def _refused(table: Table, columns: Mapping[str, Sequence[Any]]) -> dict[int, dict[str, str]]:
    """Return what is wrong with records, by place and column: what the guard has not read as text.

    A list or map could hold any text, and so could text where a number belongs.
    """
    refused: dict[int, dict[str, str]] = {}
    numbers = _numbers_of(table)
    for name, values in columns.items():
        types = set(map(type, values))
        if not _CONTAINERS.isdisjoint(types):
            for place, value in enumerate(values):
                if type(value) in _CONTAINERS:
                    refused.setdefault(place, {})[name] = "a list or map"
        if str in types and name in numbers:
            for place in _wordy(values):
                refused.setdefault(place, {})[name] = f"not a {numbers[name]}"
    return refused


def _wordy(values: Sequence[Any]) -> list[int]:
    """Return the places of texts that are no number; a whole column of plain ones is seen at once."""
    texts = [value for value in values if value.__class__ is str]
    if "".join(texts).isdecimal() and all(texts):
        return []
    return [
        place
        for place, value in enumerate(values)
        if value.__class__ is str and not _NUMBER.fullmatch(value)
    ]


@cache
def _numbers_of(table: Table) -> dict[str, str]:
    """Return the kinds of a table's columns that hold no text."""
    return {column.name: column.kind for column in table.columns if column.kind != "text"}


def _kept_event(columns: Mapping[str, Sequence[Any]]) -> tuple[str, str, str]:
    """Return agent, version and event that records of one shape share, as the guard let them pass."""
    nothing = (None,)
    agent = columns.get("agent", nothing)[0]
    version = columns.get("client_version", nothing)[0]
    kind = columns.get("event_name", columns.get("metric_name", nothing))[0]
    parts = (text[:MAX_TEXT] if isinstance(text, str) else "" for text in (agent, version, kind))
    return tuple(parts)  # type: ignore[return-value]
