"""Model calls of GenAI telemetry: the columns of a `request` or `request_error`, on spans and log records."""

import math
import re
from typing import Any

from agent_analytics.money import NANO_AIU_PER_MICROUSD
from ingestion.otlp.events.genai.clients import OTHER
from ingestion.otlp.events.genai.conventions import (
    CONVENTIONS,
    STANDARD,
    has_usage,
    provider_of,
    token_columns,
)
from ingestion.otlp.signals import Attributes

_INFERENCE = frozenset({"chat", "generate_content", "text_completion"})
_KNOWN_OPERATIONS = frozenset(
    ("create_agent", "embeddings", "execute_tool", "invoke_agent", "invoke_workflow", "plan")
)
"""Operations that are no call of a generating model, though some of them carry token counts."""

_HTTP_ERROR = re.compile(r"[45][0-9][0-9]")

_TTFT = {
    "gen_ai.response.time_to_first_chunk": 1000,
    "copilot_chat.time_to_first_token": 1,
    "ai.response.msToFirstChunk": 1,
}
"""Attributes of the time to the first token, each with its milliseconds per unit."""


def is_inference(operation: str, attributes: Attributes) -> bool:
    """Return whether a record is one call of a model; a library may name its calls in its own way."""
    if operation in _INFERENCE:
        return True
    return operation not in _KNOWN_OPERATIONS and has_usage(attributes)


def add_request(row: dict[str, Any], attributes: Attributes, *, is_failure: bool) -> None:
    """Add what a model call tells; a failed one is an error, unless it was answered and so costs."""
    row["provider"] = provider_of(attributes)
    row["model"] = row.get("model") or row.get("requested_model")
    if is_failure and not has_usage(attributes):
        row["event_name"] = "request_error"
        _add_status(row)
        return
    row["event_name"] = "request"
    # Clients we know follow the conventions whoever answers; of others the provider decides.
    provider = row["provider"] if row["agent"] == OTHER else None
    row |= token_columns(attributes, CONVENTIONS.get(provider or "", STANDARD))
    row["message_id"] = row.get("request_id")
    row["stop_reason"] = _stop_reason(attributes.get("gen_ai.response.finish_reasons"))
    row["ttft_ms"] = _ttft(attributes)
    nano = attributes.get("github.copilot.nano_aiu")
    if isinstance(nano, int | float) and not isinstance(nano, bool) and math.isfinite(nano):
        row["reported_cost_microusd"] = round(nano / NANO_AIU_PER_MICROUSD)


def _add_status(row: dict[str, Any]) -> None:
    """Take an error type that is an HTTP status for what it is."""
    kind = row.get("error_type")
    if isinstance(kind, str) and _HTTP_ERROR.fullmatch(kind):
        row.setdefault("status_code", int(kind))


def _stop_reason(reasons: Any) -> str | None:
    if isinstance(reasons, list):
        reasons = reasons[0] if reasons else None
    return reasons if isinstance(reasons, str) else None


def _ttft(attributes: Attributes) -> int | None:
    for name, scale in _TTFT.items():
        value = attributes.get(name)
        if isinstance(value, int | float) and math.isfinite(value):
            return round(value * scale)
    return None
