"""Log records of the GenAI conventions to rows of `events`.

`gen_ai.client.inference.operation.details` is a model call again, with the identifiers of its span. Other
events keep the client's own name and give no tokens: they repeat those of the calls.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import json

from ingestion.otlp.events.genai import requests
from ingestion.otlp.events.genai.clients import is_genai
from ingestion.otlp.events.genai.columns import COLUMNS, place
from ingestion.otlp.events.genai.conventions import has_usage
from ingestion.otlp.events.rows import fill
from ingestion.otlp.signals import LogRecord
from ingestion.stretches import deterministic_key

_DETAILS = "gen_ai.client.inference.operation.details"
_PREFIXES = ("copilot_chat.", "github.copilot.", "gen_ai.")


def log_row(record: LogRecord, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one log record, None for one that is not GenAI telemetry."""
    attributes = record.attributes
    name = attributes.get("event.name")
    if not isinstance(name, str) or not name:
        return None
    if not (is_genai(base["agent"], attributes) or name.startswith("gen_ai.")):
        return None
    row: dict[str, Any] = {
        **base,
        "source_layer": "otlp_event",
        "event_name": _short(name),
        "event_at": record.event_at,
        "observed_at": record.observed_at,
        "trace_id": record.trace_id,
        "span_id": record.span_id,
        **place(attributes),
    }
    fill(row, attributes, COLUMNS)
    is_failure = attributes.get("error.type") is not None
    if name == _DETAILS and (has_usage(attributes) or is_failure):
        requests.add_request(row, attributes, is_failure=is_failure)
    row["flags"] = ",".join(filter(None, (*record.flags, row.get("flags")))) or None
    row["event_id"] = deterministic_key(
        base["agent"],
        name,
        record.trace_id,
        record.span_id,
        attributes.get("event.timestamp") or record.event_at,
        json.encode(attributes, order="deterministic").decode(),
    )
    return row


def _short(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name.replace(".", "_")
