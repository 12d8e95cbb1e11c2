"""Codex's log records to rows of `events`.

Most of them follow the stream of an answer piece by piece and tell nothing that is kept: those give no row.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import json

from agent_analytics.money import microusd_from_usd
from ingestion import codex_facts
from ingestion.otlp.events.codex import tools
from ingestion.otlp.events.codex.columns import AGENT, fill
from ingestion.otlp.signals import Attributes, LogRecord
from ingestion.stretches import deterministic_key
from ingestion.token_parts import whole_number

_PREFIX = "codex."
_REDACTED = "[REDACTED]"
_FIRST_ERROR_STATUS = 400

Row = dict[str, Any]


def log_row(record: LogRecord, base: Mapping[str, Any]) -> Row | None:
    """Return the row of one log record; None for one that tells nothing to keep.

    Records have no identifier: a redelivered one is known by all it says.
    """
    name = record.attributes.get("event.name")
    maker = _MAKERS.get(name) if isinstance(name, str) else None
    facts = maker(record.attributes) if maker else None
    if not isinstance(name, str) or facts is None:
        return None
    row: Row = {
        **base,
        "source_layer": "otlp_event",
        "event_name": name.removeprefix(_PREFIX),
        "event_at": record.event_at,
        "observed_at": record.observed_at,
        "trace_id": record.trace_id,
        "span_id": record.span_id,
    }
    fill(row, record.attributes)
    row |= facts
    row["flags"] = ",".join(filter(None, (*record.flags, row.get("flags")))) or None
    row["event_id"] = deterministic_key(
        AGENT,
        name,
        row.get("session_id"),
        record.attributes.get("event.timestamp") or record.event_at,
        json.encode(record.attributes, order="deterministic").decode(),
    )
    return row


def _answer_event(attributes: Attributes) -> Row | None:
    """Return a request for the record that tells an answer's tokens, an error for a broken stream.

    Every answer has two records of its completion; the one with the duration tells no tokens.
    """
    if attributes.get("error.message") is not None:
        return {"event_name": "request_error", "error_type": "stream"}
    if attributes.get("input_token_count") is None:
        return None
    total, cached, written, output, reasoning = (
        whole_number(attributes.get(f"{kind}_token_count"))
        for kind in ("input", "cached", "cache_write", "output", "reasoning")
    )
    return {
        "event_name": "request",
        **codex_facts.token_columns(total, cached, written, output, reasoning),
    }


def _attempt(attributes: Attributes) -> Row | None:
    """Return an error for an attempt that failed; one that did not is told by its answer."""
    status = whole_number(attributes.get("http.response.status_code"))
    is_status = isinstance(status, int) and not isinstance(status, bool)
    if attributes.get("error.message") is None and (not is_status or status < _FIRST_ERROR_STATUS):
        return None
    attempt = whole_number(attributes.get("attempt"))
    row: Row = {"event_name": "request_error", "error_type": "http" if is_status else "connection"}
    if isinstance(attempt, int):
        row["attempt"] = attempt + 1
    return row


def _socket_event(attributes: Attributes) -> Row | None:
    if attributes.get("error.message") is None:
        return None
    return {"event_name": "request_error", "error_type": "websocket"}


def _prompt(attributes: Attributes) -> Row:
    row: Row = {"event_name": "prompt", "is_human": True}
    if attributes.get("prompt") == _REDACTED:
        row["prompt_text"] = None
    return row


def _start(_attributes: Attributes) -> Row:
    return {"event_name": "session_start"}


def _turn_cost(attributes: Attributes) -> Row:
    """Return the server's estimate of a turn; it comes late or never, and beside the requests."""
    amount = attributes.get("usage.estimated_usd")
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        return {}
    return {"reported_cost_microusd": microusd_from_usd(amount)}


def _communication(attributes: Attributes) -> Row | None:
    """Return where a thread started a sub-agent, which is a thread of its own; other messages are theirs."""
    if attributes.get("kind") != "spawn" or attributes.get("state") != "send":
        return None
    return {
        "event_name": "subagent_started",
        "session_id": attributes.get("sender_thread_id"),
        "subagent_id": attributes.get("receiver_thread_id"),
    }


_MAKERS: dict[str, Callable[[Attributes], Row | None]] = {
    "codex.agent_communication": _communication,
    "codex.api_request": _attempt,
    "codex.conversation_starts": _start,
    "codex.sandbox_outcome": tools.sandbox,
    "codex.sse_event": _answer_event,
    "codex.tool_decision": tools.decided,
    "codex.tool_result": tools.ended,
    "codex.turn_cost": _turn_cost,
    "codex.user_prompt": _prompt,
    "codex.websocket_event": _socket_event,
    "codex.websocket_request": _socket_event,
}
"""What each event that tells something adds to its attributes."""
