"""What each client means by its telemetry: signals to rows of the raw tables.

A client is one package here and one line in `_CLIENTS`; `genai` takes what no other claims. Decoding
belongs to `ingestion.otlp.decode`, privacy to the guard that every row passes later.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from agent_analytics.records import EVENTS, METRIC_POINTS, Table
from ingestion.otlp.events import claude_code, codex, gemini_cli, genai
from ingestion.otlp.signals import LogRecord, Origin, Signal, Span

_CLIENTS = (claude_code, codex, gemini_cli, genai)

Row = tuple[Table, dict[str, Any]]


def rows(signals: Iterable[Signal]) -> Iterator[Row | None]:
    """Yield the row of each signal, in order; None for one that nobody here understands."""
    origin: Origin | None = None
    client: Any = None
    base: dict[str, Any] = {}
    for signal in signals:
        if signal.origin is not origin:
            origin = signal.origin
            client = next((known for known in _CLIENTS if known.speaks(origin)), None)
            base = client.base_row(origin) if client else {}
        if client is None:
            yield None
        elif isinstance(signal, LogRecord):
            yield _row(EVENTS, client.log_row(signal, base))
        elif isinstance(signal, Span):
            yield _row(EVENTS, client.span_row(signal, base))
        else:
            yield _row(METRIC_POINTS, client.point_row(signal, base))


def _row(table: Table, record: dict[str, Any] | None) -> Row | None:
    return None if record is None else (table, record)
