"""Claude Code's log records to rows of `events`.

The client's own name of an event stands in the attribute `event.name` and, prefixed, in the body.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import json

from agent_analytics.columns import Columns, columns_of, has_gaps
from agent_analytics.money import microusd_from_usd
from agent_analytics.records import EVENTS
from ingestion.batches import Batch
from ingestion.otlp.events.claude_code import tools
from ingestion.otlp.events.claude_code.columns import AGENT, HANDLES, IDENTIFIERS, USAGE
from ingestion.otlp.events.rows import fill_columns
from ingestion.otlp.signals import LogRecord
from ingestion.stretches import deterministic_keys

_PREFIX = "claude_code."
_EVENT_NAMES = {
    "api_request": "request",
    "api_error": "request_error",
    "api_retries_exhausted": "retries_exhausted",
    "user_prompt": "prompt",
    "assistant_response": "response",
}
_ANSWERED = frozenset({"request", "request_error", "retries_exhausted", "response"})
_UNUSED = ""
"""Column of an attribute that is read elsewhere and not stored under its own name."""

_COLUMNS: Mapping[str, str] = {
    **HANDLES,
    **USAGE,
    **IDENTIFIERS,
    "event.name": _UNUSED,
    "event.timestamp": _UNUSED,
    "event.sequence": "sequence",
    "prompt.id": "prompt_id",
    "message.id": "message_id",
    "message.uuid": "message_uuid",
    "query_source": "query_source",
    "cost_usd": _UNUSED,
    "cost_usd_micros": "reported_cost_microusd",
    "error_type": "error_type",
    "prompt": "prompt_text",
    "prompt_text": "prompt_text",
    "prompt_length": "prompt_length",
    "response": "response_text",
    "decision": "decision",
    "decision_source": "decision_source",
    "permission_mode": "permission_mode",
    "tool_source": "tool_source",
    "tool_parameters": "tool_parameters",
    "tool_input": _UNUSED,
    "tool_input_size_bytes": "input_bytes",
    "tool_result_size_bytes": "result_bytes",
    "language": "language",
    "pre_tokens": "tokens_before",
    "post_tokens": "tokens_after",
    "vcs.ref.head.name": "git_branch",
}
_COLUMNS_OF = {
    "tool_decision": {**_COLUMNS, "source": "decision_source"},
    "hook_execution_complete": {**_COLUMNS, "total_duration_ms": "duration_ms"},
    "internal_error": {**_COLUMNS, "error_name": "error_type"},
}


def log_batches(records: Sequence[LogRecord], base: Mapping[str, Any]) -> Iterator[Batch]:
    """Yield the rows of log records, those of one event with the same attributes together.

    A record's key is the same however often it is delivered.
    """
    alike: dict[tuple[Any, ...], list[LogRecord]] = {}
    for record in records:
        version = record.attributes.get("app.version")
        version = version if version.__class__ is str else None
        alike.setdefault((_client_name(record), version, *record.attributes), []).append(record)
    for (name, *_), some in alike.items():
        yield _batch(name, some, base)


def _batch(name: str, records: Sequence[LogRecord], base: Mapping[str, Any]) -> Batch:
    count = len(records)
    event_name = _EVENT_NAMES.get(name, name)
    said = columns_of([record.attributes for record in records])
    columns: Columns = {column: (value,) * count for column, value in base.items()}
    columns["source_layer"] = ("otlp_event",) * count
    columns["event_name"] = (event_name,) * count
    columns["event_at"] = [record.event_at for record in records]
    columns["observed_at"] = [record.observed_at for record in records]
    rest = fill_columns(columns, said, _COLUMNS_OF.get(name, _COLUMNS))
    if any(record.trace_id for record in records):
        columns["trace_id"] = [record.trace_id for record in records]
        columns["span_id"] = [record.trace_id and record.span_id for record in records]
    if event_name in _ANSWERED:
        columns["provider"] = ("anthropic",) * count
        _add_costs(columns, said.get("cost_usd"))
    elif name in ("tool_result", "tool_decision"):
        tools.add_details(columns, said)
    if any(record.flags for record in records):
        columns["flags"] = [",".join(record.flags) or None for record in records]
    columns["event_id"] = _keys(name, records, columns, said)
    return Batch(EVENTS, columns, rest)


def _client_name(record: LogRecord) -> str:
    name = record.attributes.get("event.name")
    if not isinstance(name, str) or not name:
        name = record.body
    return name.removeprefix(_PREFIX) if isinstance(name, str) else "unnamed"


def _add_costs(columns: Columns, costs_usd: Sequence[Any] | None) -> None:
    """Fall back to the cost in USD of clients that do not give it in micro-USD."""
    name = "reported_cost_microusd"
    if costs_usd is None:
        return
    nothing = (None,) * len(costs_usd)
    columns[name] = [
        microusd_from_usd(cost) if given is None and isinstance(cost, str | int | float) else given
        for given, cost in zip(columns.get(name, nothing), costs_usd, strict=True)
    ]


def _keys(name: str, records: Sequence[LogRecord], columns: Columns, said: Columns) -> list[str]:
    """Return the records' keys; one without session or sequence is told apart by all it says."""
    nothing = (None,) * len(records)
    sessions, sequences = columns.get("session_id", nothing), columns.get("sequence", nothing)
    contents: Sequence[str | None] = ""
    if has_gaps(sessions) or has_gaps(sequences):
        contents = [
            json.encode(record.attributes, order="deterministic").decode()
            if session is None or sequence is None
            else None
            for record, session, sequence in zip(records, sessions, sequences, strict=True)
        ]
    moments = said.get("event.timestamp", nothing)
    return deterministic_keys(
        AGENT,
        sessions,
        [moment or at for moment, at in zip(moments, columns["event_at"], strict=True)],
        sequences,
        name,
        columns.get("request_id", ""),
        columns.get("tool_use_id", ""),
        columns.get("installation_id", ""),
        columns.get("organization_id", ""),
        contents,
    )
