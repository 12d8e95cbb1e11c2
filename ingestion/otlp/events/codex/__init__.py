"""Codex's telemetry: which records are its own, and the row of each.

`columns` says what attributes mean, `logs`, `tools` and `points` make rows. Spans trace the program, not the
work, and give no row. Evidence is in the README beside this file.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.codex.columns import base_row
from ingestion.otlp.events.codex.logs import log_row
from ingestion.otlp.events.codex.points import point_row
from ingestion.otlp.signals import Origin, Span

__all__ = ["base_row", "log_row", "point_row", "span_row", "speaks"]

_SCOPES = ("codex_otel.", "codex_otel::")


def speaks(origin: Origin) -> bool:
    """Return whether records of this origin come from Codex.

    Its services are named after whatever started it: `codex_exec`, `codex_vscode`, a program of its kit …
    """
    scope, service = origin.scope_name, origin.resource.get("service.name")
    if scope == "codex" or scope.startswith(_SCOPES):
        return True
    return isinstance(service, str) and service.lower().startswith("codex")


def span_row(_span: Span, _base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return None: no span tells what the log records do not."""
    return None
