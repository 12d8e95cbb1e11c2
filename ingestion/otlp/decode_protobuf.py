"""OTLP/protobuf to signals, record by record, so that both encodings mean the same.

What bytes within a record mean is in `values`, what a record becomes in `assemble`.
"""

from collections.abc import Callable
from typing import Any

from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet

from ingestion.otlp import assemble, wire
from ingestion.otlp.messages import CLASSES
from ingestion.otlp.reasons import Reason, RefusedError, UndecodableError
from ingestion.otlp.signals import (
    SUMMED_HISTOGRAMS,
    Decoded,
    LogRecord,
    Origin,
    Signal,
    SignalKind,
    Span,
)
from ingestion.otlp.values import attributes_of, origin_of, readable_of, value_of


def read(body: bytes, signal: SignalKind) -> Decoded:
    """Return the signals of a request. Raises `UndecodableError`."""
    try:
        message = CLASSES[signal].FromString(body)
    except DecodeError:
        raise UndecodableError(Reason.NOT_PROTOBUF) from None
    decoded = Decoded()
    _TAKERS[signal](message, decoded)
    return decoded


def _take_logs(message: Any, decoded: Decoded) -> None:
    is_strange = True
    for resource in message.resource_logs:
        for scope in resource.scope_logs:
            is_strange = is_strange and all(map(_is_no_log, scope.log_records))
            _take(resource.resource, scope.scope, scope.log_records, _log_record, decoded)
    _refuse_other_signal(decoded, is_strange=is_strange)


def _take_traces(message: Any, decoded: Decoded) -> None:
    is_strange = True
    for resource in message.resource_spans:
        for scope in resource.scope_spans:
            is_strange = is_strange and all(map(_is_no_span, scope.spans))
            _take(resource.resource, scope.scope, scope.spans, _span, decoded)
    _refuse_other_signal(decoded, is_strange=is_strange)


def _take_metrics(message: Any, decoded: Decoded) -> None:
    strange = nameless = 0
    for resource in message.resource_metrics:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                nameless += not metric.name
                strange += 1
                _take_points(resource.resource, scope.scope, metric, decoded)
    if strange and strange == nameless:
        raise UndecodableError(Reason.WRONG_SIGNAL)


_TAKERS: dict[SignalKind, Callable[[Any, Decoded], None]] = {
    "logs": _take_logs,
    "traces": _take_traces,
    "metrics": _take_metrics,
}


def _is_no_log(record: Any) -> bool:
    """Return whether a record says nothing a log record says, but something: another signal does."""
    known = record.time_unix_nano or record.observed_time_unix_nano or record.attributes
    return not known and not record.trace_id and len(UnknownFieldSet(record)) > 0


def _is_no_span(span: Any) -> bool:
    return not span.trace_id and not span.span_id and len(UnknownFieldSet(span)) > 0


def _refuse_other_signal(decoded: Decoded, *, is_strange: bool) -> None:
    if is_strange and decoded.received:
        raise UndecodableError(Reason.WRONG_SIGNAL)


def _take(
    resource: bytes,
    scope: bytes,
    records: Any,
    signal_of: Callable[[Origin, Any], Signal],
    decoded: Decoded,
) -> None:
    try:
        origin = origin_of(resource, scope)
    except RefusedError as error:
        decoded.refused.extend([str(error)] * len(records))
        return
    for record in records:
        try:
            decoded.signals.append(signal_of(origin, record))
        except RefusedError as error:
            is_log = signal_of is _log_record
            remains = _remains_of(origin, record, str(error)) if is_log else None
            decoded.refuse(str(error), remains)


def _log_record(origin: Origin, record: Any) -> LogRecord:
    return assemble.log_of(
        origin,
        (record.time_unix_nano, record.observed_time_unix_nano),
        value_of(record.body),
        assemble.named(attributes_of(record.attributes), record.event_name),
        (record.trace_id.hex(), record.span_id.hex()),
    )


def _remains_of(origin: Origin, record: Any, reason: str) -> LogRecord:
    times = record.time_unix_nano, record.observed_time_unix_nano
    described = assemble.named((readable_of(record.attributes), ()), record.event_name)
    return assemble.remains_of_log(origin, times, described, reason)


def _span(origin: Origin, span: Any) -> Span:
    return assemble.span_of(
        origin,
        span.name,
        (span.start_time_unix_nano, span.end_time_unix_nano),
        attributes_of(span.attributes),
        (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()),
        span.status.code,
    )


def _take_points(resource: bytes, scope: bytes, metric: Any, decoded: Decoded) -> None:
    kind = metric.WhichOneof("data")
    if kind is None:
        return
    data = getattr(metric, kind)
    points = data.data_points
    is_summed = kind == "histogram" and metric.name in SUMMED_HISTOGRAMS
    if kind not in ("sum", "gauge") and not is_summed:
        decoded.ignored += len(points)
        return
    temporality = assemble.temporality(data.aggregation_temporality) if kind != "gauge" else None
    wired = _summed if is_summed else _point
    described = wire.MetricWire[Any](metric.name, metric.unit)
    try:
        origin = origin_of(resource, scope)
    except RefusedError as error:
        decoded.refused.extend([str(error)] * len(points))
        return
    for read in points:
        try:
            point = assemble.point_of(
                origin, described, temporality, wired(read), attributes_of(read.attributes)
            )
        except RefusedError as error:
            decoded.refused.append(str(error))
            continue
        if point is None:
            decoded.ignored += 1
        else:
            decoded.signals.append(point)


def _point(point: Any) -> wire.PointWire:
    kind = point.WhichOneof("value")
    return wire.PointWire(
        start_time_unix_nano=point.start_time_unix_nano,
        time_unix_nano=point.time_unix_nano,
        as_int=point.as_int if kind == "as_int" else None,
        as_double=point.as_double if kind == "as_double" else None,
        flags=point.flags,
    )


def _summed(point: Any) -> wire.PointWire:
    return wire.PointWire(
        start_time_unix_nano=point.start_time_unix_nano,
        time_unix_nano=point.time_unix_nano,
        sum=point.sum if point.HasField("sum") else None,
        count=point.count,
        explicit_bounds=list(point.explicit_bounds),
        bucket_counts=list(point.bucket_counts),
        flags=point.flags,
    )
