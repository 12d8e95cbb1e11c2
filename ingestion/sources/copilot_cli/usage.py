"""Model calls of a session file: one line of usage per call, and the failures in their place.

The meaning of each token number is in the README beside this file.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from agent_analytics.money import NANO_AIU_PER_MICROUSD
from ingestion.json_lines import UnreadableError, word_of
from ingestion.sources.copilot_cli.columns import Context, Line, base_record, mapping, text
from ingestion.token_parts import uncached

_UNKNOWN_CREDITS = "unavailable"

_QUERY_SOURCES: Mapping[str | None, str] = {"conversation-compaction": "compact"}
"""Reasons of a call that have a name of their own across agents."""


def request(line: Line, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the `request` of a usage record.

    Raises `UnreadableError` for usage of another shape: tokens are never lost in silence.
    """
    usage = line.data.get("usage")
    if not isinstance(usage, Mapping):
        reason = "bad_usage"
        raise UnreadableError(reason)
    accounting = mapping(usage.get("accounting"))
    call = text(usage.get("apiCallId")) or text(accounting.get("usageId"))
    kind = text(usage.get("interactionType")) or text(usage.get("initiator"))
    yield {
        **base_record(line, context, "request"),
        **_tokens(usage),
        "prompt_id": text(usage.get("interactionId")) or text(line.data.get("interactionId")),
        "request_id": call,
        "message_id": call,
        # A sub-agent accounts under a name of its own and works for this session all the same.
        "origin_session_id": None if line.agent_id else text(accounting.get("sourceSessionId")),
        "provider": text(usage.get("modelProvider")) or text(usage.get("providerType")),
        "model": text(usage.get("model")),
        "query_source": _QUERY_SOURCES.get(kind, kind),
        "effort": text(usage.get("reasoningEffort")),
        "stop_reason": text(usage.get("finishReason")),
        "duration_ms": _milliseconds(usage.get("duration")),
        "ttft_ms": _milliseconds(usage.get("timeToFirstTokenMs")),
        "reported_cost_microusd": _cost(usage),
    }


def answer(line: Line, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the `request` of an answer that tells its output tokens.

    Clients before the usage records tell no more. Beside a usage record of the same call it is a copy
    with less in it, which does not count.
    """
    call = text(line.data.get("apiCallId"))
    output = line.data.get("outputTokens")
    if call is None or output is None:
        return
    yield {
        **base_record(line, context, "request"),
        "request_id": call,
        "message_id": call,
        "model": text(line.data.get("model")),
        "output_tokens": output,
    }


def error(line: Line, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the `request_error` of a session's error: what was left when the client gave up."""
    status = line.data.get("statusCode")
    kind = word_of(line.data.get("errorType")) or word_of(line.data.get("errorCode"))
    yield {
        **base_record(line, context, "request_error"),
        "status_code": status if isinstance(status, int) else None,
        "error_type": kind,
        "error_text": text(line.data.get("message")),
        # No attempts are noted here, only the end.
        "is_synthetic": True,
    }


def _tokens(usage: Mapping[str, Any]) -> dict[str, Any]:
    """Return disjoint token columns; values that are no counts are left for the checks to judge.

    A cache count that is missing is zero: services leave it out where they used no cache.
    """
    total, read, written = (
        usage.get(name) for name in ("inputTokens", "cacheReadTokens", "cacheWriteTokens")
    )
    columns = {
        "input_tokens": total,
        "cache_read_tokens": 0 if read is None else read,
        "cache_write_tokens": 0 if written is None else written,
        "output_tokens": usage.get("outputTokens"),
        "reasoning_tokens": usage.get("reasoningTokens"),
    }
    return columns | uncached(total, columns["cache_read_tokens"], columns["cache_write_tokens"])


def _cost(usage: Mapping[str, Any]) -> int | None:
    """Return what the call cost in AI credits, micro-USD; None where the client cannot tell."""
    nano = mapping(usage.get("copilotUsage")).get("totalNanoAiu", usage.get("totalNanoAiu"))
    if usage.get("aiCreditsStatus") == _UNKNOWN_CREDITS or isinstance(nano, bool):
        return None
    if not isinstance(nano, int | float) or not math.isfinite(nano):
        return None
    return round(nano / NANO_AIU_PER_MICROUSD)


def _milliseconds(value: Any) -> Any:
    is_fraction = isinstance(value, float) and math.isfinite(value)
    return round(value) if is_fraction else value
