"""The warehouse holds the price book as a whole, and nothing is landed when it did not change."""

from collections import Counter
from pathlib import Path

import pytest

from agent_analytics.pricing.catalog import price_catalog
from agent_analytics.settings import Settings
from ingestion import pipeline
from ingestion.sources import prices


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a data folder of their own."""
    return Settings(data_dir=str(tmp_path / "data"))


def test_the_whole_book_is_one_batch(settings: Settings) -> None:
    """Every price of the catalog lands in one batch; a second load lands nothing."""
    first, second = prices.load(settings), prices.load(settings)
    stored = pipeline.read_table(settings, "prices", "prices", "price_id, batch_id")
    assert first.rows["prices"] == len(stored) == len(price_catalog())
    assert len({row["batch_id"] for row in stored}) == 1
    assert not second.changed


def test_a_vanished_price_leaves_the_newest_batch(settings: Settings) -> None:
    """When the stored book differs, the catalog is landed again and what it lacks stays in an older batch."""
    prices.load(settings)
    with pipeline.connect(settings) as connection:
        connection.execute(
            "insert into raw_prices.prices by name "
            "select 'gone' as price_id, 'gone' as book_price_id, "
            "* exclude (price_id, book_price_id) from raw_prices.prices limit 1"
        )
    assert prices.load(settings).changed
    stored = pipeline.read_table(settings, "prices", "prices", "price_id, batch_id")
    newest = max(row["batch_id"] for row in stored)
    assert "gone" not in {row["price_id"] for row in stored if row["batch_id"] == newest}


def test_a_replaced_book_stays_whole(settings: Settings) -> None:
    """Prices that two books share stand in both, so that a request can be priced by either."""
    prices.load(settings)
    contract = {"provider": "openai", "factor": "0.9", "reason": "contract"}
    changed = Settings.model_validate(
        {"data_dir": settings.data_dir, "pricing": {"multipliers": [contract]}}
    )
    assert prices.load(changed).changed
    stored = pipeline.read_table(settings, "prices", "prices", "price_id, batch_id")
    sizes = Counter(row["batch_id"] for row in stored)
    assert set(sizes.values()) == {len(price_catalog())}
    assert len(sizes) == 2
