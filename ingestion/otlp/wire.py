"""OTLP/JSON as typed structures, as far as the project needs it; keys it does not need are skipped.

Types are as wide as real senders need: 64-bit integers as number or text, null for absent, doubles spelled
as text. Meaning is given in `assemble`; which bytes are read with which structure in `decode_json`.

Source: github.com/open-telemetry/opentelemetry-proto, docs/specification.md, "JSON Protobuf Encoding".
"""

from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")

Integer = int | float | str | None
"""A 64-bit integer as senders spell it; `assemble` decides whether it is one."""


class AnyValue(Struct, rename="camel", gc=False):
    """One attribute value; none of the fields is set for an empty value."""

    string_value: str | None = None
    int_value: Integer = None
    bool_value: bool | None = None
    double_value: float | str | None = None
    array_value: Any = None
    kvlist_value: Any = None
    bytes_value: str | None = None


class KeyValue(Struct, gc=False):
    """One attribute."""

    key: str = ""
    value: AnyValue | None = None


KeyValues = list[KeyValue] | None


class Resource(Struct):
    """What the records of a client have in common."""

    attributes: KeyValues = None


class Scope(Struct):
    """The part of a client that made the records."""

    name: str | None = None
    version: str | None = None


class LogRecordWire(Struct, rename="camel", gc=False):
    """A log record."""

    time_unix_nano: Integer = None
    observed_time_unix_nano: Integer = None
    body: AnyValue | None = None
    attributes: KeyValues = None
    trace_id: str | None = None
    span_id: str | None = None
    event_name: str | None = None


class StatusWire(Struct):
    """How a span ended."""

    code: int | str | None = 0


class SpanWire(Struct, rename="camel", gc=False):
    """A span."""

    trace_id: str | None = None
    span_id: str | None = None
    parent_span_id: str | None = None
    name: str | None = None
    start_time_unix_nano: Integer = None
    end_time_unix_nano: Integer = None
    attributes: KeyValues = None
    status: StatusWire | None = None


class PointWire(Struct, rename="camel", gc=False):
    """A number point, or a histogram's point, of which the sum is kept."""

    start_time_unix_nano: Integer = None
    time_unix_nano: Integer = None
    as_int: Integer = None
    as_double: float | str | None = None
    sum: float | str | None = None
    count: Integer = None
    explicit_bounds: list[float | str] | None = None
    bucket_counts: list[Integer] | None = None
    attributes: KeyValues = None
    flags: int | None = 0


class PointsWire(Struct, Generic[T], rename="camel"):
    """The points of a sum, gauge or histogram."""

    data_points: list[T] | None = None
    aggregation_temporality: int | str | None = 0


class OtherPointsWire(Struct, rename="camel"):
    """The points of a summary or exponential histogram, which are counted and not kept."""

    data_points: list[Any] | None = None


class MetricWire(Struct, Generic[T], rename="camel"):
    """A metric."""

    name: str | None = None
    unit: str | None = None
    sum: PointsWire[T] | None = None
    gauge: PointsWire[T] | None = None
    histogram: PointsWire[T] | None = None
    exponential_histogram: OtherPointsWire | None = None
    summary: OtherPointsWire | None = None


class ScopeLogs(Struct, Generic[T], rename="camel"):
    """Log records of one scope."""

    scope: Scope | None = None
    log_records: list[T] | None = None


class ScopeSpans(Struct, Generic[T], rename="camel"):
    """Spans of one scope."""

    scope: Scope | None = None
    spans: list[T] | None = None


class ScopeMetrics(Struct, Generic[T], rename="camel"):
    """Metrics of one scope."""

    scope: Scope | None = None
    metrics: list[MetricWire[T]] | None = None


class ResourceLogs(Struct, Generic[T], rename="camel"):
    """Log records of one resource."""

    resource: Resource | None = None
    scope_logs: list[ScopeLogs[T]] | None = None


class ResourceSpans(Struct, Generic[T], rename="camel"):
    """Spans of one resource."""

    resource: Resource | None = None
    scope_spans: list[ScopeSpans[T]] | None = None


class ResourceMetrics(Struct, Generic[T], rename="camel"):
    """Metrics of one resource."""

    resource: Resource | None = None
    scope_metrics: list[ScopeMetrics[T]] | None = None


class Request(Struct, Generic[T], rename="camel"):
    """One export request; the key at its root tells the signal."""

    resource_logs: list[ResourceLogs[T]] | None = None
    resource_spans: list[ResourceSpans[T]] | None = None
    resource_metrics: list[ResourceMetrics[T]] | None = None
