"""Strict validation of columns of records into Arrow, one validator per raw table.

A whole column is checked at once where nothing is odd about it; a column with an odd value goes value by
value through `checks`. A refused value refuses its record; which columns exist is said in
`agent_analytics.records`; where the rows go is `landing`'s concern.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from agent_analytics.columns import count_of
from agent_analytics.records import Column, Kind, Table
from ingestion.checks import (
    EARLIEST,
    LATEST,
    MAX_TEXT,
    RefusedError,
    check_of,
    future_after,
    is_unbounded,
    is_uncut,
    most_of,
)

# Arrow's own pool keeps what it freed: after a large load that was 400 MB more than with the system's.
pa.set_memory_pool(pa.system_memory_pool())

ARROW_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "decimal": pa.decimal128(20, 9),
}


@dataclass(slots=True)
class Checked:
    """What became of records, by their position: why some were refused, which others carry a flag."""

    refused: dict[int, str] = field(default_factory=dict)
    flagged: set[int] = field(default_factory=set)


class Validator:
    """Collects valid rows of one table; nothing invalid gets in."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns = {column.name: column for column in table.columns}
        self._schema = arrow_schema(table)
        self._chunks: list[dict[str, pa.Array]] = []
        self._row_count = 0

    @property
    def row_count(self) -> int:
        """Rows collected since the last release."""
        return self._row_count

    def add_columns(self, columns: Mapping[str, Sequence[Any]]) -> Checked:
        """Take records, given as columns of equal length, and return which were refused or flagged.

        Reasons never hold a value.
        """
        count = count_of(columns)
        checked = Checked()
        unknown = next((name for name in columns if name not in self._columns), None)
        if unknown is not None or self._table.key not in columns:
            problem = f"unknown column {unknown}" if unknown else f"{self._table.key} is missing"
            checked.refused = dict.fromkeys(range(count), problem)
            return checked
        flags: dict[int, list[str]] = {}
        chunk = {
            name: self._checked(column, columns[name], checked, flags)
            for name, column in self._columns.items()
            if name in columns
        }
        self._refuse_without_key(columns[self._table.key], checked)
        self._add_flags(chunk, columns, flags, checked)
        self._store(chunk, count, checked)
        return checked

    def release(self) -> pa.Table:
        """Return the collected rows as one Arrow table in column order and start afresh."""
        chunks, self._chunks, self._row_count = self._chunks, [], 0
        arrays = []
        for column in self._schema:
            parts = [
                chunk[column.name]
                if column.name in chunk
                else pa.nulls(len(chunk[self._table.key]), column.type)
                for chunk in chunks
            ]
            arrays.append(pa.chunked_array(parts, column.type).combine_chunks())
        return pa.Table.from_arrays(arrays, schema=self._schema)

    @staticmethod
    def _checked(
        column: Column, values: Sequence[Any], checked: Checked, flags: dict[int, list[str]]
    ) -> pa.Array:
        array = _whole_column(column, values)
        if array is not None:
            return array
        check = check_of(column)
        kept: list[Any] = []
        for row, value in enumerate(values):
            stored, flag = None, None
            if value is not None:
                try:
                    stored, flag = check(value)
                except RefusedError as error:
                    problem = str(error) or f"not a {column.kind}"
                    checked.refused.setdefault(row, f"{column.name} is {problem}")
            kept.append(stored)
            if flag and flag not in flags.setdefault(row, []):
                flags[row].append(flag)
        return pa.array(kept, ARROW_TYPES[column.kind])

    def _refuse_without_key(self, keys: Sequence[Any], checked: Checked) -> None:
        if not all(keys):
            for row, key in enumerate(keys):
                if not key:
                    checked.refused.setdefault(row, f"{self._table.key} is missing")

    def _add_flags(
        self,
        chunk: dict[str, pa.Array],
        columns: Mapping[str, Sequence[Any]],
        found: dict[int, list[str]],
        checked: Checked,
    ) -> None:
        """Join the flags found here to those the record brought; a table without the column has none."""
        if "flags" not in self._columns or not ("flags" in columns or found):
            return
        given = (
            chunk["flags"].to_pylist()
            if "flags" in chunk
            else [None] * len(columns[self._table.key])
        )
        joined = [
            ",".join(filter(None, (flags, *found.get(row, ())))) or None
            for row, flags in enumerate(given)
        ]
        chunk["flags"] = pa.array(joined, pa.string())
        checked.flagged = {
            row for row, flags in enumerate(joined) if flags and row not in checked.refused
        }

    def _store(self, chunk: dict[str, pa.Array], count: int, checked: Checked) -> None:
        if checked.refused:
            accepted = pa.array([row not in checked.refused for row in range(count)])
            chunk = {name: array.filter(accepted) for name, array in chunk.items()}
        if len(checked.refused) < count:
            self._chunks.append(chunk)
            self._row_count += count - len(checked.refused)


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a raw table; only its key is never null."""
    return pa.schema(
        [
            pa.field(column.name, ARROW_TYPES[column.kind], nullable=column.name != table.key)
            for column in table.columns
        ]
    )


def _whole_column(column: Column, values: Sequence[Any]) -> pa.Array | None:
    """Return a column as Arrow when every value plainly fits it; None when one needs a closer look."""
    kinds = set(map(type, values))
    kinds.discard(type(None))
    if not kinds <= _PLAIN[column.kind]:
        return None
    try:
        array = pa.array(values, ARROW_TYPES[column.kind])
    except (pa.ArrowInvalid, OverflowError, UnicodeError):
        return None
    return array if not kinds or _FITS[column.kind](column, values, array) else None


def _text_fits(column: Column, values: Sequence[Any], array: pa.Array) -> bool:
    if is_uncut(column):
        return True
    # An ordinary column repeats few values, so joining the distinct ones reads least.
    distinct = set(values)
    distinct.discard(None)
    lengths = tuple(map(len, distinct))
    return "".join(distinct).isprintable() and min(lengths) > 0 and max(lengths) <= MAX_TEXT


def _bigint_fits(column: Column, values: Sequence[Any], array: pa.Array) -> bool:
    low, high = (bound.as_py() for bound in pc.min_max(array).values())
    return bool(low >= 0 and (high <= most_of(column) or is_unbounded(column)))


def _double_fits(column: Column, values: Sequence[Any], array: pa.Array) -> bool:
    low, high = (bound.as_py() for bound in pc.min_max(array).values())
    all_finite = pc.all(pc.is_finite(array)).as_py()
    most = most_of(column)
    return bool(all_finite and low >= -most and high <= most)


def _timestamp_fits(_: Column, values: Sequence[Any], array: pa.Array) -> bool:
    low, high = (bound.as_py() for bound in pc.min_max(array.cast(pa.int64())).values())
    return bool(low >= EARLIEST and high < min(LATEST, future_after()))


def _always(_: Column, values: Sequence[Any], array: pa.Array) -> bool:
    return True


_PLAIN: dict[Kind, set[type]] = {
    "text": {str},
    "bigint": {int},
    "double": {float},
    "bool": {bool},
    "timestamp": {int},
    "decimal": set(),
}
"""Types whose values need no conversion."""

_FITS: dict[Kind, Callable[[Column, Sequence[Any], pa.Array], bool]] = {
    "text": _text_fits,
    "bigint": _bigint_fits,
    "double": _double_fits,
    "bool": _always,
    "timestamp": _timestamp_fits,
    "decimal": _always,
}
"""What else must hold for a column of such values, at least one of them known."""
