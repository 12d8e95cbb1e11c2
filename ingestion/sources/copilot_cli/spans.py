"""Spans that the client exports to a file of its own instead of sending them.

The lines are no OTLP: attributes are a flat object and times are pairs of seconds and nanoseconds. Their
meaning is that of the same spans sent over the wire, so they are read by the same adapter.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.json_lines import UnreadableError
from ingestion.otlp.events import genai
from ingestion.otlp.signals import Origin, Span
from ingestion.sources.copilot_cli.columns import Context, mapping, text

SPAN = "span"

_SCOPE = "github.copilot"
_MICROSECONDS = 1_000_000
_NANOS_PER_MICROSECOND = 1000
_TIME_PARTS = 2


def records(value: Mapping[str, Any], context: Context) -> Iterator[dict[str, Any]]:
    """Yield the row of an exported span. Raises `UnreadableError` when it has no attributes."""
    attributes = value.get("attributes")
    if not isinstance(attributes, dict):
        reason = "bad_span"
        raise UnreadableError(reason)
    scope = mapping(value.get("instrumentationScope"))
    resource = dict(mapping(mapping(value.get("resource")).get("attributes")))
    origin = Origin(resource, text(scope.get("name")) or _SCOPE, text(scope.get("version")) or "")
    row = genai.span_row(_span(value, origin, attributes), genai.base_row(origin))
    if row is not None:
        yield {**row, "file_key": context.file_key, "file_offset": context.offset}


def _span(value: Mapping[str, Any], origin: Origin, attributes: dict[str, Any]) -> Span:
    status = mapping(value.get("status")).get("code")
    return Span(
        origin,
        text(value.get("name")) or "",
        _instant(value.get("startTime")),
        _instant(value.get("endTime")),
        attributes,
        text(value.get("traceId")),
        text(value.get("spanId")),
        text(value.get("parentSpanId")),
        status if isinstance(status, int) else 0,
        (),
    )


def _instant(value: Any) -> int | None:
    """Return seconds and nanoseconds as microseconds; None for what is no such pair."""
    if not isinstance(value, list) or len(value) != _TIME_PARTS:
        return None
    seconds, nanos = value
    if not all(isinstance(part, int) and not isinstance(part, bool) for part in value):
        return None
    return int(seconds * _MICROSECONDS + nanos // _NANOS_PER_MICROSECOND)
