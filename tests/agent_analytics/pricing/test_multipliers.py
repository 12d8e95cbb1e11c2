"""Multipliers apply to what they name, while they hold, and say so in the price's origin."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agent_analytics.errors import PricingError
from agent_analytics.pricing.catalog import price_catalog, refuse_contradictions
from agent_analytics.pricing.multipliers import multiplied
from agent_analytics.pricing.price import Price
from agent_analytics.pricing_settings import PriceMultiplier

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
    microusd_per_unit=Decimal(10),
    origin="a list",
    verified_on="2026-11-01",
)
SEARCH = replace(BASE, token_kind="web_search")  # noqa: S106 - no secret


def contract(**given: object) -> PriceMultiplier:
    """Return a discount of 20 % on everything of one vendor."""
    return PriceMultiplier.model_validate(
        {"provider": "vendor", "factor": "0.8", "reason": "contract 7"} | given
    )


def spans(prices: list[Price]) -> list[tuple[date | None, date | None, Decimal]]:
    """Return from, to and amount of prices, by day."""
    return [
        (
            p.valid_from and p.valid_from.date(),
            p.valid_to and p.valid_to.date(),
            p.microusd_per_unit,
        )
        for p in prices
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (None, None, [(None, None, 8)]),
        (date(2026, 7, 1), None, [(None, date(2026, 7, 1), 10), (date(2026, 7, 1), None, 8)]),
        (None, date(2026, 8, 1), [(None, date(2026, 8, 1), 8), (date(2026, 8, 1), None, 10)]),
        (
            date(2026, 7, 1),
            date(2026, 8, 1),
            [
                (None, date(2026, 7, 1), 10),
                (date(2026, 7, 1), date(2026, 8, 1), 8),
                (date(2026, 8, 1), None, 10),
            ],
        ),
    ],
)
def test_a_contract_changes_only_its_own_days(
    begins: date | None, ends: date | None, expected: list[tuple[date | None, date | None, int]]
) -> None:
    """Before and after a contract the list price stays as it was."""
    prices = multiplied([BASE], [contract(valid_from=begins, valid_to=ends)])
    assert spans(prices) == expected
    refuse_contradictions(prices)


@pytest.mark.parametrize(
    ("names", "applies"),
    [
        ({}, True),
        ({"models": ["model-*"]}, True),
        ({"models": ["other-*"]}, False),
        ({"provider": "somebody"}, False),
    ],
)
def test_a_multiplier_applies_to_what_it_names(names: dict[str, object], applies: bool) -> None:
    """Provider and model must match; others cost what they cost."""
    (price,) = multiplied([BASE], [contract(**names)])
    assert price.microusd_per_unit == (8 if applies else 10)
    assert price.origin == ("a list x 0.8: contract 7" if applies else "a list")


def test_a_region_is_priced_beside_any_region() -> None:
    """A regional factor adds prices for tokens and leaves searches alone."""
    prices = multiplied([BASE, SEARCH], [contract(inference_geo="eu", factor="1.1")])
    assert [(p.token_kind, p.inference_geo, p.microusd_per_unit) for p in prices] == [
        ("input", "any", 10),
        ("web_search", "any", 10),
        ("input", "eu", 11),
    ]


def test_a_contract_covers_regions_too() -> None:
    """Discount and regional surcharge multiply, in whichever order they are written."""
    rules = [contract(), contract(inference_geo="eu", factor="1.1")]
    assert {p.inference_geo: p.microusd_per_unit for p in multiplied([BASE], rules)} == {
        "any": Decimal(8),
        "eu": Decimal("8.8"),
    }


def test_a_factor_ends_at_the_finest_price() -> None:
    """A product finer than the warehouse keeps is rounded half-even."""
    (price,) = multiplied(
        [replace(BASE, microusd_per_unit=Decimal("1E-9"))], [contract(factor="0.5")]
    )
    assert price.microusd_per_unit == 0


def test_two_prices_for_a_region_contradict() -> None:
    """A region that the book prices already is not priced a second time."""
    rule = contract(provider="anthropic", models=["claude-opus-5"], inference_geo="us")
    with pytest.raises(PricingError, match="overlap"):
        price_catalog(multipliers=[rule])


@pytest.mark.parametrize(
    "given",
    [
        {"factor": 0},
        {"factor": "-1"},
        {"factor": "a lot"},
        {"factor": float("nan")},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 2)},
    ],
)
def test_a_multiplier_that_means_nothing_is_refused(given: dict[str, object]) -> None:
    """A factor is a positive number and a contract lasts at least a day."""
    with pytest.raises(ValueError, match=r"factor|valid_to"):
        contract(**given)


def test_history_keeps_its_prices() -> None:
    """A price of tomorrow changes what no moment of today or before costs."""
    tomorrow = datetime(2026, 11, 2, tzinfo=UTC)
    prices = multiplied([BASE], [contract(valid_from=tomorrow.date())])
    before = datetime(2026, 11, 1, 23, 59, 59, 999_999, tzinfo=UTC)
    assert [p.microusd_per_unit for p in prices if p.holds_at(before)] == [10]
    assert [p.microusd_per_unit for p in prices if p.holds_at(tomorrow)] == [8]
