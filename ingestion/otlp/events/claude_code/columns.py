"""Which raw column each Claude Code attribute fills, and what all records of one process share.

An attribute that is not named here goes to `attributes`, where the privacy guard keeps what it knows and
counts the rest.
"""

import math
from collections.abc import Mapping
from typing import Any

from ingestion.otlp.signals import Attributes, Origin

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
_MILLISECONDS = ("duration_ms", "ttft_ms")


def base_row(origin: Origin) -> dict[str, Any]:
    """Return the columns that an origin gives to each of its records; a record may say better."""
    row: dict[str, Any] = {"agent": AGENT, "client_version": origin.scope_version or None}
    for name, column in _RESOURCE.items():
        value = origin.resource.get(name)
        if value:
            row[column] = value
    return row


def fill(row: dict[str, Any], attributes: Attributes, columns: Mapping[str, str]) -> None:
    """Put attributes into their columns, and those without one into `attributes`; empty ones nowhere."""
    rest: Attributes = {}
    for name, value in attributes.items():
        if value is None:
            continue
        column = columns.get(name)
        if column is None:
            rest[name] = value
        elif column:
            row[column] = value
    if rest:
        row["attributes"] = rest


def whole_milliseconds(row: dict[str, Any]) -> None:
    """Round times that the client measured in fractions of a millisecond."""
    for name in _MILLISECONDS:
        value = row.get(name)
        if isinstance(value, float) and math.isfinite(value):
            row[name] = round(value)


def add_flags(row: dict[str, Any], flags: tuple[str, ...]) -> None:
    """Add data-quality flags of the decoder."""
    if flags:
        row["flags"] = ",".join(flags)
