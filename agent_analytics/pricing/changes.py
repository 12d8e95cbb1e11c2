"""What a newer price book changes, model by model. What it changes in money is SQL: `fct_repricings`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from agent_analytics.pricing.price import Price

Change = tuple[str, str, str, int]
"""Provider, model, `new`, `gone` or `changed`, and how many prices."""


def changes(old: Iterable[Price], new: Iterable[Price]) -> list[Change]:
    """Return which models have other prices in the newer book, sorted; where prices come from is none."""
    before, after = {_bare(price) for price in old}, {_bare(price) for price in new}
    known = {(price.provider, price.price_model) for price in before}
    kept = {(price.provider, price.price_model) for price in after}
    counts = Counter((price.provider, price.price_model) for price in before ^ after)
    return sorted(
        (
            provider,
            model,
            "new"
            if (provider, model) not in known
            else "changed"
            if (provider, model) in kept
            else "gone",
            count,
        )
        for (provider, model), count in counts.items()
    )


def _bare(price: Price) -> Price:
    return replace(price, origin="", verified_on=None, pattern_rank=0)
