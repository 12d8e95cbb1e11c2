"""Fetched prices are checked before they are kept, and used only while they are newer."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent_analytics.errors import PricingError
from agent_analytics.pricing.catalog import catalog_of, price_catalog
from agent_analytics.pricing.changes import changes
from agent_analytics.pricing.feed import book_of_feed, fetch_feed, keep_feed
from agent_analytics.pricing.published import RELEASED_ON
from agent_analytics.settings import Settings

LATER = RELEASED_ON + timedelta(days=1)
FEED = json.dumps(
    [
        {
            "id": "anthropic",
            "name": "Anthropic",
            "api_pattern": "anthropic",
            "models": [
                {
                    "id": model,
                    "match": {"equals": model},
                    "prices": {"input_mtok": 5, "output_mtok": 25},
                }
                for model in (
                    *("claude-opus-4-6", "claude-opus-4-7", "claude-opus-4-8", "claude-opus-5"),
                    *(
                        "claude-opus-5-5",
                        "claude-sonnet-4-6",
                        "claude-sonnet-5",
                        "claude-sonnet-5-5",
                    ),
                    *("claude-haiku-5-5", "claude-fable-5", "claude-fable-5-1", "claude-fable-5-2"),
                    *("claude-mythos-5-2", "claude-of-tomorrow"),
                )
            ],
        }
    ]
).encode()


def test_a_feed_is_a_book() -> None:
    """Prices of a feed say when it was fetched."""
    prices = price_catalog(book_of_feed(FEED, LATER))
    (price,) = (
        p for p in prices if (p.price_model, p.token_kind) == ("claude-of-tomorrow", "output")
    )
    assert price.microusd_per_unit == 25
    assert price.origin == f"genai-prices feed of {LATER}"
    assert price.verified_on == LATER.isoformat()


@pytest.mark.parametrize("content", [b"", b"<html>", b"{}", b'[{"id": "anthropic"}]', b"[1]"])
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    """A page of an intercepting proxy, or a list of something else, is never kept."""
    with pytest.raises(PricingError, match="cannot be read"):
        book_of_feed(content, LATER)


@pytest.mark.parametrize(("fetched_on", "is_used"), [(LATER, True), (RELEASED_ON, False)])
def test_only_a_newer_feed_is_used(tmp_path: Path, fetched_on: date, is_used: bool) -> None:
    """A feed from before the package's release gives way to the package."""
    settings = Settings(data_dir=str(tmp_path))
    keep_feed(settings.paths.price_feed, FEED, fetched_on)
    models = {price.price_model for price in catalog_of(settings)}
    assert ("claude-of-tomorrow" in models) == is_used


def test_a_damaged_feed_says_what_to_do(tmp_path: Path) -> None:
    """Half a file stops the load and names the way out."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.price_feed.parent.mkdir()
    settings.paths.price_feed.write_text('{"fetched_on": "2030-')
    with pytest.raises(PricingError, match="prices update"):
        catalog_of(settings)


def test_no_network_names_the_other_way() -> None:
    """An address that does not answer is an error that names `--from`."""
    with pytest.raises(PricingError, match="--from"):
        fetch_feed("http://127.0.0.1:9/data.json")


def test_changes_tell_new_gone_and_changed_models() -> None:
    """Of a model whose prices are the same nothing is said, wherever they now come from."""
    old = price_catalog(book_of_feed(FEED, RELEASED_ON))
    newer = FEED.replace(b'"claude-of-tomorrow"', b'"claude-of-the-day-after"')
    changed = newer.replace(b'"input_mtok": 5', b'"input_mtok": 6', 1)
    assert changes(old, price_catalog(book_of_feed(newer, LATER))) == [
        ("anthropic", "claude-of-the-day-after", "new", 5),
        ("anthropic", "claude-of-tomorrow", "gone", 5),
    ]
    assert ("anthropic", "claude-opus-4-6", "changed") in {
        change[:3] for change in changes(old, price_catalog(book_of_feed(changed, LATER)))
    }
