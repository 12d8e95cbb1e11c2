"""Gemini CLI's spans to rows of `events`: what was done and how long it took.

A span of a model call counts prompt and candidates only, so it cannot say which tokens came from the cache
or were thought; the answer's event says all. Tool calls, too, are told better by their events.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.gemini_cli.columns import HANDLES, UNUSED, drop_borrowed_prompt
from ingestion.otlp.events.rows import add_flags, fill, span_identity, span_milliseconds
from ingestion.otlp.signals import Span
from ingestion.stretches import deterministic_key

_OPERATION = "gen_ai.operation.name"
_COLUMNS: Mapping[str, str] = {
    **HANDLES,
    **dict.fromkeys(
        (
            _OPERATION,
            "gen_ai.agent.description",
            "gen_ai.agent.name",
            "gen_ai.system_instructions",
            "gen_ai.tool.definitions",
            "gen_ai.tool.description",
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.output_tokens",
        ),
        UNUSED,
    ),
    "error.type": "error_type",
    "gen_ai.conversation.id": "session_id",
    "gen_ai.input.messages": "prompt_text",
    "gen_ai.output.messages": "response_text",
    "gen_ai.prompt.name": "prompt_id",
    "gen_ai.request.model": "requested_model",
    "gen_ai.tool.call_id": "tool_use_id",
    "gen_ai.tool.name": "tool_name",
}


def span_row(span: Span, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one span, None for one of a library within the client; its key is the span's own."""
    operation = span.attributes.get(_OPERATION)
    if not isinstance(operation, str) or not operation:
        return None
    row: dict[str, Any] = {
        **base,
        "source_layer": "otlp_span",
        "event_name": f"{operation}_span",
        "event_at": span.ended_at or span.started_at,
        "trace_id": span.trace_id,
        "span_id": span.span_id,
        "duration_ms": span_milliseconds(span),
    }
    fill(row, span.attributes, _COLUMNS)
    drop_borrowed_prompt(row)
    add_flags(row, span.flags)
    row["event_id"] = deterministic_key(row["agent"], "span", *span_identity(span))
    return row
