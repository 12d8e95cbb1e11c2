"""Which raw column each Claude Code attribute fills, and what all records of one process share.

An attribute that is not named here goes to `attributes`, where the privacy guard keeps what it knows and
counts the rest.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.signals import Origin

AGENT = "claude_code"

HANDLES: Mapping[str, str] = {
    "session.id": "session_id",
    "user.id": "installation_id",
    "user.email": "user_email",
    "user.account_uuid": "account_id",
    "organization.id": "organization_id",
    "team": "team",
    "cost_center": "cost_center",
    "terminal.type": "terminal",
    "app.entrypoint": "entrypoint",
    "app.version": "client_version",
    "vcs.repository.url.full": "repository_url",
}
"""Who and where: the same on log records, spans and points."""

USAGE: Mapping[str, str] = {
    "model": "model",
    "speed": "speed",
    "effort": "effort",
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "cache_read_tokens": "cache_read_tokens",
    "cache_creation_tokens": "cache_write_tokens",
    "cache_creation_5m_tokens": "cache_write_5m_tokens",
    "cache_creation_1h_tokens": "cache_write_1h_tokens",
    "duration_ms": "duration_ms",
    "ttft_ms": "ttft_ms",
    "attempt": "attempt",
    "status_code": "status_code",
}
"""Model requests: the same on log records and spans."""

IDENTIFIERS: Mapping[str, str] = {
    "request_id": "request_id",
    "tool_use_id": "tool_use_id",
    "tool_name": "tool_name",
    "agent_id": "subagent_id",
    "success": "is_success",
    "error": "error_text",
}
"""What a record is about: the same on log records and spans."""

_RESOURCE = {
    **{name: HANDLES[name] for name in ("team", "cost_center", "vcs.repository.url.full")},
    "service.version": "client_version",
}


def base_row(origin: Origin) -> dict[str, Any]:
    """Return the columns that an origin gives to each of its records; a record may say better."""
    row: dict[str, Any] = {"agent": AGENT, "client_version": origin.scope_version or None}
    for name, column in _RESOURCE.items():
        value = origin.resource.get(name)
        if value:
            row[column] = value
    return row
