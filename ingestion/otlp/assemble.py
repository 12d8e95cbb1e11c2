"""Wire structures to neutral signals: values, times, identifiers and what refuses a record.

Both encodings come through here, so a message means the same in either. Reading bytes belongs to
`decode` and `decode_protobuf`.
"""

import math
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from ingestion.otlp import wire
from ingestion.otlp.buckets import check_buckets
from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.scalars import double, identifier, integer, microseconds, timestamp_attribute
from ingestion.otlp.signals import (
    SUMMED_HISTOGRAMS,
    Attributes,
    LogRecord,
    Origin,
    Point,
    Span,
    Temporality,
)

MAX_ATTRIBUTES = 1_000
"""Attributes one record may have; a record with more is not telemetry of a coding agent."""

MAX_DEPTH = 32
"""Levels of lists and maps one value may nest."""

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


Described = tuple[Attributes, tuple[str, ...]]
"""Attributes, and the flags that reading them gave."""


def log_record(source: Origin, record: wire.LogRecordWire) -> LogRecord:
    """Return a log record as `log_of` does. Raises `RefusedError`."""
    return log_of(
        source,
        (record.time_unix_nano, record.observed_time_unix_nano),
        None if record.body is None else value(record.body),
        named(_attributes(record.attributes), record.event_name),
        (record.trace_id, record.span_id),
    )


def named(described: Described, event_name: str | None) -> Described:
    """Return attributes with the event's name where most clients write it; one written there counts."""
    if event_name:
        described[0].setdefault("event.name", event_name)
    return described


def log_of(
    source: Origin,
    times: tuple[wire.Integer, wire.Integer],
    body: Any,
    described: Described,
    identifiers: tuple[str | None, str | None],
) -> LogRecord:
    """Return a log record; without a usable time of its own it has that of its observation, flagged.

    `event.timestamp` stands in for a missing time first, because some clients fill nothing else.
    `times` are those of the event and of its observation, `identifiers` those of trace and span.
    Raises `RefusedError`.
    """
    attributes, flags = described
    event_at, problem = microseconds(times[0])
    observed_at = event_at if times[1] == times[0] else microseconds(times[1])[0]
    if event_at is None:
        event_at = timestamp_attribute(attributes)
        if event_at is None or problem:
            flags = (*flags, problem or "no_event_time")
            event_at = event_at or observed_at
    trace_id, span_id = identifiers
    return LogRecord(
        source,
        event_at,
        observed_at,
        body,
        attributes,
        identifier(trace_id, _TRACE_ID_DIGITS) if trace_id else None,
        identifier(span_id, _SPAN_ID_DIGITS) if span_id else None,
        flags,
    )


def remains_of(source: Origin, record: wire.LogRecordWire, reason: str) -> LogRecord:
    """Return what can be read of a refused log record, flagged with the reason."""
    attributes: Attributes = {}
    for pair in (record.attributes or ())[:MAX_ATTRIBUTES]:
        with suppress(RefusedError):
            attributes[pair.key] = None if pair.value is None else value(pair.value)
    times = record.time_unix_nano, record.observed_time_unix_nano
    return remains_of_log(source, times, named((attributes, ()), record.event_name), reason)


def remains_of_log(
    source: Origin, times: tuple[wire.Integer, wire.Integer], described: Described, reason: str
) -> LogRecord:
    """Return a log record of its readable attributes alone, without body and identifiers."""
    attributes, flags = described
    return log_of(source, times, None, (attributes, (*flags, reason)), (None, None))


def span(source: Origin, record: wire.SpanWire) -> Span:
    """Return a span as `span_of` does. Raises `RefusedError`."""
    return span_of(
        source,
        record.name,
        (record.start_time_unix_nano, record.end_time_unix_nano),
        _attributes(record.attributes),
        (record.trace_id, record.span_id, record.parent_span_id),
        record.status.code if record.status else 0,
    )


def span_of(  # noqa: PLR0913, PLR0917 - what OTLP says of a span
    source: Origin,
    name: str | None,
    times: tuple[wire.Integer, wire.Integer],
    described: Described,
    identifiers: tuple[str | None, str | None, str | None],
    status: int | str | None,
) -> Span:
    """Return a span; `times` are its start and end, `identifiers` those of trace, span and parent.

    Raises `RefusedError`.
    """
    attributes, flags = described
    started_at, bad_start = microseconds(times[0])
    ended_at, bad_end = microseconds(times[1])
    if bad_start or bad_end:
        flags = (*flags, "bad_time")
    trace_id, span_id, parent_span_id = identifiers
    return Span(
        source,
        name or "",
        started_at,
        ended_at,
        attributes,
        identifier(trace_id, _TRACE_ID_DIGITS),
        identifier(span_id, _SPAN_ID_DIGITS),
        identifier(parent_span_id, _SPAN_ID_DIGITS),
        _STATUS_CODES.get(status, 0),
        flags,
    )


