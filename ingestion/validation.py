"""Strict validation of records into Arrow columns, one validator per raw table.

A value either fits its column, is a harmless spelling of one that does ("20", 20.0), or is refused; a
refused key or type refuses the record, a negative or impossible measure is nulled and flagged. Which
columns exist is said in `agent_analytics.records`; where the rows go is `landing`'s concern.
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from agent_analytics.records import Kind, Table

MAX_TEXT = 512
"""Longest text kept in an ordinary column; longer values are cut and flagged."""

_MAX_BIGINT = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EARLIEST = 946_684_800_000_000  # 2000-01-01, in microseconds
_LATEST = 4_102_444_800_000_000  # 2100-01-01
_UNCUT = frozenset(
    {
        "attributes",
        "file_path_keys",
        "workspace_path_keys",
        "root_path_keys",
        "model_pattern",
        "parent_shas",
    }
)
_CONTROL = {code: None for code in (*range(32), *range(127, 160))}

ARROW_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "decimal": pa.decimal128(20, 9),
}


class _Refused(Exception):
    """A value that does not fit its column."""


def _bigint(value: Any) -> tuple[int | None, str | None]:
    if isinstance(value, bool):
        raise _Refused
    if isinstance(value, str):
        value = _number_from_text(value)
    if isinstance(value, float):
        if not value.is_integer():
            raise _Refused
        value = int(value)
    if not isinstance(value, int) or value > _MAX_BIGINT:
        raise _Refused
    return (None, "negative_value") if value < 0 else (value, None)


def _number_from_text(text: str) -> int:
    digits = text.strip()
    if not digits.lstrip("-").isdecimal() or len(digits) > 20:  # noqa: PLR2004 - no int64 is longer
        raise _Refused
    return int(digits)


def _double(value: Any) -> tuple[float | None, str | None]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused
    if not math.isfinite(value):
        raise _Refused
    return float(value), None


def _bool(value: Any) -> tuple[bool | None, str | None]:
    if isinstance(value, bool):
        return value, None
    if value in ("true", "false"):
        return value == "true", None
    raise _Refused


def _timestamp(value: Any) -> tuple[int | None, str | None]:
    if isinstance(value, datetime):
        value = (value - _EPOCH) // _MICROSECOND
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Refused
    return (value, None) if _EARLIEST <= value < _LATEST else (None, "bad_time")


def _text(value: Any) -> tuple[str | None, str | None]:
    if not isinstance(value, str):
        raise _Refused
    if not value.isprintable():
        value = value.translate(_CONTROL).encode("utf-8", "replace").decode()
    return (value, None) if len(value) <= MAX_TEXT else (value[:MAX_TEXT], "truncated")


def _uncut_text(value: Any) -> tuple[str | None, str | None]:
    if not isinstance(value, str):
        raise _Refused
    return value, None


def _decimal(value: Any) -> tuple[Decimal | None, str | None]:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise _Refused
    return value, None


Check = Callable[[Any], tuple[Any, str | None]]
_CHECKS: dict[Kind, Check] = {
    "text": _text,
    "bigint": _bigint,
    "double": _double,
    "bool": _bool,
    "timestamp": _timestamp,
    "decimal": _decimal,
}


class Validator:
    """Collects valid rows of one table; nothing invalid gets in."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._checks = {
            column.name: _uncut_text if column.name in _UNCUT else _CHECKS[column.kind]
            for column in table.columns
        }
        self._rows: list[dict[str, Any]] = []

    @property
    def row_count(self) -> int:
        """Rows collected since the last release."""
        return len(self._rows)

    def add(self, record: Mapping[str, Any]) -> str | None:
        """Take a record, or return why it cannot be taken (a text without any of its values)."""
        row: dict[str, Any] = {}
        flags: list[str] = []
        checks = self._checks
        for name, value in record.items():
            if value is None:
                continue
            check = checks.get(name)
            if check is None:
                return f"unknown column {name}"
            try:
                row[name], flag = check(value)
            except _Refused:
                return f"{name} is not a {self._kind(name)}"
            if flag and flag not in flags:
                flags.append(flag)
        if not row.get(self._table.key):
            return f"{self._table.key} is missing"
        if flags and "flags" in checks:
            row["flags"] = ",".join(filter(None, (row.get("flags"), *flags)))
        self._rows.append(row)
        return None

    def release(self) -> pa.Table:
        """Return the collected rows as one Arrow table in column order and start afresh."""
        rows, self._rows = self._rows, []
        arrays, fields = [], []
        for column in self._table.columns:
            kind = ARROW_TYPES[column.kind]
            values = [row.get(column.name) for row in rows]
            arrays.append(pa.array(values, kind))
            fields.append(pa.field(column.name, kind, nullable=column.name != self._table.key))
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields))

    def _kind(self, name: str) -> str:
        return next(column.kind for column in self._table.columns if column.name == name)
