"""The SQL that prices requests agrees with the Python that says what a request costs."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.pricing.catalog import price_catalog
from agent_analytics.pricing.cost import TokenUsage, cost_microusd, prices_at, request_mode
from agent_analytics.settings import Settings
from ingestion.pipeline import connect, ensure_raw_tables, writer_lock
from ingestion.sources import prices
from orchestration.transformation.project import common_arguments, parsed
from orchestration.transformation.runs import invoke

REQUESTS = 600
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
MODELS = (
    ("anthropic", "claude-opus-4-6"),
    ("anthropic", "claude-sonnet-4-5-20250929"),
    ("anthropic", "claude-haiku-4-5"),
    ("anthropic", "claude-of-tomorrow"),
    ("openai", "gpt-5.1"),
    ("google", "gemini-2.5-pro"),
)
PRICING_MODELS = (
    "stg_prices",
    "int_models__price_matched",
    "int_request_charges__metered",
    "int_request_charges__priced",
    "int_requests__priced",
)


def made_up_requests(seed: int = 7) -> Iterator[dict[str, Any]]:
    """Yield requests of every kind that is priced apart, some of them with parts nobody knows."""
    draw = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    for number in range(REQUESTS):
        provider, model = draw.choice(MODELS)
        short, long, unsplit = (draw.choice((0, 0, draw.randrange(90_000))) for _ in range(3))
        is_split = draw.random() < 0.7
        yield {
            "request_key": f"r{number:04d}",
            "agent": draw.choice(("claude_code", "codex")),
            "provider": provider,
            "model": model,
            "source_layer": draw.choice(("transcript", "otlp_event", "otlp_metric")),
            "speed": draw.choice((None, None, "standard", "normal", "fast")),
            "service_tier": draw.choice((None,) * 6 + ("batch", "priority", "unheard-of")),
            "inference_geo": draw.choice((None, None, "us", "eu")),
            "requested_at": FIRST_DAY + timedelta(hours=draw.randrange(24 * 700)),
            "input_tokens": draw.choice((0, None, *[draw.randrange(300_000)] * 8)),
            "cache_write_tokens": short + long + unsplit,
            "cache_write_5m_tokens": short if is_split else None,
            "cache_write_1h_tokens": long if is_split else None,
            "cache_read_tokens": draw.randrange(200_000),
            "output_tokens": draw.randrange(60_000),
            "web_search_requests": draw.choice((None, 0, 3)),
        }


def cost_of(request: dict[str, Any], catalog: list[Any]) -> int | None:
    """Return what a request costs by the Python rules; only old transcripts lack the split lawfully."""
    names = TokenUsage.__dataclass_fields__
    usage = TokenUsage(**{name: value for name, value in request.items() if name in names})
    mode = request_mode(request["speed"], request["service_tier"], request["inference_geo"])
    found = prices_at(catalog, request["provider"], request["model"], request["requested_at"], mode)
    is_split = request["cache_write_5m_tokens"] is not None
    layer = (request["agent"], request["source_layer"])
    is_old = layer == ("claude_code", "transcript") and not is_split
    return cost_microusd(usage, found, is_before_cache_split=is_old)


@pytest.mark.slow
def test_every_made_up_request_costs_the_same_in_both(
    tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """600 requests over two years, all modes, bands and gaps: equal to the micro-dollar."""
    settings = Settings(data_dir=str(tmp_path))
    parsed_project(tmp_path)
    requests = list(made_up_requests())
    with writer_lock(settings):
        prices.load(settings)
        ensure_raw_tables(settings)
        with connect(settings) as connection:
            columns = ", ".join(f"unnest(?) as {name}" for name in requests[0])
            values = [[request[name] for request in requests] for name in requests[0]]
            connection.execute("create schema intermediate")
            connection.execute(
                f"create table intermediate.int_requests__deduplicated as select {columns}", values
            )
        chosen = ("--no-write-json", "--select", *PRICING_MODELS)
        arguments = ["run", *common_arguments(settings), *chosen]
        results = invoke(settings, arguments, parsed(settings))
        assert {result.status for result in results} == {"passed"}
        with connect(settings) as connection:
            priced = dict(
                connection.execute(
                    "select request_key, list_cost_microusd from intermediate.int_requests__priced"
                ).fetchall()
            )
    catalog = price_catalog()
    differing = {
        request["request_key"]: (cost_of(request, catalog), priced[request["request_key"]])
        for request in requests
        if cost_of(request, catalog) != priced[request["request_key"]]
    }
    assert differing == {}
    assert REQUESTS / 4 < sum(cost is not None for cost in priced.values()) < REQUESTS