def temporality(spelled: int | str | None) -> Temporality | None:
    """Return how a sum counts; None when it does not say."""
    return _TEMPORALITIES.get(spelled)


def points_of(metric: wire.MetricWire[Any]) -> Iterator[tuple[Any, Temporality | None]]:
    """Yield the points of a metric that carry a number, with their temporality; None for a gauge."""
    if metric.sum:
        counted = temporality(metric.sum.aggregation_temporality)
        for record in metric.sum.data_points or ():
            yield record, counted
    if metric.gauge:
        for record in metric.gauge.data_points or ():
            yield record, None
    if metric.histogram and metric.name in SUMMED_HISTOGRAMS:
        counted = temporality(metric.histogram.aggregation_temporality)
        for record in metric.histogram.data_points or ():
            yield record, counted


def other_points(metric: wire.MetricWire[Any]) -> int:
    """Return how many points of kinds we do not keep a metric has."""
    histogram = None if metric.name in SUMMED_HISTOGRAMS else metric.histogram
    kinds = (histogram, metric.exponential_histogram, metric.summary)
    return sum(len(kind.data_points or ()) for kind in kinds if kind)


def point(
    source: Origin,
    metric: wire.MetricWire[Any],
    counted: Temporality | None,
    record: wire.PointWire,
) -> Point | None:
    """Return a number point as `point_of` does. Raises `RefusedError`."""
    return point_of(source, metric, counted, record, _attributes(record.attributes))


def point_of(
    source: Origin,
    metric: wire.MetricWire[Any],
    counted: Temporality | None,
    record: wire.PointWire,
    described: Described,
) -> Point | None:
    """Return a number point; None for one that says it has no value. Raises `RefusedError`."""
    if (record.flags or 0) & _NO_RECORDED_VALUE:
        return None
    attributes, flags = described
    started_at, bad_start = microseconds(record.start_time_unix_nano)
    point_at, bad_end = microseconds(record.time_unix_nano)
    if bad_start or bad_end:
        flags = (*flags, "bad_time")
    fraction = record.as_double if record.as_double is not None else record.sum
    number = double(fraction) if fraction is not None else integer(record.as_int)
    if number is None or not math.isfinite(number):
        raise RefusedError(Reason.BAD_NUMBER)
    if record.sum is not None:
        check_buckets(record)
    return Point(
        source,
        metric.name or "",
        metric.unit or None,
        counted,
        started_at,
        point_at,
        float(number),
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
        read = pair.value
        if read is None:
            attributes[pair.key] = None
        else:
            text = read.string_value
            attributes[pair.key] = value(read) if text is None else text
    return attributes, () if len(attributes) == len(pairs) else ("duplicate_key",)


def value(read: wire.AnyValue, depth: int = 0) -> Any:
    """Return what a value means, `depth` levels within another. Raises `RefusedError`."""
    if read.string_value is not None:
        return read.string_value
    if read.int_value is not None:
        return integer(read.int_value)
    if read.bool_value is not None:
        return read.bool_value
    if read.double_value is not None:
        return double(read.double_value)
    return _rare_value(read, depth)


def _rare_value(read: wire.AnyValue, depth: int) -> Any:
    if read.array_value is not None:
        items = _items(read.array_value, wire.AnyValue, depth)
        return [value(item, depth + 1) for item in items]
    if read.kvlist_value is not None:
        pairs = _items(read.kvlist_value, wire.KeyValue, depth)
        return {p.key: None if p.value is None else value(p.value, depth + 1) for p in pairs}
    return read.bytes_value


def _items(container: Any, kind: type[Any], depth: int) -> list[Any]:
    if depth >= MAX_DEPTH:
        raise RefusedError(Reason.TOO_DEEP)
    try:
        return msgspec.convert(container.get("values") or [], list[kind])  # type: ignore[valid-type]
    except (AttributeError, msgspec.ValidationError):
        raise RefusedError(Reason.BAD_VALUE) from None
