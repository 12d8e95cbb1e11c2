"""Records to lines of the spool, reduced on the way: the guard of the second door.

Nothing that the policy does not keep reaches the disk, not even for a moment. What a line looks like belongs
to `ingestion.spool.lines`, what may be kept to `agent_analytics.privacy`.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from agent_analytics.columns import Columns, count_of, rows_of, shared_text
from agent_analytics.privacy.policy import Policy
from agent_analytics.privacy.redact import apply_columns
from agent_analytics.records import Table
from ingestion.batches import Batch
from ingestion.checks import BAD_VALUE, DESCRIPTIVE, MAX_TEXT
from ingestion.spool.lines import Letter, batch_line, row_line

_LONGEST_LINE = 256 * 1024
"""A record whose line is longer is refused: no honest one is that long once it is reduced."""

_CONTAINERS: frozenset[type] = frozenset({list, dict, tuple})
_NUMBER = re.compile(r"(?:-?\d[\d.eE+-]{0,39}|true|false)?")
"""Text that may stand where a number or a yes or no belongs; whether it fits, the loader says."""


@dataclass(slots=True)
class Kept:
    """The lines of some records, how many they hold, what was refused, and which names were not kept."""

    lines: list[bytes] = field(default_factory=list)
    count: int = 0
    letters: list[Letter] = field(default_factory=list)
    dropped: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)


def reduced(policy: Policy, batches: Iterable[Batch]) -> Kept:
    """Return what may be stored of records; those of one batch go through the guard together."""
    kept = Kept()
    for batch in batches:
        table = batch.table
        columns, dropped = apply_columns(policy, batch.columns, batch.attributes)
        agent, version, kind = _kept_event(columns)
        for (name, reason), places in dropped.items():
            kept.dropped[agent, version, kind, name, reason] += len(places)
        refused = _refused(table, columns)
        if refused:
            columns = _without_descriptions(columns, refused)
        for place, problems in refused.items():
            row = {n: v[place] for n, v in columns.items() if n not in problems}
            row = {n: value for n, value in row.items() if value is not None}
            name, problem = next(iter(problems.items()))
            kept.letters.append(Letter("bad_record", f"{name} is {problem}", table.name, row))
        if refused:
            columns = _without(columns, refused)
        _write(kept, table.name, columns)
    return kept


def _write(kept: Kept, table: str, columns: Columns) -> None:
    """Add the line of some records, or a line for each when that is too long."""
    count = count_of(columns)
    lines = [batch_line(table, columns)] if count else []
    if lines and len(lines[0]) > _LONGEST_LINE:
        lines = [row_line(table, row) for row in rows_of(columns)]
        good = [line for line in lines if len(line) <= _LONGEST_LINE]
        kept.letters += [Letter("too_large", "record")] * (count - len(good))
        lines, count = good, len(good)
    kept.lines += lines
    kept.count += count


def _without_descriptions(columns: Columns, refused: dict[int, dict[str, str]]) -> Columns:
    """Return columns without wrong values that only describe; a record without another problem is flagged."""
    described = {place for place, problems in refused.items() if DESCRIPTIVE.issuperset(problems)}
    if not described:
        return columns
    kept = {name: list(values) for name, values in columns.items()}
    flags = kept.setdefault("flags", [None] * count_of(kept))
    for place in described:
        for name in refused.pop(place):
            kept[name][place] = None
        flags[place] = ",".join(filter(None, (flags[place], BAD_VALUE)))
    return dict(kept)


def _without(columns: Columns, places: Container[int]) -> Columns:
    return {
        name: [value for place, value in enumerate(values) if place not in places]
        for name, values in columns.items()
    }


def _refused(table: Table, columns: Mapping[str, Sequence[Any]]) -> dict[int, dict[str, str]]:
    """Return what is wrong with records, by place and column: what the guard has not read as text.

    A list or map could hold any text, and so could text where a number belongs.
    """
    refused: dict[int, dict[str, str]] = {}
    numbers = _numbers_of(table)
    for name, values in columns.items():
        # Half of the columns say one text in all records, which is seen faster than all their types.
        types: set[type] = {str} if shared_text(values) is not None else set(map(type, values))
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
