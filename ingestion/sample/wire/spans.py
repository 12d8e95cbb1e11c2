"""Spans of clients with the traces beta: the same tokens a third time.

One trace per prompt. Durations are those of the events.
"""

from collections.abc import Iterator
from typing import Any

from ingestion.sample.activity import Prompt, Request, ToolCall
from ingestion.sample.clock import nanoseconds
from ingestion.sample.dice import fingerprint
from ingestion.sample.wire.attributes import Value, attributes
from ingestion.sample.wire.events import Process

_INTERNAL = 1
_FLAGS = 257
_SPAN_ID = 16


def spans_of(process: Process, prompt: Prompt) -> list[dict[str, Any]]:
    """Return the spans of one prompt, the interaction itself last, as they end."""
    root = fingerprint("span", prompt.id)[:_SPAN_ID]
    spans = []
    for request in prompt.requests():
        spans.append(_request(process, prompt, request, root))
        spans.extend(_tools(process, prompt, request, root))
    values: dict[str, Value] = {
        "span.type": "interaction",
        "gen_ai.operation.name": "invoke_agent",
        "user_prompt": "<REDACTED>",
        "user_prompt_length": len(prompt.text),
        "interaction.duration_ms": prompt.ended - prompt.at,
    }
    name = "claude_code.interaction"
    return [*spans, _span(process, prompt, name, root, "", prompt.at, prompt.ended, values)]


def _request(process: Process, prompt: Prompt, request: Request, root: str) -> dict[str, Any]:
    tokens = request.tokens
    values: dict[str, Value] = {
        "span.type": "llm_request",
        "model": request.model,
        "gen_ai.system": "anthropic",
        "gen_ai.request.model": request.model,
        "llm_request.context": "interaction",
        "speed": "normal",
        "gen_ai.conversation.id": request.agent or process.session.id,
        "query_source_safe": process.query_source(),
        "duration_ms": request.duration_ms,
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "cache_read_tokens": tokens.read,
        "cache_creation_tokens": tokens.write_5m + tokens.write_1h,
        "success": True,
        "attempt": request.retries + 1,
        "request_id": request.id,
        "gen_ai.response.id": request.id,
        "stop_reason": "tool_use" if request.tools else "end_turn",
        "gen_ai.response.finish_reasons": ["tool_use" if request.tools else "end_turn"],
    }
    span_id = fingerprint("span", request.id)[:_SPAN_ID]
    started = request.at - request.duration_ms
    name = "claude_code.llm_request"
    return _span(process, prompt, name, span_id, root, started, request.at, values)


def _tools(
    process: Process, prompt: Prompt, request: Request, root: str
) -> Iterator[dict[str, Any]]:
    for call in request.tools:
        if not call.accepted:
            continue
        span_id = fingerprint("span", call.id)[:_SPAN_ID]
        yield _tool(process, prompt, call, span_id, root)


def _tool(
    process: Process, prompt: Prompt, call: ToolCall, span_id: str, root: str
) -> dict[str, Any]:
    values: dict[str, Value] = {
        "span.type": "tool",
        "tool_name": call.name,
        "tool_name_safe": "mcp_tool" if call.name.startswith("mcp__") else call.name,
        "gen_ai.operation.name": "execute_tool",
        "tool_use_id": call.id,
        "gen_ai.tool.call.id": call.id,
        "duration_ms": call.ended - call.started,
    }
    name = "claude_code.tool"
    return _span(process, prompt, name, span_id, root, call.started, call.ended, values)


def _span(  # noqa: PLR0913 - a span is flat
    process: Process,
    prompt: Prompt,
    name: str,
    span_id: str,
    parent: str,
    started: int,
    ended: int,
    values: dict[str, Value],
) -> dict[str, Any]:
    return {
        "traceId": process.trace_id(prompt),
        "spanId": span_id,
        "parentSpanId": parent,
        "name": name,
        "kind": _INTERNAL,
        "startTimeUnixNano": nanoseconds(started),
        "endTimeUnixNano": nanoseconds(ended),
        "attributes": process.standard(process.session.id)
        + attributes({"gen_ai.provider.name": "anthropic", **values}),
        "status": {},
        "flags": _FLAGS,
    }
