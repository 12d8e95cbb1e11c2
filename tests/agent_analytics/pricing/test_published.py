"""The book says what the price package says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from genai_prices import types
from genai_prices.data import providers

from agent_analytics.pricing.cost import prices_at
from agent_analytics.pricing.price import Mode, Price

CHANGE_OF_O3 = datetime(2025, 6, 10, tzinfo=UTC)


def unit_price(prices: list[Price], kind: str) -> Decimal | None:
    """Return the base price of a kind."""
    found = [
        price.microusd_per_unit
        for price in prices
        if price.token_kind == kind and price.context_over_tokens == 0
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (CHANGE_OF_O3 - timedelta(microseconds=1), 10),
        (CHANGE_OF_O3, 2),
        (CHANGE_OF_O3 + timedelta(microseconds=1), 2),
    ],
)
def test_row_39_a_price_changes_at_midnight(
    catalog: list[Price], moment: datetime, expected: int
) -> None:
    """A new price holds from the first instant of its day."""
    assert unit_price(prices_at(catalog, "openai", "o3", moment), "input") == expected


def test_a_mode_has_every_kind(catalog: list[Price]) -> None:
    """Fast mode prices searches too, although only its tokens cost more."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    fast = prices_at(catalog, "anthropic", "claude-opus-5", now, Mode(speed="fast"))
    assert unit_price(fast, "input") == 10
    assert unit_price(fast, "web_search") == 10_000


def test_a_mode_is_unknown_before_it_is_known(catalog: list[Price]) -> None:
    """Batch prices hold from the day the package knows them; before, there is no price."""
    batch = Mode(service_tier="batch")
    before = datetime(2026, 10, 13, 23, 59, tzinfo=UTC)
    assert prices_at(catalog, "anthropic", "claude-opus-5", before, batch) == []
    assert prices_at(catalog, "anthropic", "claude-opus-5", before + timedelta(days=1), batch)


def test_resold_models_are_priced(catalog: list[Price]) -> None:
    """A cloud that resells another vendor's models has their prices."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    assert prices_at(catalog, "azure", "claude-opus-5", moment)


@pytest.mark.parametrize("provider_id", ["anthropic", "openai", "aws", "x-ai", "moonshotai"])
def test_names_find_the_same_model(catalog: list[Price], provider_id: str) -> None:
    """Every name the package lists finds the model that the package finds, or none without a text price."""
    provider = next(item for item in providers if item.id == provider_id)
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    own = [price for price in catalog if price.provider == provider_id]
    for name in sorted({text for model in provider.models for text in names(model.match)}):
        expected = provider.find_model(name)
        found = {price.price_model for price in prices_at(own, provider_id, name, moment)}
        assert found <= {expected.id if expected else None}, name


def names(clause: object) -> set[str]:
    """Return the literal texts of a match clause."""
    match clause:
        case types.ClauseOr(or_=parts) | types.ClauseAnd(and_=parts):
            return set().union(*map(names, parts))
        case types.ClauseEquals(equals=text) | types.ClauseStartsWith(starts_with=text):
            return {text.lower()}
        case _:
            return set()


def test_prices_are_never_negative_and_coarse_enough(catalog: list[Price]) -> None:
    """The book holds thousands of prices and every one fits the warehouse's decimal."""
    assert len(catalog) > 2000
    assert all(price.microusd_per_unit.as_tuple().exponent >= -9 for price in catalog)
    assert all(price.microusd_per_unit >= 0 for price in catalog)


def test_an_unchanged_price_is_one_row(catalog: list[Price]) -> None:
    """When a band is abolished, the base price beside it goes on as one price."""
    held = {
        price.context_over_tokens: (price.valid_from, price.valid_to)
        for price in catalog
        if (price.provider, price.price_model) == ("anthropic", "claude-sonnet-4-6")
        and price.mode == Mode()
        and price.microusd_per_unit in (15, Decimal("22.5"))
    }
    assert held == {0: (None, None), 200_000: (None, datetime(2026, 3, 13, tzinfo=UTC))}
