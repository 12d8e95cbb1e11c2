"""A whole export request to signals, record by record, so that a bad one costs nobody else.

The three walks differ only in where OTLP keeps its records. What a record becomes is in `assemble`.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from ingestion.otlp import assemble, wire
from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.signals import Decoded, Origin

W = TypeVar("W")
Typed = Callable[[Any, type[W]], W]
"""Turns a record as read into its wire structure, or raises `msgspec.ValidationError`."""


def as_typed(record: Any, _kind: type[W]) -> W:
    """Return a record that was read with its type already."""
    typed: W = record
    return typed


def as_tree(record: Any, kind: type[W]) -> W:
    """Return the wire structure of a record that was read as plain lists and dicts."""
    return msgspec.convert(record, kind)


def signals_of(request: wire.Request[Any], typed: Typed[Any]) -> Decoded:
    """Return all signals of a request, and the reasons of the records that were refused."""
    decoded = Decoded()
    _take_logs(request, typed, decoded)
    _take_spans(request, typed, decoded)
    _take_points(request, typed, decoded)
    return decoded


def _take_logs(request: wire.Request[Any], typed: Typed[Any], decoded: Decoded) -> None:
    for resource in request.resource_logs or ():
        for scope in resource.scope_logs or ():
            records = scope.log_records or ()
            origin = _origin(resource, scope, decoded, len(records))
            if origin is None:
                continue
            for record in records:
                _take_log(origin, record, typed, decoded)


def _take_log(origin: Origin, record: Any, typed: Typed[Any], decoded: Decoded) -> None:
    try:
        read = typed(record, wire.LogRecordWire)
    except msgspec.ValidationError as error:
        decoded.refuse(_reason(error))
        return
    try:
        decoded.signals.append(assemble.log_record(origin, read))
    except RefusedError as error:
        decoded.refuse(str(error), assemble.remains_of(origin, read, str(error)))


def _take_spans(request: wire.Request[Any], typed: Typed[Any], decoded: Decoded) -> None:
    for resource in request.resource_spans or ():
        for scope in resource.scope_spans or ():
            records = scope.spans or ()
            origin = _origin(resource, scope, decoded, len(records))
            if origin is None:
                continue
            for record in records:
                try:
                    decoded.signals.append(assemble.span(origin, typed(record, wire.SpanWire)))
                except (RefusedError, msgspec.ValidationError) as error:
                    decoded.refused.append(_reason(error))


def _take_points(request: wire.Request[Any], typed: Typed[Any], decoded: Decoded) -> None:
    for resource, scope, metric in _metrics(request):
        decoded.ignored += assemble.other_points(metric)
        records = list(assemble.points_of(metric))
        origin = _origin(resource, scope, decoded, len(records))
        if origin is None:
            continue
        for record, temporality in records:
            try:
                point = assemble.point(origin, metric, temporality, typed(record, wire.PointWire))
            except (RefusedError, msgspec.ValidationError) as error:
                decoded.refused.append(_reason(error))
                continue
            if point is None:
                decoded.ignored += 1
            else:
                decoded.signals.append(point)


def _metrics(
    request: wire.Request[Any],
) -> Iterator[tuple[wire.ResourceMetrics[Any], wire.ScopeMetrics[Any], wire.MetricWire[Any]]]:
    for resource in request.resource_metrics or ():
        for scope in resource.scope_metrics or ():
            for metric in scope.metrics or ():
                yield resource, scope, metric


def _origin(resource: Any, scope: Any, decoded: Decoded, records: int) -> Origin | None:
    """Return what the records share; None, with all of them refused, when that cannot be read."""
    try:
        return assemble.origin(resource.resource, scope.scope)
    except RefusedError as error:
        decoded.refused.extend([str(error)] * records)
        return None


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, RefusedError) else Reason.BAD_RECORD
