"""Assistant rows: model requests with their usage, the tool calls they ask for, and errors in their place.

A message is written as one row per content block, each repeating the message's usage; which row counts is
decided in SQL. The meaning of each token number is in the README beside this file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from agent_analytics.money import microusd_from_usd
from ingestion.json_lines import UnreadableError, word_of
from ingestion.sources.claude_code import tools
from ingestion.sources.claude_code.columns import Context, base_record
from ingestion.sources.claude_code.wire import Row

SYNTHETIC_MODEL = "<synthetic>"
PROVIDER = "anthropic"
_OWN_STEP = "message"
"""Iterations of this type are parts of the message's own usage; any other is usage beside it."""


class Message(msgspec.Struct, gc=False):
    """The model's message as far as it is used."""

    id: Any = None
    model: Any = None
    stop_reason: Any = None
    content: msgspec.Raw = msgspec.Raw()
    usage: Any = None


_MESSAGE = msgspec.json.Decoder(Message)


def records(row: Row, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the events of an assistant row; none when it holds no message.

    Raises `UnreadableError` for a message or usage of another shape: tokens are never lost in silence.
    """
    if not row.message or bytes(row.message) == b"null":
        return
    message = _message(row.message)
    if row.is_api_error_message:
        yield _error(row, context)
        return
    if message.model == SYNTHETIC_MODEL:
        return
    if message.usage is not None or _text(message.id):
        # An answer whose usage nobody told was a request all the same, of unknown cost.
        usage = message.usage or {}
        yield _request(row, context, message, usage)
        yield from _side_requests(row, context, message, usage)
    for call in tools.calls(row, context, message.content):
        yield {**call, "message_id": _text(message.id), "model": _text(message.model)}


def cost_of(amount: Any) -> int | None:
    """Return an amount of USD as micro-USD; None for anything that is not an amount."""
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        return None
    return microusd_from_usd(amount)


def error_of(error: Any) -> tuple[Any, str | None]:
    """Return the HTTP status and the type of an error object, as far as it tells them."""
    if isinstance(error, str):
        return None, word_of(error)
    status, kind = None, None
    while isinstance(error, Mapping):
        status = error.get("status", status)
        kind = error.get("type", kind) if error.get("type") != "error" else kind
        error = error.get("error")
    return status if isinstance(status, int) else None, word_of(kind)


def _message(raw: msgspec.Raw) -> Message:
    try:
        message = _MESSAGE.decode(raw)
    except msgspec.DecodeError:
        reason = "bad_message"
        raise UnreadableError(reason) from None
    if message.usage is not None and not isinstance(message.usage, dict):
        reason = "bad_usage"
        raise UnreadableError(reason)
    return message


def _error(row: Row, context: Context) -> dict[str, Any]:
    _, kind = error_of(row.error)
    return {
        **base_record(row, context, "request_error"),
        "status_code": row.api_error_status,
        "error_type": word_of(row.api_error_type) or kind,
        "is_synthetic": True,
    }


def _request(
    row: Row, context: Context, message: Message, usage: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        **base_record(row, context, "request"),
        **_usage_columns(usage),
        "message_id": _text(message.id),
        "provider": PROVIDER,
        "model": _text(message.model),
        "requested_model": row.requested_model,
        "effort": row.effort,
        "stop_reason": _text(message.stop_reason),
        "block_index": row.api_block_index,
        "reported_cost_microusd": cost_of(row.cost_usd),
    }


def _side_requests(
    row: Row, context: Context, message: Message, usage: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield usage of other models that served the message: advisors and fallbacks."""
    iterations = usage.get("iterations")
    if not isinstance(iterations, list):
        return
    for number, part in enumerate(iterations):
        if not isinstance(part, Mapping) or part.get("type") in (None, _OWN_STEP):
            continue
        yield {
            **_request(row, context, message, part),
            **base_record(row, context, "request", number),
            "message_id": f"{_text(message.id) or row.uuid}#{number}",
            "request_id": None,
            "model": _text(part.get("model")) or _text(message.model),
            "query_source": _text(part.get("type")),
            "reported_cost_microusd": None,
        }


def _usage_columns(usage: Mapping[str, Any]) -> dict[str, Any]:
    """Return the token columns; the service leaves cache counts out, or null, where it used no cache."""
    lifetimes = _mapping(usage.get("cache_creation"))
    server_tools = _mapping(usage.get("server_tool_use"))
    return {
        "input_tokens": usage.get("input_tokens"),
        "cache_write_tokens": _written(usage, lifetimes),
        "cache_write_5m_tokens": lifetimes.get("ephemeral_5m_input_tokens"),
        "cache_write_1h_tokens": lifetimes.get("ephemeral_1h_input_tokens"),
        "cache_read_tokens": _known_or_zero(usage, "cache_read_input_tokens"),
        "output_tokens": usage.get("output_tokens"),
        "reasoning_tokens": _mapping(usage.get("output_tokens_details")).get("thinking_tokens"),
        "web_search_requests": server_tools.get("web_search_requests"),
        "web_fetch_requests": server_tools.get("web_fetch_requests"),
        "service_tier": _text(usage.get("service_tier")),
        "speed": _text(usage.get("speed")),
        "inference_geo": _text(usage.get("inference_geo")),
    }


def _written(usage: Mapping[str, Any], lifetimes: Mapping[str, Any]) -> Any:
    """Return the tokens written to the cache; where the whole is left out, its parts tell it."""
    whole = usage.get("cache_creation_input_tokens")
    parts = [part for part in lifetimes.values() if type(part) is int]
    return sum(parts) if whole is None else whole


def _known_or_zero(usage: Mapping[str, Any], name: str) -> Any:
    value = usage.get(name)
    return 0 if value is None else value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
