"""What one value must be to fit its column: the slow, exact rules that `validation` falls back to.

A value either fits its column, is a harmless spelling of one that does ("20", 20.0), or is refused; a
negative or impossible measure becomes null, with a flag. So does a value of another shape in a column that
only describes: a new version of a client that nests one attribute must not cost all its requests.
"""

import math
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from agent_analytics.records import Column, Kind

MAX_TEXT = 512
"""Longest text kept in an ordinary column; longer values are cut and flagged."""

EARLIEST = 946_684_800_000_000  # 2000-01-01, in microseconds
LATEST = 4_102_444_800_000_000  # 2100-01-01

MAX_MEASURE = 10**12
"""Largest count or amount believed of one record: it takes nine million such records before a sum, which
has 64 bits, fails. Larger whole numbers become null with a flag; a larger fraction refuses its record."""

_OTHER_MOST = {
    **dict.fromkeys(
        (
            "input_tokens",
            "cache_write_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "cache_read_tokens",
            "output_tokens",
            "reasoning_tokens",
            "tokens_before",
            "tokens_after",
        ),
        10**10,
    ),
    "value": 10**11,
    **dict.fromkeys(
        (
            "amount_microusd",
            "gross_microusd",
            "discount_microusd",
            "net_microusd",
            "size_bytes",
        ),
        10**15,
    ),
}
"""Columns believed up to another number. Tokens are multiplied by prices, and the products are summed; what a
company spends in a month, or a file holds, may be more."""

_MAX_BIGINT = 2**63 - 1
_INT64_DIGITS = 20
_NO_FRACTION = re.compile(r"\.0+$")
_CLOCK_SLACK = timedelta(hours=23)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNCUT = frozenset(
    {
        "added_line_keys",
        "attributes",
        "error_text",
        "file_path_keys",
        "prompt_text",
        "response_text",
        "tool_parameters",
        "workspace_path_keys",
        "root_path_keys",
        "model_pattern",
        "parent_shas",
        "removed_line_keys",
        "written_line_keys",
    }
)
_ANY_BIGINT = frozenset(
    {"device", "inode", "modified_ns", "read_offset", "from_offset", "to_offset", "file_offset"}
)
"""Whole numbers that measure nothing; a source may count its positions in any unit of time."""

BAD_VALUE = "bad_value"

DESCRIPTIVE = frozenset(
    (
        "attempt",
        "block_index",
        "client_version",
        "cost_center",
        "decision_source",
        "duration_ms",
        "effort",
        "entrypoint",
        "error_type",
        "git_branch",
        "input_bytes",
        "installation_id",
        "is_success",
        "language",
        "permission_mode",
        "prompt_length",
        "query_source",
        "reasoning_tokens",
        "requested_model",
        "result_bytes",
        "start_type",
        "status_code",
        "stop_reason",
        "team",
        "terminal",
        "tool_source",
        "ttft_ms",
        "web_fetch_requests",
    )
)
"""Columns that neither tell one record from another nor decide what it counts or costs."""

_MILLISECONDS = frozenset({"duration_ms", "ttft_ms"})

_CONTROL = {code: None for code in (*range(32), *range(127, 160))}

Check = Callable[[Any], tuple[Any, str | None]]
"""Returns the value to store and a flag, or raises `RefusedError`; never called with None."""


class RefusedError(Exception):
    """A value that does not fit its column; its words say why where the kind of the column does not."""


def check_of(column: Column) -> Check:
    """Return the check of a column's values."""
    check = _strict_check_of(column)
    return partial(_known_or_flagged, check) if column.name in DESCRIPTIVE else check


def _strict_check_of(column: Column) -> Check:
    if column.name in _MILLISECONDS:
        return partial(_milliseconds, most_of(column))
    if is_uncut(column):
        return _uncut_text
    if is_unbounded(column):
        return _bigint
    if column.kind in _MEASURES:
        return partial(_MEASURES[column.kind], most_of(column))
    return _CHECKS[column.kind]


