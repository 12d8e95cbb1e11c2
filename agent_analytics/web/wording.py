"""Numbers, days and changes as people read them; unknown is `–`, zero is 0.

Only words. Which figure stands where is the concern of `tiles`, `tables` and `graphs`.
"""

from datetime import date, datetime
from decimal import Decimal

from agent_analytics.money import MICROUSD_PER_USD, format_usd
from agent_analytics.web.period import Period

UNKNOWN = "–"

_EXACT_BELOW = 10_000
_SIZES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))
_CENT = MICROUSD_PER_USD // 100
_WHOLE_USD_FROM = 10_000 * MICROUSD_PER_USD
_MANIFOLD_FROM = 10
_AGES = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def count(value: int | None) -> str:
    """Return a count in full: `1,234,567`."""
    return UNKNOWN if value is None else f"{value:,}"


def compact(value: int | None) -> str:
    """Return a count exactly below 10,000, else in three digits: `12.3K`, `1.23B`."""
    if value is None or abs(value) < _EXACT_BELOW:
        return count(value)
    rounded = int(float(f"{value:.3g}"))
    size, letter = next(step for step in _SIZES if abs(rounded) >= step[0])
    return f"{rounded / size:#.3g}".rstrip(".") + letter


def usd(microusd: int | None) -> str:
    """Return micro-USD for a table or tile: in cents, from $10,000 on in dollars, below a cent in full."""
    if microusd is None or abs(microusd) < _CENT:
        return format_usd(microusd)
    digits = 2 if abs(microusd) < _WHOLE_USD_FROM else 0
    sign = "-" if microusd < 0 else ""
    return f"{sign}${abs(Decimal(microusd)) / MICROUSD_PER_USD:,.{digits}f}"


def usd_mark(microusd: int) -> str:
    """Return a round amount of micro-USD for an axis: `$0.25`, `$50`, `$1,000`."""
    return f"${(Decimal(microusd) / MICROUSD_PER_USD).normalize():,f}"


def count_mark(value: int) -> str:
    """Return a round count for an axis: `500`, `20K`, `2M`."""
    for size, letter in _SIZES:
        if value >= size and value % (size // 10) == 0:
            return f"{(Decimal(value) / size).normalize():f}{letter}"
    return f"{value:,}"


def share(part: int | None, whole: int | None) -> str:
    """Return a part of a whole in percent; unknown without a whole."""
    if part is None or not whole:
        return UNKNOWN
    return percent(Decimal(part) / Decimal(whole))


def percent(ratio: Decimal) -> str:
    """Return a ratio in percent with one decimal, never rounded to 100 % or 0 % unless it is."""
    value = ratio * 100
    if 0 < value < Decimal("0.1"):
        return "< 0.1%"
    if Decimal("99.9") < value < 100:  # noqa: PLR2004
        return "> 99.9%"
    return f"{value:.1f}%"


def change(now: int | None, before: int | None) -> str:
    """Return how a figure moved: `+12%`, `3.4×`, `no change`; unknown without two values or from zero."""
    if now is None or not before:
        return UNKNOWN
    ratio = Decimal(now) / Decimal(before)
    if ratio >= _MANIFOLD_FROM:
        return f"{ratio:,.0f}×"
    points = round((ratio - 1) * 100)
    return "no change" if points == 0 else f"{points:+d}%"


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


def span(period: Period) -> str:
    """Return a period: `23 Oct – 21 Nov 2026`, both years when they differ."""
    first, last = period.first_day, period.last_day
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
