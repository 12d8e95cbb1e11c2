"""Gemini CLI's log records to rows of `events`.

Each call of a model leaves an answer or an error; the two records by the GenAI conventions beside it
repeat some of its numbers and give none here.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ingestion import tool_facts
from ingestion.gemini_facts import PROVIDER, Usage, decision, lines_changed, token_columns
from ingestion.otlp.events.gemini_cli.columns import COLUMNS, drop_borrowed_prompt
from ingestion.otlp.events.rows import add_flags, fill
from ingestion.otlp.signals import Attributes, LogRecord
from ingestion.stretches import deterministic_key

_PREFIX = "gemini_cli."
_GENAI_PREFIX = "gen_ai."
_EVENT_NAMES = {
    "api_error": "request_error",
    "api_response": "request",
    "chat_compression": "compaction",
    "user_prompt": "prompt",
}
_SUBAGENT = "subagent"
_BUILTIN = "builtin"
_GENAI_COLUMNS: Mapping[str, str] = {
    **COLUMNS,
    "gen_ai.input.messages": "prompt_text",
    "gen_ai.output.messages": "response_text",
    "gen_ai.request.model": "requested_model",
    "gen_ai.response.id": "request_id",
    "gen_ai.response.model": "model",
}


def log_row(record: LogRecord, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one log record, None for one of a library within the client."""
    attributes = record.attributes
    said = attributes.get("event.name")
    if not isinstance(said, str) or not said.startswith((_PREFIX, _GENAI_PREFIX)):
        return None
    name = said.removeprefix(_PREFIX)
    row: dict[str, Any] = {
        **base,
        "source_layer": "otlp_event",
        "event_name": _EVENT_NAMES.get(name, name.removeprefix(_GENAI_PREFIX).replace(".", "_")),
        "event_at": record.event_at,
        "observed_at": record.observed_at,
        "trace_id": record.trace_id,
        "span_id": record.span_id,
    }
    if said.startswith(_GENAI_PREFIX):
        fill(row, _without_unknown(attributes), _GENAI_COLUMNS)
    else:
        fill(row, attributes, COLUMNS)
        _add_facts(row, name, attributes)
    drop_borrowed_prompt(row)
    add_flags(row, tuple(filter(None, (*record.flags, row.get("flags")))))
    row["event_id"] = _key(record, row, said)
    return row


def _without_unknown(attributes: Attributes) -> Attributes:
    """Return a GenAI record's attributes without those that other clients' records are read for."""
    return {name: value for name, value in attributes.items() if name in _GENAI_COLUMNS}


def _add_facts(row: dict[str, Any], name: str, attributes: Attributes) -> None:
    """Add what only one kind of event tells."""
    if name == "api_response":
        _add_answer(row, attributes)
    elif name == "api_error":
        row["provider"] = PROVIDER
        row["model"] = row.get("model") or attributes.get("model_name")
        row["error_text"] = row.get("error_text") or attributes.get("error")
        row["is_sidechain"] = row.get("query_source") == _SUBAGENT
    elif name == "tool_call":
        _add_tool_call(row, attributes)
    elif name == "user_prompt":
        row["is_human"] = True
    elif name == "file_operation":
        extension = attributes.get("extension")
        if isinstance(extension, str) and extension:
            row["file_extension"] = extension.removeprefix(".").lower()


def _add_answer(row: dict[str, Any], attributes: Attributes) -> None:
    row.pop("status_code", None)
    row |= token_columns(
        Usage(
            prompt=attributes.get("input_token_count"),
            candidates=attributes.get("output_token_count"),
            cached=attributes.get("cached_content_token_count"),
            thoughts=attributes.get("thoughts_token_count"),
            tool=attributes.get("tool_token_count"),
            total=attributes.get("total_token_count"),
        )
    )
    row["provider"] = PROVIDER
    row["is_sidechain"] = row.get("query_source") == _SUBAGENT
    reasons = attributes.get("finish_reasons")
    # A streamed answer repeats its reason with every part.
    if isinstance(reasons, list) and reasons and isinstance(reasons[-1], str):
        row["stop_reason"] = reasons[-1]


def _add_tool_call(row: dict[str, Any], attributes: Attributes) -> None:
    kind = attributes.get("tool_type")
    row["tool_source"] = _BUILTIN if kind == "native" else kind
    arguments = attributes.get("function_args")
    row |= tool_facts.facts(arguments)
    if isinstance(arguments, str):
        row["tool_parameters"] = arguments
        row["input_bytes"] = len(arguments.encode("utf-8", "surrogatepass"))
    row |= decision(attributes.get("decision"))
    is_refused = row.get("decision") == "reject"
    row["event_name"] = "tool_decision" if is_refused else "tool_result"
    if is_refused:
        row.pop("is_success", None)
    else:
        row |= lines_changed(_object(attributes.get("metadata")))


def _object(text: Any) -> Any:
    if not isinstance(text, str):
        return None
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _key(record: LogRecord, row: Mapping[str, Any], name: str) -> str:
    """Return the record's key; nothing but all it says tells one record of a millisecond from another."""
    return deterministic_key(
        row["agent"],
        name,
        row.get("session_id"),
        record.attributes.get("event.timestamp") or record.event_at,
        record.trace_id,
        record.span_id,
        msgspec.json.encode(record.attributes, order="deterministic").decode(),
    )
