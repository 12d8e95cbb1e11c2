"""Which raw column each Codex attribute fills, and what all records of one process share."""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.signals import Attributes, Origin

AGENT = "codex"
UNUSED = ""
"""Column of an attribute that is read elsewhere, repeats another or tells nothing of the work."""

_RESOURCE: Mapping[str, str] = {
    "service.version": "client_version",
    "service.name": "entrypoint",
    "team": "team",
    "cost_center": "cost_center",
    "user.email": "user_email",
}
_UNUSED_PREFIXES = ("auth.", "config.", "startup.")

COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "active_profile",
            "agent_name",
            "arguments",
            "auth_mode",
            "auto_compact_token_limit",
            "cache_write_token_count",
            "cached_token_count",
            "communication_id",
            "content",
            "context_window",
            "decision",
            "endpoint",
            "event.kind",
            "event.name",
            "event.timestamp",
            "input_token_count",
            "kind",
            "mcp_server",
            "mcp_server_origin",
            "mcp_servers",
            "output",
            "output_length",
            "output_token_count",
            "output_truncated",
            "provider_name",
            "reasoning_summary",
            "reasoning_token_count",
            "receiver_thread_id",
            "sender_thread_id",
            "slug",
            "source",
            "state",
            "success",
            "tool_namespace",
            "tool_result_seq",
            "tool_token_count",
            "usage.estimated_usd",
        ),
        UNUSED,
    ),
    "app.version": "client_version",
    "approval_policy": "permission_mode",
    "attempt": "attempt",
    "call_id": "tool_use_id",
    "conversation.id": "session_id",
    "duration_ms": "duration_ms",
    "error.message": "error_text",
    "http.response.status_code": "status_code",
    "model": "model",
    "model_reasoning_effort": "effort",
    "originator": "entrypoint",
    "prompt": "prompt_text",
    "prompt_length": "prompt_length",
    "reasoning_effort": "effort",
    "service_tier": "service_tier",
    "speed": "speed",
    "terminal.type": "terminal",
    "tool_name": "tool_name",
    "ttft_ms": "ttft_ms",
    "turn.id": "prompt_id",
    "user.account_id": "account_id",
    "user.email": "user_email",
}
"""Log records; an attribute that is not named goes to `attributes`, where the guard keeps what it knows."""


def base_row(origin: Origin) -> dict[str, Any]:
    """Return the columns that an origin gives to each of its records; a record may say better."""
    row: dict[str, Any] = {"agent": AGENT}
    for name, column in _RESOURCE.items():
        value = origin.resource.get(name)
        if value and isinstance(value, str):
            row[column] = value
    return row


def fill(row: dict[str, Any], attributes: Attributes) -> None:
    """Put attributes into their columns, and those without one into `attributes`; empty ones nowhere."""
    rest: Attributes = {}
    for name, value in attributes.items():
        column = COLUMNS.get(name)
        if value is None or value == "" or (column is None and name.startswith(_UNUSED_PREFIXES)):
            continue
        if column is None:
            rest[name] = value
        elif column:
            row[column] = value
    if rest:
        row["attributes"] = rest
