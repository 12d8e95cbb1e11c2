"""Factors of an installation on list prices: contracts and regions, dated.

A regional multiplier adds prices for its region; one for any region changes every price while it holds and
leaves those before and after as they were. Vendors' own regional prices belong to `overrides`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fnmatch import fnmatchcase

from agent_analytics.pricing.price import (
    ANY_GEO,
    BEGINNING,
    BILLED_APART,
    SMALLEST_PRICE,
    Price,
    midnight,
)
from agent_analytics.pricing_settings import PriceMultiplier

_END = datetime.max.replace(tzinfo=UTC)


def multiplied(prices: Sequence[Price], multipliers: Iterable[PriceMultiplier]) -> list[Price]:
    """Return the prices with every multiplier applied: regions first, then contracts, in their order."""
    result = list(prices)
    rules = sorted(multipliers, key=lambda rule: rule.inference_geo == ANY_GEO)
    for rule in rules:
        if rule.inference_geo == ANY_GEO:
            result = [part for price in result for part in _under_contract(price, rule)]
        else:
            result += [part for price in prices for part in _in_region(price, rule)]
    return result


def _in_region(price: Price, rule: PriceMultiplier) -> Iterator[Price]:
    if not _applies(price, rule) or price.inference_geo != ANY_GEO:
        return
    if price.token_kind not in BILLED_APART:
        span = _overlap(price, rule)
        if span:
            yield replace(_times(price, rule, *span), inference_geo=rule.inference_geo)


def _under_contract(price: Price, rule: PriceMultiplier) -> Iterator[Price]:
    span = _overlap(price, rule) if _applies(price, rule) else None
    if span is None:
        yield price
        return
    begins, ends = span
    if begins != price.valid_from:
        yield replace(price, valid_to=begins)
    yield _times(price, rule, begins, ends)
    if ends != price.valid_to:
        yield replace(price, valid_from=ends)


def _applies(price: Price, rule: PriceMultiplier) -> bool:
    return price.provider == rule.provider and any(
        fnmatchcase(price.price_model, glob) for glob in rule.models
    )


def _overlap(price: Price, rule: PriceMultiplier) -> tuple[datetime | None, datetime | None] | None:
    """Return when both hold, open ends as None; None when never."""
    begins = max(price.valid_from or BEGINNING, midnight(rule.valid_from) or BEGINNING)
    ends = min(price.valid_to or _END, midnight(rule.valid_to) or _END)
    if begins >= ends:
        return None
    return (None if begins == BEGINNING else begins, None if ends == _END else ends)


def _times(
    price: Price, rule: PriceMultiplier, begins: datetime | None, ends: datetime | None
) -> Price:
    exact = price.microusd_per_unit * Decimal(rule.factor)
    return replace(
        price,
        valid_from=begins,
        valid_to=ends,
        microusd_per_unit=exact.quantize(SMALLEST_PRICE, ROUND_HALF_EVEN),
        origin=f"{price.origin} x {rule.factor}: {rule.reason}",
    )
