"""The whole price book: published prices, overrides and multipliers, checked against contradiction.

How prices are read belongs to `published`, `feed` and `overrides`; choosing one for a request to `cost`.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from agent_analytics.errors import PricingError
from agent_analytics.pricing.feed import kept_book
from agent_analytics.pricing.multipliers import multiplied
from agent_analytics.pricing.overrides import bundled_overrides, with_overrides
from agent_analytics.pricing.price import BEGINNING, Price
from agent_analytics.pricing.published import Book, bundled_book, published_prices
from agent_analytics.pricing_settings import PriceMultiplier
from agent_analytics.settings import Settings


def price_catalog(
    book: Book | None = None, multipliers: Iterable[PriceMultiplier] = ()
) -> list[Price]:
    """Return every known price, in a fixed order; without a book, those of the pinned package.

    Raises `PricingError` when two contradict.
    """
    published = list(published_prices(book or bundled_book()))
    prices = multiplied(with_overrides(published, bundled_overrides()), multipliers)
    refuse_contradictions(prices)
    return prices


def catalog_of(settings: Settings) -> list[Price]:
    """Return the price book of an installation: fetched prices if newer, and its multipliers.

    Raises `PricingError` when two prices contradict or the fetched ones are damaged.
    """
    return price_catalog(kept_book(settings.paths.price_feed), settings.pricing.multipliers)


def refuse_contradictions(prices: Iterable[Price]) -> None:
    """Raise `PricingError` when two prices for the same thing are valid at the same moment."""
    by_scope: dict[tuple[object, ...], list[Price]] = defaultdict(list)
    for price in prices:
        by_scope[price.scope].append(price)
    for rivals in by_scope.values():
        rivals.sort(key=lambda price: price.valid_from or BEGINNING)
        for earlier, later in pairwise(rivals):
            if earlier.valid_to is None or earlier.valid_to > (later.valid_from or BEGINNING):
                message = (
                    f"two prices for {later.provider} {later.price_model} {later.token_kind} "
                    f"({later.mode}) overlap from {later.valid_from or 'the beginning'}: "
                    f"{earlier.origin} and {later.origin}; date or remove one"
                )
                raise PricingError(message)
