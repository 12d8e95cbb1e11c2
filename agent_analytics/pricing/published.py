"""The prices that the pinned `genai-prices` package publishes, as `Price`s.

The package answers "what holds at this moment in this context"; this module asks it at every date at which
an answer can change. Left out are models whose price depends on the time of day and clauses that RE2 cannot
express: they stay unknown. A band that begins at a number of tokens (`>=`) is published as exceeding one less.
The package's data is part of its wheel; nothing here asks the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from itertools import pairwise

from genai_prices import types
from genai_prices.data import providers as published_providers

from agent_analytics.errors import PricingError
from agent_analytics.pricing.patterns import ModelPattern, model_pattern
from agent_analytics.pricing.price import BEGINNING, Mode, Price, TokenKind, listed_price

PROVIDERS = (
    "anthropic",
    "openai",
    "google",
    "aws",
    "azure",
    "cursor",
    "deepseek",
    "github-copilot",
    "minimax",
    "mistral",
    "moonshotai",
    "x-ai",
    "zai",
)
"""Vendors that coding agents are known to use; the package knows more."""

CLAUDE_CODE_SUFFIX = r"(?:-fast)?(?:\[1m\])?"
"""What Claude Code appends to a model's name for its fast mode and its long context."""

_MODES: tuple[tuple[dict[str, str] | None, Mode], ...] = (
    (None, Mode()),
    ({"speed": "fast"}, Mode(speed="fast")),
    ({"processing": "batch"}, Mode(service_tier="batch")),
    ({"service_tier": "priority"}, Mode(service_tier="priority")),
    ({"service_tier": "fast"}, Mode(service_tier="fast")),
    ({"service_tier": "flex"}, Mode(service_tier="flex")),
)

_PRICE_KEYS: dict[TokenKind, tuple[str, ...]] = {
    "input": ("input_mtok",),
    "cache_write_5m": ("cache_write_5m_mtok", "cache_write_mtok", "input_mtok"),
    "cache_write_1h": ("cache_write_1h_mtok", "cache_write_mtok", "input_mtok"),
    "cache_read": ("cache_read_mtok", "input_mtok"),
    "output": ("output_mtok",),
    "web_search": ("web_searches_kcount",),
}
"""The package's keys per kind, most specific first: tokens without a price of their own cost what the wider
kind costs."""

RELEASED_ON = date(2026, 11, 10)
"""Day of the pinned release: what its publisher had checked by then. Changes with the pin."""


Validity = tuple[datetime | None, datetime | None]
Bands = dict[tuple[TokenKind, int], Decimal]


@dataclass(frozen=True, slots=True)
class Book:
    """Providers with their price lists, where they come from and the day they were last checked."""

    providers: tuple[types.Provider, ...]
    origin: str
    verified_on: str


@dataclass(frozen=True, slots=True)
class _Listing:
    """A model on a provider's price list and the place of its pattern there."""

    book: Book
    provider: str
    model: types.ModelInfo
    pattern: ModelPattern
    rank: int


def bundled_book() -> Book:
    """Return the price lists of the pinned package."""
    origin = f"genai-prices {version('genai-prices')}"
    return Book(tuple(published_providers), origin, RELEASED_ON.isoformat())


def published_prices(book: Book) -> Iterator[Price]:
    """Yield every price that a book publishes for the chosen providers.

    A provider that resells another's models (Google, Azure) has those too, after its own and unless it
    lists them itself, at standard mode.
    """
    by_id = {provider.id: provider for provider in book.providers}
    for provider_id in PROVIDERS:
        provider = by_id.get(provider_id)
        if provider is None:
            continue
        own = _ranked(provider)
        resold = [
            pair
            for name in provider.fallback_model_providers or ()
            for pair in _ranked(by_id[name])
        ]
        listed = {model.id for model, _ in own}
        resold = [pair for pair in resold if pair[0].id not in listed]
        for rank, (model, pattern) in enumerate((*own, *resold)):
            listing = _Listing(book, provider_id, model, pattern, rank)
            yield from _listed_prices(listing, _MODES if rank < len(own) else _MODES[:1])


