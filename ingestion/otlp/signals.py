"""Neutral telemetry records: what is left of OTLP once its encoding is gone.

Attributes are flat dicts of text, int, float, bool, list, dict or None (an empty value). Times are integer
microseconds UTC. Nothing here knows a client or a wire format.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec import Struct

Attributes = dict[str, Any]
SignalKind = Literal["logs", "metrics", "traces"]
Temporality = Literal["delta", "cumulative"]

# The records below are msgspec structs because one is made per event: a frozen dataclass costs ten times more.


class Origin(Struct, frozen=True, eq=False):
    """Where records come from: resource and instrumentation scope, shared by all records of one scope."""

    resource: Attributes
    scope_name: str
    scope_version: str


class LogRecord(Struct, frozen=True, gc=False):
    """One log record; `event_at` is None when it carries no usable time at all."""

    origin: Origin
    event_at: int | None
    observed_at: int | None
    body: Any
    attributes: Attributes
    trace_id: str | None
    span_id: str | None
    flags: tuple[str, ...]


class Span(Struct, frozen=True, gc=False):
    """One finished span; `status_code` is 0 unset, 1 ok, 2 error."""

    origin: Origin
    name: str
    started_at: int | None
    ended_at: int | None
    attributes: Attributes
    trace_id: str | None
    span_id: str | None
    parent_span_id: str | None
    status_code: int
    flags: tuple[str, ...]


class Point(Struct, frozen=True, gc=False):
    """One number point of a sum or gauge, or a histogram's sum; `temporality` is None for a gauge."""

    origin: Origin
    metric_name: str
    unit: str | None
    temporality: Temporality | None
    started_at: int | None
    point_at: int | None
    value: float
    attributes: Attributes
    flags: tuple[str, ...]


Signal = LogRecord | Span | Point

SUMMED_HISTOGRAMS = frozenset({"codex.turn.token_usage"})
"""Histograms whose sums count what no counter counts: they become points; other histograms are ignored."""


@dataclass(slots=True)
class Decoded:
    """What one request held: its signals, the reasons of those refused and how many carry nothing to keep.

    Reasons are short names and never quote the input. `remains` is what can be read of a refused record, by
    its place in `refused`.
    """

    signals: list[Signal] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    remains: dict[int, Signal] = field(default_factory=dict)
    ignored: int = 0

    @property
    def received(self) -> int:
        """Return how many records the request held."""
        return len(self.signals) + len(self.refused) + self.ignored

    def refuse(self, reason: str, remains: Signal | None = None) -> None:
        """Count a refused record, with what can be read of it."""
        if remains is not None:
            self.remains[len(self.refused)] = remains
        self.refused.append(reason)
