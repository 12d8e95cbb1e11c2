"""OTLP/protobuf to the wire structures that JSON is read into, so that both mean the same.

Nothing is interpreted here. The message classes come from opentelemetry-proto.
"""

import base64
from collections.abc import Callable, Iterable
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.metrics.v1.metrics_pb2 import MetricsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from ingestion.otlp import wire
from ingestion.otlp.reasons import Reason, UndecodableError
from ingestion.otlp.signals import SignalKind


def read(body: bytes, signal: SignalKind) -> wire.Request[Any]:
    """Return the request in `body`. Raises `UndecodableError`."""
    try:
        return _READERS[signal](body)
    except DecodeError:
        raise UndecodableError(Reason.NOT_PROTOBUF) from None


def _logs(body: bytes) -> wire.Request[Any]:
    return wire.Request(
        resource_logs=[
            wire.ResourceLogs(
                _resource(resource),
                [
                    wire.ScopeLogs(_scope(scope), [_log_record(r) for r in scope.log_records])
                    for scope in resource.scope_logs
                ],
            )
            for resource in LogsData.FromString(body).resource_logs
        ]
    )


def _traces(body: bytes) -> wire.Request[Any]:
    return wire.Request(
        resource_spans=[
            wire.ResourceSpans(
                _resource(resource),
                [
                    wire.ScopeSpans(_scope(scope), [_span(s) for s in scope.spans])
                    for scope in resource.scope_spans
                ],
            )
            for resource in TracesData.FromString(body).resource_spans
        ]
    )


def _metrics(body: bytes) -> wire.Request[Any]:
    return wire.Request(
        resource_metrics=[
            wire.ResourceMetrics(
                _resource(resource),
                [
                    wire.ScopeMetrics(_scope(scope), [_metric(m) for m in scope.metrics])
                    for scope in resource.scope_metrics
                ],
            )
            for resource in MetricsData.FromString(body).resource_metrics
        ]
    )


_READERS: dict[SignalKind, Callable[[bytes], wire.Request[Any]]] = {
    "logs": _logs,
    "traces": _traces,
    "metrics": _metrics,
}


def _resource(resource: Any) -> wire.Resource:
    return wire.Resource(_key_values(resource.resource.attributes))


def _scope(scope: Any) -> wire.Scope:
    return wire.Scope(scope.scope.name, scope.scope.version)


def _log_record(record: Any) -> wire.LogRecordWire:
    return wire.LogRecordWire(
        record.time_unix_nano,
        record.observed_time_unix_nano,
        _any_value(record.body),
        _key_values(record.attributes),
        record.trace_id.hex(),
        record.span_id.hex(),
        record.event_name,
    )


def _span(span: Any) -> wire.SpanWire:
    return wire.SpanWire(
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        span.name,
        span.start_time_unix_nano,
        span.end_time_unix_nano,
        _key_values(span.attributes),
        wire.StatusWire(span.status.code),
    )


def _metric(metric: Any) -> wire.MetricWire[Any]:
    kind = metric.WhichOneof("data")
    read = wire.MetricWire[Any](metric.name, metric.unit)
    if kind == "sum":
        read.sum = wire.PointsWire(
            [_point(p) for p in metric.sum.data_points], metric.sum.aggregation_temporality
        )
    elif kind == "gauge":
        read.gauge = wire.PointsWire([_point(p) for p in metric.gauge.data_points])
    elif kind is not None:
        setattr(read, kind, wire.OtherPointsWire([None] * len(getattr(metric, kind).data_points)))
    return read


def _point(point: Any) -> wire.PointWire:
    kind = point.WhichOneof("value")
    return wire.PointWire(
        point.start_time_unix_nano,
        point.time_unix_nano,
        point.as_int if kind == "as_int" else None,
        point.as_double if kind == "as_double" else None,
        _key_values(point.attributes),
        point.flags,
    )


def _key_values(pairs: Iterable[Any]) -> list[wire.KeyValue]:
    return [wire.KeyValue(pair.key, _any_value(pair.value)) for pair in pairs]


def _any_value(value: Any) -> wire.AnyValue:
    kind = value.WhichOneof("value")
    if kind is None:
        return wire.AnyValue()
    if kind == "bytes_value":
        return wire.AnyValue(bytes_value=base64.b64encode(value.bytes_value).decode())
    if kind == "array_value":
        return wire.AnyValue(
            array_value={"values": [_any_value(v) for v in value.array_value.values]}
        )
    if kind == "kvlist_value":
        return wire.AnyValue(kvlist_value={"values": _key_values(value.kvlist_value.values)})
    return wire.AnyValue(**{kind: getattr(value, kind)})
