"""The whole price book: published prices and overrides, checked against contradiction.

How prices are read belongs to `published` and `overrides`; choosing one for a request to `cost`.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

from agent_analytics.errors import PricingError
from agent_analytics.pricing.overrides import bundled_overrides, with_overrides
from agent_analytics.pricing.price import Price
from agent_analytics.pricing.published import published_prices

_BEGINNING = datetime.min.replace(tzinfo=UTC)


def price_catalog() -> list[Price]:
    """Return every known price, in a fixed order. Raises `PricingError` when two contradict."""
    prices = with_overrides(list(published_prices()), bundled_overrides())
    refuse_contradictions(prices)
    return prices


def refuse_contradictions(prices: Iterable[Price]) -> None:
    """Raise `PricingError` when two prices for the same thing are valid at the same moment."""
    by_scope: dict[tuple[object, ...], list[Price]] = defaultdict(list)
    for price in prices:
        by_scope[price.scope].append(price)
    for rivals in by_scope.values():
        rivals.sort(key=lambda price: price.valid_from or _BEGINNING)
        for earlier, later in pairwise(rivals):
            if earlier.valid_to is None or earlier.valid_to > (later.valid_from or _BEGINNING):
                message = (
                    f"two prices for {later.provider} {later.price_model} {later.token_kind} "
                    f"({later.mode}) overlap from {later.valid_from or 'the beginning'}: "
                    f"{earlier.origin} and {later.origin}; date or remove one"
                )
                raise PricingError(message)
