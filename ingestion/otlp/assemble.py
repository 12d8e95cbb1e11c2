"""Wire structures to neutral signals: values, times, identifiers and what refuses a record.

Both encodings come through here, so a message means the same in either. Reading bytes belongs to
`decode_json` and `decode_protobuf`.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from ingestion.otlp import wire
from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.signals import Attributes, LogRecord, Origin, Point, Span, Temporality

MAX_ATTRIBUTES = 1_000
"""Attributes one record may have; a record with more is not telemetry of a coding agent."""

MAX_DEPTH = 32
"""Levels of lists and maps one value may nest."""

_INT64_DIGITS = 19
_INT64_LIMIT = 2**63
_EARLIEST_NANOS = 946_684_800 * 10**9  # 2000-01-01
_LATEST_NANOS = 4_102_444_800 * 10**9  # 2100-01-01
_NO_RECORDED_VALUE = 1
_TRACE_ID_DIGITS = 32
_SPAN_ID_DIGITS = 16
_TEMPORALITIES: dict[int | str | None, Temporality] = {
    1: "delta",
    2: "cumulative",
    "AGGREGATION_TEMPORALITY_DELTA": "delta",
    "AGGREGATION_TEMPORALITY_CUMULATIVE": "cumulative",
}
_STATUS_CODES: dict[int | str | None, int] = {
    1: 1,
    2: 2,
    "STATUS_CODE_OK": 1,
    "STATUS_CODE_ERROR": 2,
}


def origin(resource: wire.Resource | None, scope: wire.Scope | None) -> Origin:
    """Return what the records of one scope share. Raises `RefusedError`."""
    attributes, _ = _attributes(resource.attributes if resource else None)
    name = (scope.name if scope else None) or ""
    return Origin(attributes, name, (scope.version if scope else None) or "")


def log_record(source: Origin, record: wire.LogRecordWire) -> LogRecord:
    """Return a log record; without a usable time of its own it has that of its observation, flagged.

    `event.timestamp` stands in for a missing time first, because some clients fill nothing else. The event's
    name is given as the attribute `event.name`, where most clients write it; one written there counts.
    Raises `RefusedError`.
    """
    attributes, flags = _attributes(record.attributes)
    if record.event_name:
        attributes.setdefault("event.name", record.event_name)
    observed_at, _ = _time(record.observed_time_unix_nano)
    event_at, problem = _time(record.time_unix_nano)
    if event_at is None:
        event_at = _timestamp_attribute(attributes)
        if event_at is None or problem:
            flags = (*flags, problem or "no_event_time")
            event_at = event_at or observed_at
    return LogRecord(
        source,
        event_at,
        observed_at,
        None if record.body is None else _value(record.body, 0),
        attributes,
        _identifier(record.trace_id, _TRACE_ID_DIGITS),
        _identifier(record.span_id, _SPAN_ID_DIGITS),
        flags,
    )


def span(source: Origin, record: wire.SpanWire) -> Span:
    """Return a span. Raises `RefusedError`."""
    attributes, flags = _attributes(record.attributes)
    started_at, bad_start = _time(record.start_time_unix_nano)
    ended_at, bad_end = _time(record.end_time_unix_nano)
    if bad_start or bad_end:
        flags = (*flags, "bad_time")
    return Span(
        source,
        record.name or "",
        started_at,
        ended_at,
        attributes,
        _identifier(record.trace_id, _TRACE_ID_DIGITS),
        _identifier(record.span_id, _SPAN_ID_DIGITS),
        _identifier(record.parent_span_id, _SPAN_ID_DIGITS),
        _STATUS_CODES.get(record.status.code, 0) if record.status else 0,
        flags,
    )


def points_of(metric: wire.MetricWire[Any]) -> Iterator[tuple[Any, Temporality | None]]:
    """Yield the number points of a metric with their temporality; None for a gauge."""
    if metric.sum:
        temporality = _TEMPORALITIES.get(metric.sum.aggregation_temporality)
        for record in metric.sum.data_points or ():
            yield record, temporality
    if metric.gauge:
        for record in metric.gauge.data_points or ():
            yield record, None


def other_points(metric: wire.MetricWire[Any]) -> int:
    """Return how many points of kinds we do not keep a metric has."""
    kinds = (metric.histogram, metric.exponential_histogram, metric.summary)
    return sum(len(kind.data_points or ()) for kind in kinds if kind)


def point(
    source: Origin,
    metric: wire.MetricWire[Any],
    temporality: Temporality | None,
    record: wire.PointWire,
) -> Point | None:
    """Return a number point; None for one that says it has no value. Raises `RefusedError`."""
    if (record.flags or 0) & _NO_RECORDED_VALUE:
        return None
    attributes, flags = _attributes(record.attributes)
    started_at, bad_start = _time(record.start_time_unix_nano)
    point_at, bad_end = _time(record.time_unix_nano)
    if bad_start or bad_end:
        flags = (*flags, "bad_time")
    value = _double(record.as_double) if record.as_double is not None else _integer(record.as_int)
    if value is None or not math.isfinite(value):
        raise RefusedError(Reason.BAD_NUMBER)
    return Point(
        source,
        metric.name or "",
        metric.unit or None,
        temporality,
        started_at,
        point_at,
        float(value),
        attributes,
        flags,
    )


def _attributes(pairs: wire.KeyValues) -> tuple[Attributes, tuple[str, ...]]:
    """Return attributes as a dict, and a flag when a key came twice (the last one counts)."""
    attributes: Attributes = {}
    if not pairs:
        return attributes, ()
    if len(pairs) > MAX_ATTRIBUTES:
        raise RefusedError(Reason.TOO_MANY_ATTRIBUTES)
    for pair in pairs:
        value = pair.value
        if value is None:
            attributes[pair.key] = None
        else:
            text = value.string_value
            attributes[pair.key] = _value(value, 0) if text is None else text
    return attributes, () if len(attributes) == len(pairs) else ("duplicate_key",)


def _value(value: wire.AnyValue, depth: int) -> Any:
    if value.string_value is not None:
        return value.string_value
    if value.int_value is not None:
        return _integer(value.int_value)
    if value.bool_value is not None:
        return value.bool_value
    if value.double_value is not None:
        return _double(value.double_value)
    return _rare_value(value, depth)


def _rare_value(value: wire.AnyValue, depth: int) -> Any:
    if value.array_value is not None:
        items = _items(value.array_value, wire.AnyValue, depth)
        return [_value(item, depth + 1) for item in items]
    if value.kvlist_value is not None:
        pairs = _items(value.kvlist_value, wire.KeyValue, depth)
        return {p.key: None if p.value is None else _value(p.value, depth + 1) for p in pairs}
    return value.bytes_value


def _items(container: Any, kind: type[Any], depth: int) -> list[Any]:
    if depth >= MAX_DEPTH:
        raise RefusedError(Reason.TOO_DEEP)
    try:
        return msgspec.convert(container.get("values") or [], list[kind])  # type: ignore[valid-type]
    except (AttributeError, msgspec.ValidationError):
        raise RefusedError(Reason.BAD_VALUE) from None


def _integer(value: wire.Integer) -> int | None:
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


def _double(value: float | str) -> float:
    try:
        return float(value)
    except ValueError:
        raise RefusedError(Reason.BAD_NUMBER) from None


def _time(nanos: wire.Integer) -> tuple[int | None, str | None]:
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


def _timestamp_attribute(attributes: Attributes) -> int | None:
    text = attributes.get("event.timestamp")
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is None:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        nanos = (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e9
    except (ValueError, OverflowError):
        return None
    return _time(round(nanos))[0]


def _identifier(text: str | None, digits: int) -> str | None:
    """Return a trace or span identifier in lower-case hexadecimal; None when empty or all zero."""
    if not text:
        return None
    try:
        number = int(text, 16) if len(text) == digits and text.isalnum() else None
    except ValueError:
        number = None
    if number is None:
        raise RefusedError(Reason.BAD_IDENTIFIER)
    return text.lower() if number else None
