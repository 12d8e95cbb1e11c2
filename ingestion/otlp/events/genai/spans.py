"""Spans of the GenAI conventions to rows of `events`.

A model call is one `request`; the agent's invocation around it repeats the sum of its calls and gives no
tokens. A tool's execution is its result, or a refusal.
"""

from collections.abc import Mapping
from typing import Any

from ingestion import tool_facts
from ingestion.otlp.events.genai import requests
from ingestion.otlp.events.genai.clients import OTHER, is_genai
from ingestion.otlp.events.genai.columns import COLUMNS, place
from ingestion.otlp.events.rows import fill, span_identity, span_milliseconds
from ingestion.otlp.signals import Attributes, Span
from ingestion.stretches import deterministic_key

_FAILED = 2
_INVOKE_AGENT = "invoke_agent"
_EXECUTE_TOOL = "execute_tool"
_DENIED = "denied"
_BY_HAND = frozenset({"copilot", "copilot_cli"})
"""Agents whose outermost invocation is the answer to one prompt of a person."""


def span_row(span: Span, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one span, None for one that is not GenAI telemetry; its key is the span's own."""
    agent = base["agent"]
    attributes = span.attributes
    if not is_genai(agent, attributes):
        return None
    row: dict[str, Any] = {
        **base,
        "source_layer": "otlp_span",
        "event_name": "",
        "event_at": span.ended_at or span.started_at,
        "trace_id": span.trace_id,
        "span_id": span.span_id,
        "duration_ms": span_milliseconds(span),
        **place(attributes),
    }
    fill(row, attributes, COLUMNS)
    if agent == OTHER:
        _name_service(row, span)
    _take_operation(row, span)
    row["flags"] = ",".join(filter(None, (*span.flags, row.get("flags")))) or None
    row["event_id"] = deterministic_key(agent, "span", *span_identity(span))
    return row


def _take_operation(row: dict[str, Any], span: Span) -> None:
    """Name the row by its operation and add what only that operation tells."""
    attributes = span.attributes
    operation = _operation(span)
    is_failure = span.status_code == _FAILED or attributes.get("error.type") is not None
    if requests.is_inference(operation, attributes):
        requests.add_request(row, attributes, is_failure=is_failure)
    elif operation == _EXECUTE_TOOL:
        _add_tool_call(row, attributes, is_failure=is_failure)
    elif operation == _INVOKE_AGENT and row["agent"] in _BY_HAND and not span.parent_span_id:
        # The invocation begins when the prompt is sent.
        row |= {"event_name": "prompt", "event_at": span.started_at, "is_human": True}
    else:
        row["event_name"] = operation or "unnamed"
    if operation == "permission":
        result = str(attributes.get("github.copilot.permission.result", ""))
        row["decision"] = "reject" if result.startswith(_DENIED) else "accept"


def _operation(span: Span) -> str:
    """Return the operation's name; older clients say it in the span's name only."""
    operation = span.attributes.get("gen_ai.operation.name")
    name = operation if operation and isinstance(operation, str) else span.name.partition(" ")[0]
    return name.replace(".", "_")


def _add_tool_call(row: dict[str, Any], attributes: Attributes, *, is_failure: bool) -> None:
    server = attributes.get("github.copilot.tool.parameters.mcp_server_name")
    tool = attributes.get("github.copilot.tool.parameters.mcp_tool_name")
    if isinstance(server, str) and isinstance(tool, str):
        row |= {"tool_name": f"mcp__{server}__{tool}", "tool_source": "mcp"}
    said = tool_facts.facts(attributes.get("gen_ai.tool.call.arguments"))
    row.update({name: value for name, value in said.items() if name not in row})
    if attributes.get("error.type") == _DENIED:
        row |= {"event_name": "tool_decision", "decision": "reject"}
        return
    row["event_name"] = "tool_result"
    exit_code = attributes.get("process.exit.code")
    row["is_success"] = not is_failure and exit_code in (None, 0, "0")
    output = attributes.get("gen_ai.tool.call.result")
    if isinstance(output, str):
        row |= tool_facts.commit(output, row.get("command"))


def _name_service(row: dict[str, Any], span: Span) -> None:
    service = span.origin.resource.get("service.name")
    if service:
        row["attributes"] = {**row.get("attributes", {}), "service.name": service}
