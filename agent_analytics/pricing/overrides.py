"""Prices of our own that the published book lacks: read from `overrides.toml`, dated and sourced.

A `[[price]]` adds a mode to a published model; an `[[uplift]]` multiplies a model's token prices for one
region. A band is `context_over_tokens` (exceeds) or `context_from_tokens` (reaches). Nothing here replaces a
published price: that would be a contradiction and is refused by `catalog`.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import Any

from agent_analytics.errors import PricingError
from agent_analytics.pricing.price import (
    ANY_GEO,
    BILLED_APART,
    MICROUSD_PER_LISTED_USD,
    STANDARD,
    Mode,
    Price,
    listed_price,
    midnight,
)


def bundled_overrides() -> dict[str, Any]:
    """Return the parsed `overrides.toml` of this package."""
    return tomllib.loads(
        files("agent_analytics.pricing").joinpath("overrides.toml").read_text("utf-8")
    )


def with_overrides(published: Sequence[Price], overrides: dict[str, Any]) -> list[Price]:
    """Return the published prices and those that the overrides add.

    Raises `PricingError` for an override of a model that is not published.
    """
    prices = list(published)
    for entry in overrides.get("price", ()):
        prices.extend(_added(entry, _base(published, entry["provider"], entry["price_model"])))
    for entry in overrides.get("uplift", ()):
        for price_model in entry["price_models"]:
            _base(published, entry["provider"], price_model)
            prices.extend(_uplifted(entry, price_model, prices))
    return prices


def _base(published: Sequence[Price], provider: str, price_model: str) -> Price:
    for price in published:
        if (price.provider, price.price_model) == (provider, price_model) and price.mode == Mode():
            return price
    message = f"override for {provider} {price_model}: no such model; correct or remove it"
    raise PricingError(message)


def _added(entry: dict[str, Any], base: Price) -> Iterator[Price]:
    for kind in MICROUSD_PER_LISTED_USD:
        if kind in entry:
            yield replace(
                base,
                token_kind=kind,
                speed=entry.get("speed", STANDARD),
                service_tier=entry.get("service_tier", STANDARD),
                inference_geo=entry.get("inference_geo", ANY_GEO),
                context_over_tokens=_over(entry),
                valid_from=midnight(entry.get("valid_from")),
                valid_to=midnight(entry.get("valid_to")),
                microusd_per_unit=listed_price(kind, Decimal(entry[kind])),
                origin=entry["source"],
                verified_on=entry["verified_on"].isoformat(),
            )


def _over(entry: dict[str, Any]) -> int:
    """Return the tokens a request must exceed: a band that begins at a number exceeds one less."""
    if "context_from_tokens" in entry:
        return int(entry["context_from_tokens"]) - 1
    return int(entry.get("context_over_tokens", 0))


def _uplifted(entry: dict[str, Any], price_model: str, prices: Sequence[Price]) -> list[Price]:
    factor = Decimal(entry["factor"])
    return [
        replace(
            price,
            inference_geo=entry["inference_geo"],
            microusd_per_unit=price.microusd_per_unit * factor,
            origin=f"{price.origin} x {factor}: {entry['source']}",
            verified_on=entry["verified_on"].isoformat(),
        )
        for price in prices
        if (price.provider, price.price_model) == (entry["provider"], price_model)
        and price.inference_geo == ANY_GEO
        and price.token_kind not in BILLED_APART
    ]
