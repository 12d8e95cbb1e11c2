"""Newer published prices than the pinned package holds: fetched once, kept in the data directory.

A feed is the price package's own data file. It is used while it is newer than the package, checked whole
before it is kept, and removed by nothing but the next one. Turning it into prices belongs to `published`.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from genai_prices import types
from pydantic import ValidationError

from agent_analytics.errors import PricingError
from agent_analytics.pricing.published import RELEASED_ON, Book
from agent_analytics.whole_files import replace_file

_LARGEST = 64 * 1024 * 1024
_SECONDS = 30.0


def fetch_feed(url: str) -> bytes:
    """Return the feed at an address. Raises `PricingError` when it cannot be had or is too large."""
    try:
        answer = httpx.get(url, timeout=_SECONDS, follow_redirects=True)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        message = (
            f"no prices from {url}: {error}; without a network, "
            "give a downloaded file: `prices update --from FILE`"
        )
        raise PricingError(message) from error
    if len(answer.content) > _LARGEST:
        message = f"{url} answered {len(answer.content)} bytes; that is no price list"
        raise PricingError(message)
    return answer.content


def book_of_feed(content: bytes, fetched_on: date) -> Book:
    """Return the feed as a book. Raises `PricingError` when it is none."""
    try:
        raw: Any = json.loads(content)
        # The package has no public reader; its version is pinned and a test reads a feed.
        providers = types._providers_from_raw(raw)  # noqa: SLF001
    except (ValueError, ValidationError, TypeError, AttributeError) as error:
        message = f"the fetched prices cannot be read: {type(error).__name__}; the old ones stay"
        raise PricingError(message) from error
    day = fetched_on.isoformat()
    return Book(tuple(providers), f"genai-prices feed of {day}", day)


def keep_feed(file: Path, content: bytes, fetched_on: date) -> None:
    """Keep a feed, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {"fetched_on": fetched_on.isoformat(), "providers": json.loads(content)}
    replace_file(file, json.dumps(kept).encode())


def kept_book(file: Path) -> Book | None:
    """Return the kept feed; None without one or when the package is newer.

    Raises `PricingError` when the file is damaged.
    """
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        fetched_on = date.fromisoformat(kept["fetched_on"])
        content = json.dumps(kept["providers"]).encode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{file} is damaged; remove it or run `agent-analytics prices update`"
        raise PricingError(message) from error
    return book_of_feed(content, fetched_on) if fetched_on > RELEASED_ON else None


def today() -> date:
    """Return the day in UTC."""
    return datetime.now(UTC).date()
