"""What is the same in every client's rows: attributes into columns, and what a number point is.

Which column an attribute fills, and which records count, belongs to the clients.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import json

from agent_analytics.columns import Columns
from agent_analytics.columns import fill as fill_column
from ingestion.otlp.signals import Attributes, Point, Span
from ingestion.stretches import deterministic_key

_MICROSECONDS_PER_MS = 1000


def fill(row: dict[str, Any], attributes: Attributes, columns: Mapping[str, str]) -> None:
    """Put attributes into their columns, and those without one into `attributes`; empty ones nowhere."""
    rest: Attributes = {}
    for name, value in attributes.items():
        if value is None:
            continue
        column = columns.get(name)
        if column is None:
            rest[name] = value
        elif column:
            row[column] = value
    if rest:
        row["attributes"] = rest


def fill_columns(columns: Columns, attributes: Columns, names: Mapping[str, str]) -> Columns:
    """Put the attributes of many records into their columns, and return those without one."""
    rest: Columns = {}
    for name, values in attributes.items():
        column = names.get(name)
        if column is None:
            rest[name] = values
        elif column:
            fill_column(columns, column, values)
    return rest


def add_flags(row: dict[str, Any], flags: tuple[str, ...]) -> None:
    """Add data-quality flags of the decoder."""
    if flags:
        row["flags"] = ",".join(flags)


def point_facts(point: Point) -> dict[str, Any]:
    """Return the columns that every number point fills; a redelivered point has the same key.

    A stream is a resource, scope, metric and set of attributes; a point is a stream and its interval.
    """
    origin = point.origin
    stream = (
        origin.resource,
        origin.scope_name,
        origin.scope_version,
        point.metric_name,
        point.attributes,
    )
    stream_key = deterministic_key(json.encode(stream, order="deterministic").decode())
    return {
        "point_id": deterministic_key(stream_key, point.started_at, point.point_at),
        "stream_key": stream_key,
        "metric_name": point.metric_name,
        "unit": point.unit,
        "temporality": point.temporality,
        "started_at": point.started_at,
        "point_at": point.point_at,
        "value": point.value,
    }


def span_milliseconds(span: Span) -> int | None:
    """Return a span's duration in milliseconds; None when it cannot be told."""
    if not span.started_at or not span.ended_at or span.ended_at < span.started_at:
        return None
    return (span.ended_at - span.started_at) // _MICROSECONDS_PER_MS


def span_identity(span: Span) -> tuple[object, ...]:
    """Return what tells a span from all others: its identifiers, else all that it says."""
    if span.trace_id and span.span_id:
        return span.trace_id, span.span_id
    return span.name, span.started_at, span.ended_at, sorted(map(str, span.attributes.items()))
