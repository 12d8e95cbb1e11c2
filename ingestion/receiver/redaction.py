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
from ingestion.spool.lines import Letter, row_line

_LONGEST_LINE = 256 * 1024
"""A record beyond this is refused: no honest one is that long once it is reduced."""

_CONTAINERS: frozenset[type] = frozenset({list, dict, tuple})

Event = tuple[str | None, str | None, str | None]
Shape = tuple[Table, Event, tuple[str, ...]]


@dataclass(slots=True)
class Kept:
    """The lines of some rows, those that were refused, and which names were not kept how often."""

    lines: list[bytes] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    dropped: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)


def reduced(policy: Policy, rows: Iterable[tuple[Table, dict[str, Any]]]) -> Kept:
    """Return what may be stored of rows; those of one shape go through the guard together."""
    shapes: dict[Shape, list[dict[str, Any]]] = {}
    for table, row in rows:
        shapes.setdefault((table, _event_of(row), tuple(row)), []).append(row)
    kept = Kept()
    for (table, _, fields), records in shapes.items():
        values = zip(*map(dict.values, records), strict=True)
        columns, dropped = apply_columns(policy, dict(zip(fields, values, strict=True)))
        agent, version, kind = _kept_event(columns)
        for (name, reason), places in dropped.items():
            kept.dropped[agent, version, kind, name, reason] += len(places)
        refused = _refused(columns)
        names = tuple(columns)
        for place, stored in enumerate(zip(*columns.values(), strict=True)):
            row = {n: v for n, v in zip(names, stored, strict=True) if v is not None}
            if place in refused:
                row = {name: v for name, v in row.items() if type(v) not in _CONTAINERS}
                kept.letters.append(Letter("bad_record", refused[place], table.name, row))
                continue
            line = row_line(table.name, row)
            if len(line) > _LONGEST_LINE:
                kept.letters.append(Letter("too_large", "record"))
            else:
                kept.lines.append(line)
    return kept


def _refused(columns: Mapping[str, Sequence[Any]]) -> dict[int, str]:
    """Return why records are refused, by place: a list or map in a column could hold any text."""
    refused: dict[int, str] = {}
    for name, values in columns.items():
        if not _CONTAINERS.isdisjoint([type(value) for value in values]):
            for place, value in enumerate(values):
                if type(value) in _CONTAINERS:
                    refused[place] = f"{name} is a list or map"
    return refused


def _event_of(record: dict[str, Any]) -> Event:
    """Return agent, version and event of a record."""
    get = record.get
    named = get("agent"), get("client_version"), get("event_name") or get("metric_name")
    return named if all(map(_is_text, named)) else (None, None, None)


def _is_text(value: Any) -> bool:
    return value is None or type(value) is str


def _kept_event(columns: Mapping[str, Sequence[Any]]) -> tuple[str, str, str]:
    """Return agent, version and event that records of one shape share, as the guard let them pass."""
    nothing = (None,)
    agent = columns.get("agent", nothing)[0]
    version = columns.get("client_version", nothing)[0]
    kind = columns.get("event_name", columns.get("metric_name", nothing))[0]
    parts = (text[:MAX_TEXT] if isinstance(text, str) else "" for text in (agent, version, kind))
    return tuple(parts)  # type: ignore[return-value]