def most_of(column: Column) -> int:
    """Return the largest amount that is believed in a column."""
    return _OTHER_MOST.get(column.name, MAX_MEASURE)


def is_unbounded(column: Column) -> bool:
    """Return whether a whole number of any size is kept: one that says what is what, not how much."""
    return column.name in _ANY_BIGINT


def is_uncut(column: Column) -> bool:
    """Return whether text of a column is kept as it comes: the guard or our own code made it."""
    return column.name in _UNCUT


def future_after() -> int:
    """Return the instant, in microseconds, after which a clock must be wrong."""
    return (datetime.now(UTC) + _CLOCK_SLACK - _EPOCH) // _MICROSECOND


def _known_or_flagged(check: Check, value: Any) -> tuple[Any, str | None]:
    try:
        return check(value)
    except RefusedError:
        return None, BAD_VALUE


def _bigint(value: Any) -> tuple[int | None, str | None]:
    if isinstance(value, bool):
        raise RefusedError
    if isinstance(value, str):
        value = _number_from_text(value)
    if isinstance(value, float):
        if not value.is_integer():
            raise RefusedError
        value = int(value)
    if not isinstance(value, int) or value > _MAX_BIGINT:
        raise RefusedError
    return (None, "negative_value") if value < 0 else (value, None)


def _measure(most: int, value: Any) -> tuple[int | None, str | None]:
    number, flag = _bigint(value)
    if number is not None and number > most:
        return None, "implausible_value"
    return number, flag


def _milliseconds(most: int, value: Any) -> tuple[int | None, str | None]:
    """Return a time that some clients measure in fractions of a millisecond, rounded."""
    with suppress(ValueError):
        value = float(value) if isinstance(value, str) else value
    if isinstance(value, float) and math.isfinite(value):
        value = round(value)
    return _measure(most, value)


def _number_from_text(text: str) -> int:
    digits = _NO_FRACTION.sub("", text.strip())
    if not digits.removeprefix("-").isdecimal() or len(digits) > _INT64_DIGITS:
        raise RefusedError
    return int(digits)


def _double(most: int, value: Any) -> tuple[float | None, str | None]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError
    try:
        number = float(value)
    except OverflowError:
        raise RefusedError from None
    if not math.isfinite(number):
        raise RefusedError
    if abs(number) > most:
        message = "more than is believed"
        raise RefusedError(message)
    return number, None


def _bool(value: Any) -> tuple[bool | None, str | None]:
    if isinstance(value, bool):
        return value, None
    if value in ("true", "false"):
        return value == "true", None
    raise RefusedError


def _timestamp(value: Any) -> tuple[int | None, str | None]:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise RefusedError
        value = (value - _EPOCH) // _MICROSECOND
    if isinstance(value, bool) or not isinstance(value, int):
        raise RefusedError
    if not EARLIEST <= value < LATEST:
        return None, "bad_time"
    return value, "future_time" if value > future_after() else None


def _text(value: Any) -> tuple[str | None, str | None]:
    if value == "":
        return None, None  # nobody was told: as an id it would gather what has none
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise RefusedError
    if not value.isprintable():
        value = value.translate(_CONTROL).encode("utf-8", "replace").decode()
    return (value, None) if len(value) <= MAX_TEXT else (value[:MAX_TEXT], "truncated")


def _uncut_text(value: Any) -> tuple[str | None, str | None]:
    if not isinstance(value, str):
        raise RefusedError
    return value.encode("utf-8", "replace").decode(), None


def _decimal(value: Any) -> tuple[Decimal | None, str | None]:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise RefusedError
    return value, None


_CHECKS: dict[Kind, Check] = {
    "text": _text,
    "bool": _bool,
    "timestamp": _timestamp,
    "decimal": _decimal,
}
_MEASURES: dict[Kind, Callable[[int, Any], tuple[Any, str | None]]] = {
    "bigint": _measure,
    "double": _double,
}
