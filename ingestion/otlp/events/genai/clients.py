"""Which agent an origin is, and what all of its records share.

A client is known by its instrumentation scope or its service name; any other is the agent `other`, and
its service name is kept as an attribute.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.signals import Attributes, Origin

OTHER = "other"

_BY_SCOPE = {"github.copilot": "copilot_cli", "copilot-chat": "copilot", "opencode": "opencode"}
_BY_SERVICE = {
    "github-copilot": "copilot_cli",
    "copilot-chat": "copilot",
    "cursor": "cursor",
    "opencode": "opencode",
}
_RESOURCE: Mapping[str, str] = {
    "service.version": "client_version",
    "team": "team",
    "cost_center": "cost_center",
    "user.email": "user_email",
    "user.id": "account_id",
    "enduser.id": "account_id",
    "enduser.pseudo.id": "account_id",
    "vcs.repository.url.full": "repository_url",
}
_FOREIGN_VERSION = frozenset({OTHER})
"""Agents whose scope is some library's: its version is not the client's."""


def agent_of(origin: Origin) -> str:
    """Return the agent that an origin belongs to; `other` for a client that is not known."""
    service = origin.resource.get("service.name")
    by_service = _BY_SERVICE.get(service.lower()) if isinstance(service, str) else None
    return _BY_SCOPE.get(origin.scope_name) or by_service or OTHER


def base_row(origin: Origin) -> dict[str, Any]:
    """Return the columns that an origin gives to each of its records; a record may say better."""
    agent = agent_of(origin)
    version = None if agent in _FOREIGN_VERSION else origin.scope_version or None
    row: dict[str, Any] = {"agent": agent, "client_version": version}
    for name, column in _RESOURCE.items():
        value = origin.resource.get(name)
        if value and isinstance(value, str):
            row[column] = value
    if row.get("account_id") and "@" in row["account_id"]:
        row.setdefault("user_email", row["account_id"])
        del row["account_id"]
    return row


def is_genai(agent: str, attributes: Attributes) -> bool:
    """Return whether a record speaks the GenAI conventions, or is a known client's own beside them."""
    if agent in ("copilot", "copilot_cli"):
        return True
    return any(name.startswith("gen_ai.") for name in attributes)
