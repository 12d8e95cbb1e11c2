"""Money as an integer number of micro-dollars, with one rounding rule.

Products of tokens and prices are summed exactly in `Decimal` and rounded once. Floats never carry money.
Amounts are written in full here; the shorter forms of the page are the concern of `web.wording`.
"""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

MICROUSD_PER_USD = 1_000_000
NANO_AIU_PER_MICROUSD = 100_000
"""Of GitHub's AI units: 1e9 nano make one, which is billed as $0.01."""

_MOST_DIGITS = 308
"""As many as a float holds; text may say more, in three letters."""


def microusd_from_usd(amount: str | int | float | Decimal) -> int | None:
    """Return an amount of USD as integer micro-USD, rounded half-even; None when no float is finite there.

    A float is read through its shortest decimal form, so 0.1 means exactly 0.1.
    """
    try:
        value = Decimal(str(amount)) if isinstance(amount, float) else Decimal(amount)
    except (InvalidOperation, ValueError):
        return None
    if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        return None
    return rounded_microusd(value * MICROUSD_PER_USD)


def rounded_microusd(exact: Decimal) -> int:
    """Return an exact micro-USD sum as an integer, rounded half-even."""
    return int(exact.to_integral_value(rounding=ROUND_HALF_EVEN))


def format_usd(microusd: int | None) -> str:
    """Return micro-USD as people read it: `$1,234.56`, four digits below one dollar, `–` for unknown."""
    if microusd is None:
        return "–"
    value = Decimal(microusd) / MICROUSD_PER_USD
    digits = 4 if 0 < abs(value) < 1 else 2
    sign = "-" if value < 0 else ""
    return f"{sign}${abs(value):,.{digits}f}"
