"""Models and prices of the sample company."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ingestion.sample.catalog import (
    GATEWAY_MODEL,
    NEW_SMALL_MODEL,
    PRICE_CHANGE,
    UNKNOWN_MODEL,
    Tokens,
    client_cost,
    list_cost,
    microusd,
)

ONE_OF_EACH = Tokens(1_000, 1_000, 0, 1_000, 1_000, 0)


def instant(text: str) -> int:
    """Return a UTC day's start in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_the_price_changes_on_its_day() -> None:
    """The day before the change costs the old price, the day itself the new one."""
    changed = PRICE_CHANGE[1].isoformat()
    before = list_cost(GATEWAY_MODEL, ONE_OF_EACH, instant(changed) - 1)
    after = list_cost(GATEWAY_MODEL, ONE_OF_EACH, instant(changed))
    assert (before, after) == (Decimal("0.04175"), Decimal("0.0294"))


def test_a_model_nobody_lists_has_no_price() -> None:
    """An unknown model costs None, not zero; the client still reports something."""
    assert list_cost(UNKNOWN_MODEL, ONE_OF_EACH, instant("2026-11-01")) is None
    assert client_cost(UNKNOWN_MODEL, ONE_OF_EACH, instant("2026-11-01")) > 0


@pytest.mark.parametrize(("read", "dollars"), [(99_999, "0.00100009"), (100_000, "0.0050005")])
def test_a_long_context_costs_more_for_all_of_it(read: int, dollars: str) -> None:
    """Above its tier the small model's price applies to the whole request."""
    tokens = Tokens(1, 0, 0, read, 0, 0)
    assert list_cost(NEW_SMALL_MODEL, tokens, instant("2026-11-01")) == Decimal(dollars)


@pytest.mark.parametrize(
    ("cost", "expected"), [("0.0000005", 0), ("0.0000015", 2), ("0.0000025", 2), ("1", 1_000_000)]
)
def test_micro_dollars_round_half_to_even(cost: str, expected: int) -> None:
    """A half goes to the even neighbour."""
    assert microusd(Decimal(cost)) == expected
