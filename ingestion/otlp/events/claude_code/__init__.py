"""Claude Code's telemetry: which records are its own, and the row of each.

`columns` says what attributes mean, `logs`, `spans` and `points` make rows. Token semantics and evidence
are in `ingestion/sources/otlp/README.md`.
"""

from ingestion.otlp.events.claude_code.columns import base_row
from ingestion.otlp.events.claude_code.logs import log_batches
from ingestion.otlp.events.claude_code.points import point_row
from ingestion.otlp.events.claude_code.spans import span_row
from ingestion.otlp.signals import Origin

__all__ = ["base_row", "log_batches", "point_row", "span_row", "speaks"]

_SCOPE = "com.anthropic.claude_code"
_SERVICES = frozenset({"claude-code", "claude-code-desktop", "cowork"})


def speaks(origin: Origin) -> bool:
    """Return whether records of this origin come from Claude Code."""
    scope = origin.scope_name
    if scope:
        return scope == _SCOPE or scope.startswith(f"{_SCOPE}.")
    service = origin.resource.get("service.name")
    return isinstance(service, str) and service in _SERVICES
