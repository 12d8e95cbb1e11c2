"""Gemini CLI's telemetry: which records are its own, and the row of each.

The same tokens come in four layers. `logs` makes a request of an answer's event, `points` keeps the
counters, `spans` name what was done and give no tokens: they lack the cache and the thoughts. Evidence is
in `ingestion/sources/gemini_cli/README.md`.
"""

from ingestion.otlp.events.gemini_cli.columns import base_row
from ingestion.otlp.events.gemini_cli.logs import log_row
from ingestion.otlp.events.gemini_cli.points import point_row
from ingestion.otlp.events.gemini_cli.spans import span_row
from ingestion.otlp.signals import Origin

__all__ = ["base_row", "log_row", "point_row", "span_row", "speaks"]

_NAME = "gemini-cli"


def speaks(origin: Origin) -> bool:
    """Return whether records of this origin come from Gemini CLI, or from a library within it."""
    return _NAME in (origin.scope_name, origin.resource.get("service.name"))
