"""Numbers, days and changes as people read them; unknown is `–`, zero is 0.

Only words. Which column is written in which way is the concern of `formats`.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

UNKNOWN = "–"
NARROW = "\u202f"
"""The narrow no-break space between a number and its size."""

Number = int | float | Decimal

_EXACT_BELOW = 10_000
_SIZES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))
_MANIFOLD_FROM = 10
_AGES = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
_PERCENT_DECIMALS = 1


def compact(value: Number, decimals: int | None = None) -> str:
    """Return a number in about three digits: `9,120`, `12.3 k`, `1.23 B`; small ones keep `decimals`."""
    if -_EXACT_BELOW < value < _EXACT_BELOW:
        return exact(value, decimals)
    rounded = float(f"{value:.3g}")
    size, letter = next(step for step in _SIZES if abs(rounded) >= step[0])
    return _unsigned_zero(f"{rounded / size:#.3g}".rstrip(".")) + NARROW + letter


def exact(value: Number, decimals: int | None = None) -> str:
    """Return a number in full: `1,234,567`; without `decimals`, a fraction keeps three digits."""
    if decimals is None:
        decimals = _own_decimals(value)
    return _unsigned_zero(f"{value:,.{decimals}f}")


def percent(ratio: Number, decimals: int | None = None) -> str:
    """Return a ratio in percent, never rounded to 100 % or 0 % unless it is."""
    digits = _PERCENT_DECIMALS if decimals is None else decimals
    least = Decimal(1).scaleb(-digits)
    value = Decimal(str(ratio)) * 100
    if 0 < value < least:
        return f"<{NARROW}{least}%"
    if 100 - least < value < 100:  # noqa: PLR2004
        return f">{NARROW}{100 - least}%"
    return _unsigned_zero(f"{value:,.{digits}f}") + "%"


def change(now: Number | None, before: Number | None) -> str:
    """Return how a figure moved: `+12%`, `34×`, `no change`; unknown without two values or from zero."""
    if now is None or not before:
        return UNKNOWN
    ratio = Decimal(str(now)) / Decimal(str(before))
    if ratio >= _MANIFOLD_FROM:
        return f"{ratio:,.0f}×"
    points = round((ratio - 1) * 100) * (1 if before > 0 else -1)
    return "no change" if points == 0 else f"{points:+,d}%".replace("-", "−")


def shortened(text: str, length: int) -> str:
    """Return a text of at most `length` characters, the last one an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def plural(number: int, noun: str) -> str:
    """Return a count with its noun: `1 day`, `2,000 days`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day(value: date) -> str:
    """Return a day with its year: `3 Nov 2026`."""
    return f"{value.day} {value:%b %Y}"


def short_day(value: date) -> str:
    """Return a day without its year: `3 Nov`."""
    return f"{value.day} {value:%b}"


def full_day(value: date) -> str:
    """Return a day with its weekday: `Tue 3 Nov 2026`."""
    return f"{value:%a} {day(value)}"


def span(first: date, end: date) -> str:
    """Return the days from `first` up to, without, `end`: `23 Oct – 21 Nov 2026`."""
    last = end - timedelta(days=1)
    if first == last:
        return day(first)
    begin = short_day(first) if first.year == last.year else day(first)
    return f"{begin} – {day(last)}"


def moment(value: datetime) -> str:
    """Return a time to the minute, in the zone it carries: `21 Nov 2026, 07:13`."""
    return f"{day(value)}, {value:%H:%M}"


def age(then: datetime, now: datetime) -> str:
    """Return how long ago something was, in its largest unit: `3 hours ago`; `just now` below a minute."""
    seconds = int((now - then).total_seconds())
    for size, unit in _AGES:
        if seconds >= size:
            return f"{plural(seconds // size, unit)} ago"
    return "just now"


def _own_decimals(value: Number) -> int:
    """Return as many decimals as three digits need; none for a whole number."""
    if value == int(value):
        return 0
    size = abs(float(value))
    return 0 if size >= 1_000 else 1 if size >= 100 else 2 if size >= 1 else 4  # noqa: PLR2004


def _unsigned_zero(text: str) -> str:
    """Return a number with a true minus sign, and none before a zero."""
    if text.startswith("-"):
        return "−" + text[1:] if any(digit in text for digit in "123456789") else text[1:]
    return text
