"""Claude Code's spans to rows of `events`.

A request appears as a log record and, where tracing is on, as a span again: same `request_id`, other
`source_layer`. A row happens when its span ended, as the log record of the same request does.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.claude_code.columns import AGENT, HANDLES, IDENTIFIERS, USAGE
from ingestion.otlp.events.rows import add_flags, fill, span_identity, span_milliseconds
from ingestion.otlp.signals import Span
from ingestion.stretches import deterministic_key

_PREFIX = "claude_code."
_LLM_REQUEST = "llm_request"

_COLUMNS: Mapping[str, str] = {
    **HANDLES,
    **USAGE,
    **IDENTIFIERS,
    "gen_ai.provider.name": "provider",
    "gen_ai.request.model": "requested_model",
    "gen_ai.tool.call.id": "tool_use_id",
    "query_source_safe": "query_source",
    "stop_reason": "stop_reason",
    "error_class": "error_type",
    "user_prompt": "prompt_text",
    "user_prompt_length": "prompt_length",
    "interaction.duration_ms": "duration_ms",
    "decision": "decision",
    "source": "decision_source",
    "file_path": "file_path",
    "full_command": "command",
}


def span_row(span: Span, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of one span; its key is the span's own identity."""
    row: dict[str, Any] = {
        **base,
        "source_layer": "otlp_span",
        "event_name": _event_name(span),
        "event_at": span.ended_at or span.started_at,
        "trace_id": span.trace_id,
        "span_id": span.span_id,
    }
    fill(row, span.attributes, _COLUMNS)
    if "duration_ms" not in row:
        row["duration_ms"] = span_milliseconds(span)
    add_flags(row, span.flags)
    row["event_id"] = deterministic_key(AGENT, "span", *span_identity(span))
    return row


def _event_name(span: Span) -> str:
    name = span.name.removeprefix(_PREFIX)
    if name == _LLM_REQUEST:
        return "request_error" if span.attributes.get("success") in (False, "false") else "request"
    return name.replace(".", "_") or "unnamed"
