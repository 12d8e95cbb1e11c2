"""Overrides add what the published book lacks and never contradict it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from agent_analytics.errors import PricingError
from agent_analytics.pricing.catalog import refuse_contradictions
from agent_analytics.pricing.cost import prices_at
from agent_analytics.pricing.overrides import with_overrides
from agent_analytics.pricing.price import Mode, Price

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BASE = Price(
    provider="vendor",
    price_model="model-1",
    model_pattern="model-1",
    pattern_rank=0,
    token_kind="input",  # noqa: S106 - no secret
    speed="standard",
    service_tier="standard",
    inference_geo="any",
    context_over_tokens=0,
    valid_from=None,
    valid_to=None,
    microusd_per_unit=Decimal(5),
    origin="a list",
    verified_on=None,
)
SEARCH = replace(BASE, token_kind="web_search", microusd_per_unit=Decimal(10_000))  # noqa: S106
UPLIFT = {
    "provider": "vendor",
    "price_models": ["model-1"],
    "inference_geo": "us",
    "factor": "1.1",
    "source": "a page",
    "verified_on": date(2026, 11, 1),
}


def test_an_uplift_multiplies_tokens_only() -> None:
    """A regional uplift raises tokens; searches cost what they cost anywhere."""
    prices = with_overrides([BASE, SEARCH], {"uplift": [UPLIFT]})
    american = prices_at(prices, "vendor", "model-1", NOW, Mode(inference_geo="us"))
    assert {price.token_kind: price.microusd_per_unit for price in american} == {
        "input": Decimal("5.5"),
        "web_search": Decimal(10_000),
    }


def test_an_override_of_nothing_is_refused() -> None:
    """An override for a model that is not published is an error, not silently useless."""
    with pytest.raises(PricingError, match="model-2"):
        with_overrides([BASE], {"uplift": [{**UPLIFT, "price_models": ["model-2"]}]})


@pytest.mark.parametrize(
    ("valid_from", "contradicts"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)]
)
def test_overlapping_prices_contradict(valid_from: date, contradicts: bool) -> None:
    """Two prices for one thing may touch but not overlap."""
    old = replace(BASE, valid_to=datetime(2026, 7, 1, tzinfo=UTC))
    entry: dict[str, Any] = {**UPLIFT, "price_model": "model-1", "input": "6"}
    entry |= {"inference_geo": "any", "valid_from": valid_from}
    prices = with_overrides([old], {"price": [entry]})
    if contradicts:
        with pytest.raises(PricingError, match="overlap"):
            refuse_contradictions(prices)
    else:
        refuse_contradictions(prices)


@pytest.mark.parametrize(
    ("model", "mode", "usd"),
    [
        ("claude-opus-4-6", Mode(speed="fast"), "30"),
        ("claude-opus-4-7", Mode(speed="fast", inference_geo="us"), "33"),
        ("claude-opus-5-5", Mode(inference_geo="us"), "4.4"),
        ("claude-opus-4-5", Mode(inference_geo="us"), "5"),
        ("claude-opus-5-5", Mode(inference_geo="global"), "4"),
    ],
)
def test_bundled_overrides(catalog: list[Price], model: str, mode: Mode, usd: str) -> None:
    """The bundled overrides price historic fast modes and American inference."""
    prices = prices_at(catalog, "anthropic", model, NOW, mode)
    by_kind = {price.token_kind: price.microusd_per_unit for price in prices}
    assert by_kind["input"] == Decimal(usd)
