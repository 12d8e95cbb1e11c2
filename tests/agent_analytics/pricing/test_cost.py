"""One request costs what the vendor's list says, or is unknown."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from genai_prices import Usage, calc_price
from genai_prices.data import providers
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_analytics.money import microusd_from_usd, rounded_microusd
from agent_analytics.pricing.catalog import price_catalog
from agent_analytics.pricing.cost import TokenUsage, cost_microusd, prices_at, request_mode
from agent_analytics.pricing.price import Mode, Price

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CATALOG = [price for price in price_catalog() if price.provider == "anthropic"]
ANTHROPIC = next(provider for provider in providers if provider.id == "anthropic")
COUNTS = st.integers(0, 400_000)


def cost(
    usage: TokenUsage, model: str = "claude-opus-5", mode: Mode | None = None, **options: bool
) -> int | None:
    """Return what a request of today costs."""
    return cost_microusd(usage, prices_at(CATALOG, "anthropic", model, NOW, mode), **options)


@settings(max_examples=300, deadline=None)
@given(
    model=st.sampled_from([model.id for model in ANTHROPIC.models]),
    speed=st.sampled_from(["standard", "fast"]),
    day=st.dates(date(2024, 1, 1), date(2027, 6, 1)),
    counts=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS),
)
def test_equals_the_price_package(
    model: str, speed: str, day: date, counts: tuple[int, int, int, int, int]
) -> None:
    """Any Claude model, use and day costs what the package calculates."""
    fresh, short, long, read, output = counts
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    info = next(info for info in ANTHROPIC.models if info.id == model)
    if not any(variant.when == {"speed": speed} for variant in info.price_variants or ()):
        speed = "standard"
    expected = calc_price(
        Usage(
            input_tokens=fresh + short + long + read,
            cache_read_tokens=read,
            cache_write_tokens=short + long,
            cache_write_5m_tokens=short,
            cache_write_1h_tokens=long,
            output_tokens=output,
        ),
        model_ref=model,
        provider_id="anthropic",
        genai_request_timestamp=moment,
        price_context={"speed": speed},
    )
    usage = TokenUsage(fresh, output, read, short + long, short, long)
    prices = prices_at(CATALOG, "anthropic", model, moment, Mode(speed=speed))
    assert cost_microusd(usage, prices) == rounded_microusd(expected.total_price * 1_000_000)


def captured_requests(captures: Path) -> Iterator[dict[str, Any]]:
    """Yield the attributes of every captured model request."""
    for file in sorted(captures.glob("claude-code-*/*/otlp.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            for resource in json.loads(line).get("resourceLogs", ()):
                for scope in resource["scopeLogs"]:
                    for record in scope["logRecords"]:
                        values = {
                            item["key"]: next(iter(item["value"].values()))
                            for item in record["attributes"]
                        }
                        if values.get("event.name") == "api_request":
                            yield values


def test_equals_what_the_client_reported(captures: Path) -> None:
    """Every captured request costs exactly what Claude Code reported."""
    requests = list(captured_requests(captures))
    assert requests
    for request in requests:
        usage = TokenUsage(
            int(request["input_tokens"]),
            int(request["output_tokens"]),
            int(request["cache_read_tokens"]),
            int(request["cache_creation_tokens"]),
            int(request["cache_creation_5m_tokens"]),
            int(request["cache_creation_1h_tokens"]),
        )
        moment = datetime.fromisoformat(request["event.timestamp"])
        mode = request_mode(request["speed"], None, None)
        prices = prices_at(CATALOG, "anthropic", request["model"], moment, mode)
        assert cost_microusd(usage, prices) == microusd_from_usd(request["cost_usd"])


@pytest.mark.parametrize(
    ("fresh", "read", "expected"),
    [(100_000, 0, 10_000), (100_001, 0, 50_000), (50_000, 50_000, 5_500), (50_000, 50_001, 27_500)],
)
def test_the_band_counts_all_input(fresh: int, read: int, expected: int) -> None:
    """Above 100,000 input tokens, cached ones included, the whole request costs five times as much."""
    assert cost(TokenUsage(fresh, 0, read), "claude-haiku-5-5") == expected


@pytest.mark.parametrize(
    ("short", "long", "expected"), [(1000, 0, 6250), (0, 1000, 10_000), (400, 600, 8500)]
)
def test_cache_lifetimes_cost_differently(short: int, long: int, expected: int) -> None:
    """A token kept for an hour costs more than one kept for five minutes."""
    assert cost(TokenUsage(0, 0, 0, 1000, short, long)) == expected


def test_a_missing_split_is_unknown() -> None:
    """Cache writes of unknown lifetime have no cost, unless the layer never knew but one lifetime."""
    usage = TokenUsage(0, 0, 0, 1000)
    assert cost(usage) is None
    assert cost(usage, is_before_cache_split=True) == 6250


def test_a_missing_split_of_nothing_is_known() -> None:
    """Without cache writes there is nothing to split."""
    assert cost(TokenUsage(1000, 0, 0, 0)) == 5000


def test_a_partial_split_is_unknown() -> None:
    """Writes that the split does not cover have no known lifetime."""
    assert cost(TokenUsage(0, 0, 0, 1000, 400, 500)) is None


@pytest.mark.parametrize(
    "usage",
    [
        TokenUsage(None, 1),
        TokenUsage(1, None),
        TokenUsage(1, 1, None),
        TokenUsage(1, 1, 0, None),
    ],
)
def test_an_unknown_count_is_unknown(usage: TokenUsage) -> None:
    """A count that is missing makes the cost unknown, not smaller."""
    assert cost(usage) is None


@pytest.mark.parametrize(
    ("model", "mode"),
    [
        ("claude-tomorrow-9", Mode()),
        ("", Mode()),
        ("<synthetic>", Mode()),
        ("claude-haiku-4-5", Mode(speed="fast")),
    ],
)
def test_row_38_an_unknown_price_is_unknown(model: str, mode: Mode) -> None:
    """A model or mode without a price has no cost: null, not zero."""
    assert cost(TokenUsage(1, 1), model, mode) is None


def test_nothing_used_costs_nothing() -> None:
    """Zero is a known cost."""
    assert cost(TokenUsage(0, 0)) == 0


def test_searches_are_charged_one_by_one() -> None:
    """A search costs a cent."""
    assert cost(TokenUsage(0, 0, web_search_requests=3)) == 30_000


def test_a_cost_is_rounded_once() -> None:
    """Three parts of half a micro-dollar make 1.5 and then 2, not three times 0."""
    prices = [
        Price(
            "v",
            "m",
            "m",
            0,
            kind,
            "standard",
            "standard",
            "any",
            0,
            None,
            None,
            Decimal("0.5"),
            "a list",
            None,
        )
        for kind in ("input", "cache_read", "output")
    ]
    assert cost_microusd(TokenUsage(1, 1, 1), prices) == 2


@pytest.mark.parametrize(
    ("reported", "mode"),
    [
        (("normal", None, "not_available"), Mode(inference_geo="not_available")),
        ((None, "standard", ""), Mode()),
        (("fast", "batch", "us"), Mode("fast", "batch", "us")),
    ],
)
def test_reported_modes(reported: tuple[str | None, str | None, str | None], mode: Mode) -> None:
    """Spellings of the ordinary mode are one; anything else is kept."""
    assert request_mode(*reported) == mode


def test_the_first_pattern_wins() -> None:
    """Of two patterns that match a name, the one tried first decides, even when it has no price then."""
    first = Price(
        "v",
        "m1",
        "m.*",
        0,
        "input",
        "standard",
        "standard",
        "any",
        0,
        NOW,
        None,
        Decimal(1),
        "a list",
        None,
    )
    second = Price(
        "v",
        "m2",
        "m2",
        1,
        "input",
        "standard",
        "standard",
        "any",
        0,
        None,
        None,
        Decimal(2),
        "a list",
        None,
    )
    assert prices_at([second, first], "v", "M2", NOW) == [first]
    assert prices_at([second, first], "v", "m2", NOW - timedelta(days=1)) == []
