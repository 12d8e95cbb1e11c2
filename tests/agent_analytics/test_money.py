"""Money is exact until it is rounded once, half to even."""

from decimal import Decimal

import pytest

from agent_analytics.money import format_usd, microusd_from_usd, rounded_microusd


@pytest.mark.parametrize(
    ("exact", "rounded"), [("0.5", 0), ("1.5", 2), ("2.5", 2), ("2.500001", 3), ("-0.5", 0)]
)
def test_halves_round_to_even(exact: str, rounded: int) -> None:
    """Half a micro-dollar goes to the even neighbour."""
    assert rounded_microusd(Decimal(exact)) == rounded


@pytest.mark.parametrize(
    ("amount", "microusd"),
    [(0.1, 100_000), ("1.2345675", 1_234_568), (3, 3_000_000), (Decimal("0.21385"), 213_850)],
)
def test_usd_becomes_microusd(amount: str | float | Decimal, microusd: int) -> None:
    """Amounts of any kind become integer micro-dollars, floats by their shortest decimal form."""
    assert microusd_from_usd(amount) == microusd


@pytest.mark.parametrize(
    "amount", ["NaN", "Infinity", "about 3", float("inf"), "1e309", "1e999999"]
)
def test_no_number_is_unknown(amount: str | float) -> None:
    """What is no finite number is unknown, not zero."""
    assert microusd_from_usd(amount) is None


def test_the_largest_number_is_still_one() -> None:
    """What is beyond any bill is for those to refuse who know where it stood."""
    assert microusd_from_usd("1e308") == 10**314


@pytest.mark.parametrize(
    ("microusd", "text"),
    [
        (None, "–"),
        (0, "$0.00"),
        (100, "$0.0001"),
        (999_999, "$1.0000"),
        (1_234_560_000, "$1,234.56"),
        (-2_000_000, "-$2.00"),
    ],
)
def test_people_read_dollars(microusd: int | None, text: str) -> None:
    """Small amounts show four digits, unknown ones a dash."""
    assert format_usd(microusd) == text
