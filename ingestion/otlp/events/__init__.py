"""What each client means by its telemetry: signals to rows of the raw tables.

A client is one package here and one line in `_CLIENTS`; `genai` takes what no other claims. One that gives
`log_batches` makes many log records into columns at once, the others each into a row by `log_row`. Decoding
belongs to `ingestion.otlp.decode`, privacy to the guard that every row passes later.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agent_analytics.columns import Row
from agent_analytics.records import EVENTS, METRIC_POINTS, Table
from ingestion.batches import Batch, by_shape
from ingestion.otlp.events import claude_code, codex, gemini_cli, genai
from ingestion.otlp.signals import LogRecord, Origin, Signal, Span

_CLIENTS = (claude_code, codex, gemini_cli, genai)


def batches(signals: Iterable[Signal]) -> list[Batch]:
    """Return the rows of signals, those of one shape together; what nobody here understands has none."""
    by_origin: dict[Origin, list[Signal]] = {}
    for signal in signals:
        by_origin.setdefault(signal.origin, []).append(signal)
    made = [_batches(origin, sent) for origin, sent in by_origin.items()]
    return [batch for some in made for batch in some]


def rows(signals: Iterable[Signal]) -> Iterator[tuple[Table, Row]]:
    """Yield the same one by one, each with its table."""
    for batch in batches(signals):
        for row in batch.rows():
            yield batch.table, row


def _batches(origin: Origin, signals: Sequence[Signal]) -> list[Batch]:
    client: Any = next(known for known in _CLIENTS if known.speaks(origin))
    base = client.base_row(origin)
    if not hasattr(client, "log_batches"):
        return by_shape(_rows(client, signals, base))
    logs = [signal for signal in signals if isinstance(signal, LogRecord)]
    others = [signal for signal in signals if not isinstance(signal, LogRecord)]
    return [*client.log_batches(logs, base), *by_shape(_rows(client, others, base))]


def _rows(client: Any, signals: Sequence[Signal], base: Row) -> Iterator[tuple[Table, Row]]:
    for signal in signals:
        if isinstance(signal, LogRecord):
            row, table = client.log_row(signal, base), EVENTS
        elif isinstance(signal, Span):
            row, table = client.span_row(signal, base), EVENTS
        else:
            row, table = client.point_row(signal, base), METRIC_POINTS
        if row is not None:
            yield table, row
