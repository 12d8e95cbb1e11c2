"""Which raw column each Gemini CLI attribute fills, and what all records of one process share.

An attribute that is not named here goes to `attributes`, where the privacy guard keeps what it knows and
counts the rest.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.gemini_facts import AGENT
from ingestion.otlp.signals import Origin

UNUSED = ""
"""Column of an attribute that is read elsewhere, or that nobody needs."""

HANDLES: Mapping[str, str] = {
    "session.id": "session_id",
    "installation.id": "installation_id",
    "user.email": "user_email",
    "auth_type": UNUSED,
    "experiments.ids": UNUSED,
    "interactive": UNUSED,
}
"""Who and where: the same on log records, spans and points."""

_RESOURCE: Mapping[str, str] = {
    "session.id": "session_id",
    "team": "team",
    "cost_center": "cost_center",
    "user.email": "user_email",
    "vcs.repository.url.full": "repository_url",
}

COLUMNS: Mapping[str, str] = {
    **HANDLES,
    **dict.fromkeys(
        (
            "api_key_enabled",
            "cached_content_token_count",
            "classifier_threshold",
            "core_tools_enabled",
            "debug_mode",
            "decision",
            "decision_model",
            "decision_source",
            "duration",
            "embedding_model",
            "enable_numerical_routing",
            "end_time",
            "error",
            "event.name",
            "event.timestamp",
            "exit_code",
            "extension",
            "extension_id",
            "extension_ids",
            "extension_name",
            "extensions",
            "extensions_count",
            "failed",
            "file_filtering_respect_git_ignore",
            "finish_reasons",
            "function_args",
            "hook_event_name",
            "hook_name",
            "http.status_code",
            "input_token_count",
            "is_docker",
            "lines",
            "log_user_prompts_enabled",
            "mcp_server_name",
            "mcp_servers",
            "mcp_servers_count",
            "mcp_tools",
            "mcp_tools_count",
            "metadata",
            "mimetype",
            "model_name",
            "operation",
            "os_platform",
            "os_release",
            "output_format",
            "output_token_count",
            "phases",
            "routing_latency_ms",
            "sandbox_enabled",
            "start_time",
            "strategy",
            "thoughts_token_count",
            "tool_token_count",
            "tool_type",
            "total_token_count",
            "vertex_ai_enabled",
            "worktree_active",
        ),
        UNUSED,
    ),
    "approval_mode": "permission_mode",
    "content_length": "result_bytes",
    "duration_ms": "duration_ms",
    "error.message": "error_text",
    "error.type": "error_type",
    "error_type": "error_type",
    "function_name": "tool_name",
    "hook_input": "tool_parameters",
    "hook_output": "response_text",
    "mode": "permission_mode",
    "model": "model",
    "programming_language": "language",
    "prompt": "prompt_text",
    "prompt_id": "prompt_id",
    "prompt_length": "prompt_length",
    "reasoning": "response_text",
    "request_text": "prompt_text",
    "response_text": "response_text",
    "role": "query_source",
    "status_code": "status_code",
    "stderr": "response_text",
    "stdout": "response_text",
    "success": "is_success",
    "tokens_after": "tokens_after",
    "tokens_before": "tokens_before",
    "tool_name": "tool_name",
}
"""Log records."""


def base_row(origin: Origin) -> dict[str, Any]:
    """Return the columns that an origin gives to each of its records; a record may say better.

    No version: the resource tells that of the JavaScript runtime, the scope none or always the same.
    """
    row: dict[str, Any] = {"agent": AGENT, "client_version": None}
    for name, column in _RESOURCE.items():
        value = origin.resource.get(name)
        if value and isinstance(value, str):
            row[column] = value
    return row


def drop_borrowed_prompt(row: dict[str, Any]) -> None:
    """Remove a prompt's identifier that is the session's own: every prompt of the session would share it."""
    if row.get("prompt_id") == row.get("session_id"):
        row.pop("prompt_id", None)
