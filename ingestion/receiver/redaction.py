"""Rows to lines of the spool, reduced on the way: the guard of the second door.

Nothing that the policy does not keep reaches the disk, not even for a moment. What a line looks like belongs
to `ingestion.spool.lines`, what may be kept to `agent_analytics.privacy`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.privacy.policy import Policy
from agent_analytics.privacy.redact import apply_columns
from agent_analytics.records import Table
from ingestion.checks import MAX_TEXT
from ingestion.spool.lines import Letter, row_lines

_LONGEST_LINE = 256 * 1024
"""A record beyond this is refused: no honest one is that long once it is reduced."""

_CONTAINERS: frozenset[type] = frozenset({list, dict, tuple})

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
        refused = _refused(columns)
        for place, problem in refused.items():
            row = {n: v for n, v in records[place].items() if type(v) not in _CONTAINERS}
            kept.letters.append(Letter("bad_record", problem, table.name, row))
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


def _refused(columns: Mapping[str, Sequence[Any]]) -> dict[int, str]:
    """Return why records are refused, by place: a list or map in a column could hold any text."""
    refused: dict[int, str] = {}
    for name, values in columns.items():
        if not _CONTAINERS.isdisjoint(map(type, values)):
            for place, value in enumerate(values):
                if type(value) in _CONTAINERS:
                    refused[place] = f"{name} is a list or map"
    return refused


def _kept_event(columns: Mapping[str, Sequence[Any]]) -> tuple[str, str, str]:
    """Return agent, version and event that records of one shape share, as the guard let them pass."""
    nothing = (None,)
    agent = columns.get("agent", nothing)[0]
    version = columns.get("client_version", nothing)[0]
    kind = columns.get("event_name", columns.get("metric_name", nothing))[0]
    parts = (text[:MAX_TEXT] if isinstance(text, str) else "" for text in (agent, version, kind))
    return tuple(parts)  # type: ignore[return-value]
