"""Claude Code's log records to rows of `events`.

The client's own name of an event stands in the attribute `event.name` and, prefixed, in the body.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import json

from agent_analytics.money import microusd_from_usd
from ingestion.otlp.events.claude_code import tools
from ingestion.otlp.events.claude_code.columns import AGENT, HANDLES, IDENTIFIERS, USAGE
from ingestion.otlp.events.rows import add_flags, fill, whole_milliseconds
from ingestion.otlp.signals import LogRecord
from ingestion.stretches import deterministic_key

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


def log_row(record: LogRecord, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of one log record; the key is the same however often it is delivered."""
    attributes = record.attributes
    name = _client_name(record)
    event_name = _EVENT_NAMES.get(name, name)
    row: dict[str, Any] = {
        **base,
        "source_layer": "otlp_event",
        "event_name": event_name,
        "event_at": record.event_at,
        "observed_at": record.observed_at,
    }
    fill(row, attributes, _COLUMNS_OF.get(name, _COLUMNS))
    if record.trace_id:
        row["trace_id"] = record.trace_id
        row["span_id"] = record.span_id
    if event_name in _ANSWERED:
        row["provider"] = "anthropic"
        _add_cost(row, attributes.get("cost_usd"))
    elif name in ("tool_result", "tool_decision"):
        tools.add_details(row, attributes)
    whole_milliseconds(row)
    add_flags(row, record.flags)
    row["event_id"] = _key(record, row, name)
    return row


def _client_name(record: LogRecord) -> str:
    name = record.attributes.get("event.name") or record.body
    return name.removeprefix(_PREFIX) if isinstance(name, str) else "unnamed"


def _add_cost(row: dict[str, Any], cost_usd: Any) -> None:
    """Fall back to the cost in USD of clients that do not give it in micro-USD."""
    if "reported_cost_microusd" not in row and isinstance(cost_usd, str | int | float):
        row["reported_cost_microusd"] = microusd_from_usd(cost_usd)


def _key(record: LogRecord, row: Mapping[str, Any], name: str) -> str:
    """Return the record's key; one without session or sequence is told apart by all it says."""
    session, sequence = row.get("session_id"), row.get("sequence")
    anonymous = session is None or sequence is None
    return deterministic_key(
        AGENT,
        session,
        record.attributes.get("event.timestamp") or record.event_at,
        sequence,
        name,
        row.get("request_id"),
        row.get("tool_use_id"),
        row.get("installation_id"),
        row.get("organization_id"),
        json.encode(record.attributes, order="deterministic").decode() if anonymous else None,
    )
