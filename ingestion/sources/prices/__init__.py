"""Loads the price book as a whole.

Every load lands the complete catalog in one batch, so the prices in force are those of the newest batch: a
price that vanished from the catalog stays behind in an older one. When the newest batch already equals the
catalog, nothing is landed. What the prices are belongs to `agent_analytics.pricing`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from agent_analytics.pricing.catalog import catalog_of
from agent_analytics.pricing.price import Price
from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import PRICES
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.landing import Stretch, deterministic_key, land
from ingestion.pipeline import LoadReport

SOURCE = "prices"


def load(settings: Settings) -> LoadReport:
    """Load the price book when it differs from the last load and return what was landed.

    The caller holds the writer lock. Raises `PricingError` when the book contradicts itself.
    """
    policy = policy_of(settings)
    catalog = catalog_of(settings)
    return pipeline.load(
        settings, SOURCE, lambda: land(SOURCE, _stretches(settings, catalog), policy)
    )


def _stretches(settings: Settings, catalog: Iterable[Price]) -> Iterator[Stretch]:
    rows = []
    for price in catalog:
        fields = asdict(price)
        rows.append({"price_id": deterministic_key(*fields.values()), **fields})
    price_ids = {row["price_id"] for row in rows}
    if price_ids != _newest_batch(settings):
        book = deterministic_key(*sorted(price_ids))
        for row in rows:
            row["book_price_id"] = deterministic_key(book, row["price_id"])
        yield Stretch(SOURCE, received=len(rows), accepted=len(rows), records={PRICES: rows})


def _newest_batch(settings: Settings) -> set[str]:
    """Return the keys of the prices that the newest batch holds."""
    known = pipeline.read_table(settings, SOURCE, PRICES.name, "price_id, batch_id")
    newest = max((row["batch_id"] for row in known), default=None)
    return {row["price_id"] for row in known if row["batch_id"] == newest}
