"""The tokens that Codex counts per turn, to rows of `metric_points`; its other metrics trace the program.

They are sums of a histogram, name no conversation and repeat the log records: they speak where nothing else
does. Kinds overlap; taking them apart is SQL's concern.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import json

from ingestion.otlp.signals import Point
from ingestion.stretches import deterministic_key

TOKEN_USAGE = "codex.turn.token_usage"  # noqa: S105 - a metric's name

_TOKEN_TYPES = {
    "input": "inputWithCache",
    "cached_input": "cacheRead",
    "cache_write_input": "cacheCreation",
    "output": "output",
    "reasoning_output": "reasoning",
}
"""Kinds that count; `total` is input and output together."""

_SHARED = ("agent", "client_version", "team", "cost_center", "user_email")
"""What a point has from its origin."""

_SUBAGENT = "subagent"


def point_row(point: Point, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one kind's sum; None for other metrics and for the total of all kinds."""
    said = point.attributes
    kind = said.get("token_type")
    token_type = _TOKEN_TYPES.get(kind) if isinstance(kind, str) else None
    if point.metric_name != TOKEN_USAGE or token_type is None:
        return None
    stream_key = _stream_key(point)
    source = said.get("session_source")
    is_subagent = isinstance(source, str) and source.startswith(_SUBAGENT)
    row: dict[str, Any] = {
        **{name: base[name] for name in _SHARED if name in base},
        "point_id": deterministic_key(stream_key, point.started_at, point.point_at),
        "stream_key": stream_key,
        "metric_name": TOKEN_USAGE,
        "unit": point.unit,
        "temporality": point.temporality,
        "started_at": point.started_at,
        "point_at": point.point_at,
        "value": point.value,
        "model": _text(said.get("model")),
        "token_type": token_type,
        "query_source": _SUBAGENT if is_subagent else None,
    }
    if point.flags:
        row["flags"] = ",".join(point.flags)
    return row


def _stream_key(point: Point) -> str:
    stream = (point.origin.resource, point.origin.scope_name, point.metric_name, point.attributes)
    return deterministic_key(json.encode(stream, order="deterministic").decode())


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
