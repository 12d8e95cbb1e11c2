"""The book can be joined by provider and model, and is the same every time."""

from collections import defaultdict

from agent_analytics.pricing.catalog import price_catalog
from agent_analytics.pricing.price import Price


def test_a_model_has_one_pattern(catalog: list[Price]) -> None:
    """All prices of a provider's model are reached by one pattern, tried at one place."""
    patterns = defaultdict(set)
    for price in catalog:
        key = (price.provider, price.price_model)
        patterns[key].add((price.model_pattern, price.pattern_rank))
    assert [key for key, found in patterns.items() if len(found) > 1] == []


def test_the_book_is_always_the_same(catalog: list[Price]) -> None:
    """Reading the book again gives the same prices in the same order."""
    assert price_catalog() == catalog
