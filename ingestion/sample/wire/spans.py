"""Spans of clients with the traces beta: the same tokens a third time.

One trace per prompt. Durations are those of the events.
"""

from dataclasses import dataclass
from typing import Any

from ingestion.sample.activity import Prompt, Request, ToolCall
from ingestion.sample.clock import nanoseconds
from ingestion.sample.dice import fingerprint
from ingestion.sample.wire.attributes import Value, attributes
from ingestion.sample.wire.events import Process

_INTERNAL = 1
_FLAGS = 257
_SPAN_ID = 16


@dataclass(frozen=True, slots=True)
class _Trace:
    """The trace of one prompt: what all its spans share."""

    process: Process
    prompt: Prompt

    def span(
        self, name: str, key: str, period: tuple[int, int], values: dict[str, Value]
    ) -> dict[str, Any]:
        """Return a span below the interaction; the interaction itself is the prompt's own span."""
        process, root = self.process, self.prompt.id
        return {
            "traceId": process.trace_id(self.prompt),
            "spanId": _span_id(key),
            "parentSpanId": "" if key == root else _span_id(root),
            "name": f"claude_code.{name}",
            "kind": _INTERNAL,
            "startTimeUnixNano": nanoseconds(period[0]),
            "endTimeUnixNano": nanoseconds(period[1]),
            "attributes": process.standard(process.session.id)
            + attributes({"gen_ai.provider.name": "anthropic", "span.type": name, **values}),
            "status": {},
            "flags": _FLAGS,
        }


def spans_of(process: Process, prompt: Prompt) -> list[dict[str, Any]]:
    """Return the spans of one prompt, the interaction itself last, as they end."""
    trace = _Trace(process, prompt)
    spans = []
    for request in prompt.requests():
        spans.append(_request(trace, request))
        spans.extend(_tool(trace, call) for call in request.tools if call.accepted)
    values: dict[str, Value] = {
        "gen_ai.operation.name": "invoke_agent",
        "user_prompt": "<REDACTED>",
        "user_prompt_length": len(prompt.text),
        "interaction.duration_ms": prompt.ended - prompt.at,
    }
    return [*spans, trace.span("interaction", prompt.id, (prompt.at, prompt.ended), values)]


def _span_id(key: str) -> str:
    return fingerprint("span", key)[:_SPAN_ID]


def _request(trace: _Trace, request: Request) -> dict[str, Any]:
    tokens = request.tokens
    reason = "tool_use" if request.tools else "end_turn"
    values: dict[str, Value] = {
        "model": request.model,
        "gen_ai.system": "anthropic",
        "gen_ai.request.model": request.model,
        "llm_request.context": "interaction",
        "speed": "normal",
        "gen_ai.conversation.id": request.agent or trace.process.session.id,
        "query_source_safe": trace.process.query_source(),
        "duration_ms": request.duration_ms,
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "cache_read_tokens": tokens.read,
        "cache_creation_tokens": tokens.write_5m + tokens.write_1h,
        "success": True,
        "attempt": request.retries + 1,
        "request_id": request.id,
        "gen_ai.response.id": request.id,
        "stop_reason": reason,
        "gen_ai.response.finish_reasons": [reason],
    }
    period = (request.at - request.duration_ms, request.at)
    return trace.span("llm_request", request.id, period, values)


def _tool(trace: _Trace, call: ToolCall) -> dict[str, Any]:
    values: dict[str, Value] = {
        "tool_name": call.name,
        "tool_name_safe": "mcp_tool" if call.name.startswith("mcp__") else call.name,
        "gen_ai.operation.name": "execute_tool",
        "tool_use_id": call.id,
        "gen_ai.tool.call.id": call.id,
        "duration_ms": call.ended - call.started,
    }
    return trace.span("tool", call.id, (call.started, call.ended), values)
