"""The price book, read once."""

import pytest

from agent_analytics.pricing.catalog import price_catalog
from agent_analytics.pricing.price import Price


@pytest.fixture(scope="session")
def catalog() -> list[Price]:
    """Return the whole price book."""
    return price_catalog()
