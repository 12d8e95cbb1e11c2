"""Numbers, times and identifiers as senders spell them, made what they are or refused.

Which field is which belongs to `assemble`.
"""

from datetime import UTC, datetime

from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.signals import Attributes
from ingestion.otlp.wire import Integer

_INT64_DIGITS = 19
_INT64_LIMIT = 2**63
_EARLIEST_NANOS = 946_684_800 * 10**9  # 2000-01-01
_LATEST_NANOS = 4_102_444_800 * 10**9  # 2100-01-01


def integer(value: Integer) -> int | None:
    """Return an integer however it is spelled; None for none. Raises `RefusedError`."""
    if isinstance(value, str):
        if len(value) < _INT64_DIGITS and value.isdecimal():
            return int(value)  # what nearly every sender writes; too short to be out of range
        digits = value.removeprefix("-")
        value = int(value) if len(digits) <= _INT64_DIGITS and digits.isdecimal() else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or (isinstance(value, int) and -_INT64_LIMIT <= value < _INT64_LIMIT):
        return value
    raise RefusedError(Reason.BAD_NUMBER)


def double(value: float | str) -> float:
    """Return a number that may be spelled as text. Raises `RefusedError`."""
    try:
        return float(value)
    except ValueError:
        raise RefusedError(Reason.BAD_NUMBER) from None


def microseconds(nanos: Integer) -> tuple[int | None, str | None]:
    """Return microseconds, or None with `bad_time` when out of range, or None for a missing time."""
    if not nanos:
        return None, None
    try:
        value = int(nanos)
    except (ValueError, OverflowError):
        return None, "bad_time"
    if _EARLIEST_NANOS <= value < _LATEST_NANOS:
        return value // 1000, None
    return None, "bad_time" if value else None


def timestamp_attribute(attributes: Attributes) -> int | None:
    """Return the time that `event.timestamp` spells, in microseconds; None when it does not."""
    text = attributes.get("event.timestamp")
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is None:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        nanos = (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e9
    except (ValueError, OverflowError):
        return None
    return microseconds(round(nanos))[0]


def identifier(text: str | None, digits: int) -> str | None:
    """Return a trace or span identifier in lower-case hexadecimal; None when empty or all zero.

    Raises `RefusedError`.
    """
    if not text:
        return None
    try:
        number = int(text, 16) if len(text) == digits and text.isalnum() else None
    except ValueError:
        number = None
    if number is None:
        raise RefusedError(Reason.BAD_IDENTIFIER)
    return text.lower() if number else None
