"""One price and what it depends on.

Every mode a vendor prices (speed, service tier, region) carries a price for every kind of token, so a
request is priced within one mode. Where prices come from is said in `published` and `overrides`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal

from agent_analytics.errors import PricingError

TokenKind = Literal[
    "input", "cache_write_5m", "cache_write_1h", "cache_read", "output", "web_search"
]

STANDARD = "standard"
ANY_GEO = "any"

MICROUSD_PER_LISTED_USD: dict[TokenKind, int] = {
    "input": 1,
    "cache_write_5m": 1,
    "cache_write_1h": 1,
    "cache_read": 1,
    "output": 1,
    "web_search": 1000,
}
"""Micro-USD per unit for one USD on a price list: lists are per million tokens and per thousand searches."""

BILLED_APART: frozenset[TokenKind] = frozenset({"web_search"})
"""Kinds that are no tokens: a region's surcharge leaves them alone."""

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""When a price without `valid_from` begins."""

_DECIMAL_PLACES = 9
SMALLEST_PRICE = Decimal(1).scaleb(-_DECIMAL_PLACES)
"""The finest price the warehouse keeps, in micro-USD per unit."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How a request was served, as far as vendors price it."""

    speed: str = STANDARD
    service_tier: str = STANDARD
    inference_geo: str = ANY_GEO


@dataclass(frozen=True, slots=True)
class Price:
    """Micro-USD of one unit of one kind, for one model, mode, context band and validity.

    `model_pattern` is a regular expression (RE2) over whole lower-case model names. The band holds when all
    input tokens together exceed `context_over_tokens`; 0 is the base and always holds. Validity is
    `valid_from <= moment < valid_to`; None is open.
    """

    provider: str
    price_model: str
    model_pattern: str
    pattern_rank: int
    token_kind: TokenKind
    speed: str
    service_tier: str
    inference_geo: str
    context_over_tokens: int
    valid_from: datetime | None
    valid_to: datetime | None
    microusd_per_unit: Decimal
    origin: str
    verified_on: str | None

    @property
    def mode(self) -> Mode:
        """How a request must have been served for this price."""
        return Mode(self.speed, self.service_tier, self.inference_geo)

    @property
    def scope(self) -> tuple[object, ...]:
        """All that tells this price from another, apart from its validity; at most one holds at a time."""
        return (
            self.provider,
            self.price_model,
            self.token_kind,
            self.mode,
            self.context_over_tokens,
        )

    def holds_at(self, moment: datetime) -> bool:
        """Return whether the price is valid at an aware moment."""
        begun = self.valid_from is None or self.valid_from <= moment
        return begun and (self.valid_to is None or moment < self.valid_to)


def listed_price(kind: TokenKind, usd: Decimal) -> Decimal:
    """Return micro-USD per unit of a price as lists write it.

    Raises `PricingError` for a price that is negative or finer than the warehouse keeps.
    """
    price = usd * MICROUSD_PER_LISTED_USD[kind]
    if not price.is_finite() or price < 0 or price != round(price, _DECIMAL_PLACES):
        message = f"price {usd} of {kind} is negative or has more than {_DECIMAL_PLACES} decimals"
        raise PricingError(message)
    return price


def midnight(day: date | None) -> datetime | None:
    """Return when a UTC day begins; None for an open end."""
    return None if day is None else datetime.combine(day, time.min, UTC)
