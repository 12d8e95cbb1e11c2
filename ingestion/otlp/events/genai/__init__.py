"""Telemetry by the OpenTelemetry GenAI conventions: GitHub Copilot's, and that of any other client.

`clients` says which agent speaks, `conventions` what its token numbers include, `spans`, `logs` and
`points` make rows. It is asked last, after the clients with telemetry of their own; what is not GenAI
telemetry gives no row. Evidence is in the README beside this file.
"""

from ingestion.otlp.events.genai.clients import base_row
from ingestion.otlp.events.genai.logs import log_row
from ingestion.otlp.events.genai.points import point_row
from ingestion.otlp.events.genai.spans import span_row
from ingestion.otlp.signals import Origin

__all__ = ["base_row", "log_row", "point_row", "span_row", "speaks"]


def speaks(_origin: Origin) -> bool:
    """Return true: any process may speak these conventions; its records show whether it does."""
    return True
