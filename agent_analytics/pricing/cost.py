"""Prices one model request, exactly. A test holds the SQL of the marts to it, to the micro-dollar.

Anything that cannot be known makes the cost unknown (None), never zero. Reported costs of clients do not
belong here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from agent_analytics.money import rounded_microusd
from agent_analytics.pricing.price import ANY_GEO, STANDARD, Mode, Price, TokenKind

_STANDARD_SPELLINGS = frozenset({None, "", "standard", "normal", "default", "auto"})


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """What one request used; input excludes cached tokens, None is unknown.

    Searches alone may be None for "not reported" and then cost nothing.
    """

    input_tokens: int | None
    output_tokens: int | None
    cache_read_tokens: int | None = 0
    cache_write_tokens: int | None = 0
    cache_write_5m_tokens: int | None = None
    cache_write_1h_tokens: int | None = None
    web_search_requests: int | None = None


def request_mode(speed: str | None, service_tier: str | None, inference_geo: str | None) -> Mode:
    """Return the priced mode of what a client reported; unknown spellings are kept and find no price.

    A region that no vendor prices apart (`global`, `not_available`) is any region.
    """
    return Mode(
        STANDARD if speed in _STANDARD_SPELLINGS else str(speed),
        STANDARD if service_tier in _STANDARD_SPELLINGS else str(service_tier),
        inference_geo or ANY_GEO,
    )


def prices_at(
    catalog: Iterable[Price], provider: str, model: str, moment: datetime, mode: Mode | None = None
) -> list[Price]:
    """Return all prices of a request's model at an aware moment; empty when the model or mode is unknown.

    Patterns are tried in rank order and the first match wins. A region without prices of its own costs
    what any region costs, kind by kind; speed and service tier must match.
    """
    mode = mode or Mode()
    own = (price for price in catalog if price.provider == provider)
    anywhere = Mode(mode.speed, mode.service_tier)
    valid = prices_of_model(own, model, moment)
    regional = [price for price in valid if price.mode == mode]
    covered = {price.token_kind for price in regional}
    return regional + [
        price for price in valid if price.mode == anywhere and price.token_kind not in covered
    ]


def prices_of_model(
    catalog: Iterable[Price], model: str, moment: datetime, provider: str | None = None
) -> list[Price]:
    """Return what a model's requests cost at an aware moment, in every mode, of each provider or one.

    Within a provider the first pattern that matches decides, whether or not it has prices then.
    """
    matching = [
        price
        for price in catalog
        if provider in {None, price.provider} and re.fullmatch(price.model_pattern, model.lower())
    ]
    first: dict[str, int] = {}
    for price in matching:
        rank = first.get(price.provider, price.pattern_rank)
        first[price.provider] = min(rank, price.pattern_rank)
    return [
        price
        for price in matching
        if price.pattern_rank == first[price.provider] and price.holds_at(moment)
    ]


def cost_microusd(
    usage: TokenUsage, prices: Sequence[Price], *, is_before_cache_split: bool = False
) -> int | None:
    """Return the list cost in micro-USD, rounded once half-even; None when it cannot be known.

    It is unknown without prices, without a token count, and when cache writes lack their split by lifetime
    although the lifetimes cost differently. Transcripts from before the split existed
    (`is_before_cache_split`) only ever wrote the 5-minute cache.
    """
    if not prices:
        return None
    units = _units(usage)
    total_input = _total_input(usage)
    if units is None or total_input is None:
        return None
    applicable = _applicable(prices, total_input)
    unsplit = units.pop("unsplit")
    if unsplit and not is_before_cache_split:
        lifetimes = {applicable.get("cache_write_5m"), applicable.get("cache_write_1h")}
        if len(lifetimes) > 1:
            return None
    units["cache_write_5m"] += unsplit
    exact = Decimal(0)
    for kind, count in units.items():
        if count:
            price = applicable.get(kind)
            if price is None:
                return None
            exact += count * price
    return rounded_microusd(exact)


def _total_input(usage: TokenUsage) -> int | None:
    parts = (usage.input_tokens, usage.cache_read_tokens, _cache_writes(usage))
    return None if None in parts else sum(part for part in parts if part is not None)


def _cache_writes(usage: TokenUsage) -> int | None:
    if usage.cache_write_tokens is not None:
        return usage.cache_write_tokens
    if usage.cache_write_5m_tokens is None or usage.cache_write_1h_tokens is None:
        return None
    return usage.cache_write_5m_tokens + usage.cache_write_1h_tokens


def _units(usage: TokenUsage) -> dict[str, int] | None:
    """Return units by kind, cache writes of unknown lifetime as `unsplit`; None when one is unknown."""
    writes = _cache_writes(usage)
    if usage.input_tokens is None or usage.output_tokens is None:
        return None
    if usage.cache_read_tokens is None or writes is None:
        return None
    short, long = usage.cache_write_5m_tokens or 0, usage.cache_write_1h_tokens or 0
    return {
        "input": usage.input_tokens,
        "cache_read": usage.cache_read_tokens,
        "cache_write_5m": short,
        "cache_write_1h": long,
        "unsplit": max(writes - short - long, 0),
        "output": usage.output_tokens,
        "web_search": usage.web_search_requests or 0,
    }


def _applicable(prices: Sequence[Price], total_input: int) -> dict[str, Decimal]:
    """Return the price of each kind in the highest context band that the request exceeds."""
    best: dict[TokenKind, Price] = {}
    for price in prices:
        over = price.context_over_tokens
        known = best.get(price.token_kind)
        is_reached = over == 0 or total_input > over
        if is_reached and (known is None or over > known.context_over_tokens):
            best[price.token_kind] = price
    return {kind: price.microusd_per_unit for kind, price in best.items()}
