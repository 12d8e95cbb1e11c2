"""Long-context bands begin where their provider says, and then price the whole request."""

from datetime import UTC, datetime
from typing import Any

import pytest

from agent_analytics.pricing.cost import TokenUsage, cost_microusd, prices_at
from agent_analytics.pricing.overrides import with_overrides
from agent_analytics.pricing.price import Price

NOW = datetime(2026, 10, 1, tzinfo=UTC)
MILLION = 1_000_000


@pytest.mark.parametrize(
    ("provider", "model", "tokens", "microusd"),
    [
        ("anthropic", "claude-sonnet-4-5", 200_000, 600_000),
        ("anthropic", "claude-sonnet-4-5", 200_001, 1_200_006),
        ("google", "gemini-2.5-pro", 200_000, 250_000),
        ("google", "gemini-2.5-pro", 200_001, 500_002),
        ("openai", "gpt-5.4", 272_000, 680_000),
        ("openai", "gpt-5.4", 272_001, 1_360_005),
        ("x-ai", "grok-4.3", 199_999, 249_999),
        ("x-ai", "grok-4.3", 200_000, 500_000),
    ],
)
def test_row_39_a_band_begins_at_its_providers_boundary(
    catalog: list[Price], provider: str, model: str, tokens: int, microusd: int
) -> None:
    """Most bands begin above their number of tokens, those of xAI at it."""
    prices = prices_at(catalog, provider, model, NOW)
    assert cost_microusd(TokenUsage(tokens, 0), prices) == microusd


def test_output_is_priced_by_the_prompt(catalog: list[Price]) -> None:
    """One token of input over the boundary raises the output's price too."""
    prices = prices_at(catalog, "openai", "gpt-5.4", NOW)
    below, above = (
        cost_microusd(TokenUsage(0, MILLION, cache_read_tokens=count), prices)
        for count in (272_000, 272_001)
    )
    assert below == 15 * MILLION + 68_000
    assert above == 22_500_000 + 136_000


@pytest.mark.parametrize(
    ("boundary", "over"), [({"context_over_tokens": 500}, 500), ({"context_from_tokens": 500}, 499)]
)
def test_an_override_says_which_boundary_it_means(
    catalog: list[Price], boundary: dict[str, int], over: int
) -> None:
    """`over` exceeds a number of tokens, `from` reaches it."""
    entry: dict[str, Any] = {
        "provider": "openai",
        "price_model": "o3",
        "input": "9",
        "source": "a page",
        "verified_on": NOW.date(),
    }
    (added,) = with_overrides(catalog, {"price": [entry | boundary]})[len(catalog) :]
    assert added.context_over_tokens == over
