"""Tokens, cost and times of a call, in the project's columns.

The meaning of each token number is in the README beside this file.
"""

from collections.abc import Mapping
from typing import Any

from agent_analytics.money import microusd_from_usd
from ingestion.sources.litellm.calls import Call, mapping, moment, number
from ingestion.token_parts import is_count, uncached, whole_number

UNKNOWN_CACHE = "unknown_cache_share"
"""The total is known, how much of it came from the cache is not."""


def tokens(call: Call) -> dict[str, Any]:
    """Return disjoint token columns; values that are no counts are left for the checks to judge."""
    total, output = (_count(call, name) for name in ("prompt_tokens", "completion_tokens"))
    columns: dict[str, Any] = {"input_tokens": total, "output_tokens": output}
    if not call.usage:
        return columns | ({"flags": UNKNOWN_CACHE} if total else _no_cache())
    into = mapping(call.usage.get("prompt_tokens_details"))
    out_of = mapping(call.usage.get("completion_tokens_details"))
    columns |= {
        "cache_read_tokens": _first(
            call.usage.get("cache_read_input_tokens"), into.get("cached_tokens"), 0
        ),
        "cache_write_tokens": _first(
            call.usage.get("cache_creation_input_tokens"), into.get("cache_creation_tokens"), 0
        ),
        "reasoning_tokens": out_of.get("reasoning_tokens"),
        "web_search_requests": _first(
            mapping(call.usage.get("server_tool_use")).get("web_search_requests"),
            into.get("web_search_requests"),
        ),
        **_lifetimes(call.usage, into),
    }
    return columns | uncached(total, columns["cache_read_tokens"], columns["cache_write_tokens"])


def cost(call: Call) -> int | None:
    """Return what the proxy says the call cost, micro-USD.

    Zero for a call with tokens is how the proxy says that it knows no price, unless its own cache answered.
    """
    dollars = number(call.cost)
    if dollars is None or (dollars == 0 and has_tokens(call) and not is_cache_hit(call)):
        return None
    return microusd_from_usd(dollars)


def has_tokens(call: Call) -> bool:
    """Return whether anything was read or written by a model."""
    return any(_count(call, name) for name in ("prompt_tokens", "completion_tokens"))


def is_cache_hit(call: Call) -> bool:
    """Return whether the proxy answered from its own cache of responses, so that no model was asked."""
    return str(call.fields.get("cache_hit")).lower() == "true"


def durations(call: Call) -> dict[str, int | None]:
    """Return how long the call and the wait for its first token took, milliseconds."""
    start, end = call.started_at, moment(call.fields.get("endTime"))
    seconds, whole = (
        number(call.fields.get(name)) for name in ("response_time", "request_duration_ms")
    )
    took = round(seconds * 1000) if seconds is not None else None
    if whole is not None:
        took = round(whole)
    elif start is not None and end is not None and end >= start:
        took = (end - start) // 1000
    first = moment(call.fields.get("completionStartTime"))
    # Without a stream the first token is said to come with the last.
    waited = first is not None and start is not None and start <= first and first != end
    return {
        "duration_ms": took,
        "ttft_ms": (first - start) // 1000 if waited and first and start else None,
    }


def _count(call: Call, name: str) -> Any:
    said = call.fields.get(name)
    return whole_number(said if said is not None else mapping(call.usage).get(name))


def _no_cache() -> dict[str, int]:
    return {"cache_read_tokens": 0, "cache_write_tokens": 0}


def _lifetimes(usage: Mapping[str, Any], into: Mapping[str, Any]) -> dict[str, Any]:
    """Return the split of cache writes by lifetime, where it is told and of the two lifetimes we know."""
    split = mapping(into.get("cache_creation_token_details")) or mapping(
        usage.get("cache_creation")
    )
    parts = (split.get(f"ephemeral_{life}_input_tokens") for life in ("5m", "1h"))
    short, long = (0 if part is None else whole_number(part) for part in parts)
    written = _first(usage.get("cache_creation_input_tokens"), into.get("cache_creation_tokens"))
    if not split or not (is_count(short) and is_count(long)):
        return {}
    if short + long != whole_number(written):
        return {}
    return {"cache_write_5m_tokens": short, "cache_write_1h_tokens": long}


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)