def _ranked(provider: types.Provider) -> list[tuple[types.ModelInfo, ModelPattern]]:
    """Return a provider's expressible models in the order in which their patterns are tried."""
    suffix = CLAUDE_CODE_SUFFIX if provider.id == "anthropic" else ""
    models = []
    for model in provider.models:
        if _depends_on_time_of_day(model):
            continue
        try:
            models.append((model, model_pattern(model.match, suffix)))
        except PricingError:
            continue
    return sorted(models, key=lambda pair: pair[1].is_late)


def _depends_on_time_of_day(model: types.ModelInfo) -> bool:
    prices = model.prices if isinstance(model.prices, list) else []
    return any(
        isinstance(item.constraint, types.TimeOfDateConstraint)
        for item in (*prices, *(model.price_variants or ()))
    )


def _listed_prices(
    listing: _Listing, modes: tuple[tuple[dict[str, str] | None, Mode], ...]
) -> Iterator[Price]:
    for context, mode in modes:
        for (kind, over), amount, (valid_from, valid_to) in _history(listing.model, context):
            yield Price(
                provider=listing.provider,
                price_model=listing.model.id,
                model_pattern=listing.pattern.regex,
                pattern_rank=listing.rank,
                token_kind=kind,
                speed=mode.speed,
                service_tier=mode.service_tier,
                inference_geo=mode.inference_geo,
                context_over_tokens=over,
                valid_from=valid_from,
                valid_to=valid_to,
                microusd_per_unit=amount,
                origin=listing.book.origin,
                verified_on=listing.book.verified_on,
            )


def _history(
    model: types.ModelInfo, context: dict[str, str] | None
) -> Iterator[tuple[tuple[TokenKind, int], Decimal, Validity]]:
    """Yield kind and band, price, and how long it held; neighbouring equal prices are one."""
    segments = [
        (validity, _bands(model.get_prices(validity[0] or BEGINNING, context)))
        for validity in _segments(model)
        if context is None or _is_offered(model, context, validity[0] or BEGINNING)
    ]
    for key in dict.fromkeys(key for _, bands in segments for key in bands):
        held: tuple[Decimal, Validity] | None = None
        for (start, end), bands in segments:
            amount = bands.get(key)
            if held and held[0] == amount and held[1][1] == start:
                held = (held[0], (held[1][0], end))
                continue
            if held:
                yield key, *held
            held = None if amount is None else (amount, (start, end))
        if held:
            yield key, *held


def _segments(model: types.ModelInfo) -> Iterator[Validity]:
    prices = model.prices if isinstance(model.prices, list) else []
    dates = {
        datetime.combine(item.constraint.start_date, time.min, UTC)
        for item in (*prices, *(model.price_variants or ()))
        if isinstance(item.constraint, types.StartDateConstraint)
    }
    yield from pairwise((None, *sorted(dates), None))


def _is_offered(model: types.ModelInfo, context: dict[str, str], moment: datetime) -> bool:
    return any(
        variant.when == context
        and (variant.constraint is None or variant.constraint.active(moment))
        for variant in model.price_variants or ()
    )


def _bands(prices: types.ModelPrice) -> Bands:
    """Return micro-USD per unit by kind and context band."""
    bands: Bands = {}
    for kind, keys in _PRICE_KEYS.items():
        value = next((found for key in keys if (found := getattr(prices, key)) is not None), None)
        if isinstance(value, types.TieredPrices):
            bands[kind, 0] = listed_price(kind, value.base)
            for tier in value.tiers:
                bands[kind, tier.start] = listed_price(kind, tier.price)
        elif value is not None:
            bands[kind, 0] = listed_price(kind, value)
    return bands
