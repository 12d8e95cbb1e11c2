"""People read unknown as a dash, zero as zero, and large numbers in three digits."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from agent_analytics.web import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "10.0 k"),
        (-12_345, "−12.3 k"),
        (999_499, "999 k"),
        (999_999, "1.00 M"),
        (1_234_567_890, "1.23 B"),
        (5 * 10**13, "50.0 T"),
        (Decimal("12345.6"), "12.3 k"),
        (0.25, "0.2500"),
    ],
)
def test_compact_numbers(value: wording.Number, text: str) -> None:
    """Numbers are exact below 10,000 and never round up into four digits."""
    assert wording.compact(value) == text.replace(" ", wording.NARROW)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1_234_567, None, "1,234,567"),
        (1.5, None, "1.50"),
        (123.456, None, "123.5"),
        (12345.678, None, "12,346"),
        (1.005, 0, "1"),
        (-0.001, 2, "0.00"),
        (-1, 1, "−1.0"),
    ],
)
def test_exact_numbers(value: wording.Number, decimals: int | None, text: str) -> None:
    """Whole numbers keep every digit, fractions as many as say something; nothing is minus zero."""
    assert wording.exact(value, decimals) == text


@pytest.mark.parametrize(
    ("ratio", "decimals", "text"),
    [
        (0, None, "0.0%"),
        (0.0001, None, "< 0.1%"),
        (0.9999, None, "> 99.9%"),
        (0.999, 0, "> 99%"),
        (1, None, "100.0%"),
        (Decimal(1) / 3, None, "33.3%"),
        (-0.25, 0, "−25%"),
        (1.5, 0, "150%"),
    ],
)
def test_percent(ratio: wording.Number, decimals: int | None, text: str) -> None:
    """Almost all is not all, and hardly any is not none."""
    assert wording.percent(ratio, decimals) == text.replace(" ", wording.NARROW)


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (None, 5, "–"),
        (5, None, "–"),
        (5, 0, "–"),
        (112, 100, "+12%"),
        (0, 100, "−100%"),
        (-5, -10, "+50%"),
        (1_001, 1_000, "no change"),
        (999, 100, "+899%"),
        (1_000, 100, "10×"),
    ],
)
def test_changes(now: int | None, before: int | None, text: str) -> None:
    """From nothing there is no rate; tenfold and more is told as a multiple."""
    assert wording.change(now, before) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 10, 23), date(2026, 11, 22), "23 Oct – 21 Nov 2026"),
        (date(2025, 12, 25), date(2026, 1, 4), "25 Dec 2025 – 3 Jan 2026"),
        (date(2026, 1, 3), date(2026, 1, 4), "3 Jan 2026"),
    ],
)
def test_spans(first: date, last: date, text: str) -> None:
    """A span ends the day before its end, and names both years over New Year."""
    assert wording.span(first, last) == text


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(seconds=-5), "just now"),
    ],
)
def test_ages(elapsed: timedelta, text: str) -> None:
    """Ages use their largest unit; a clock slightly ahead is now."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert wording.age(now - elapsed, now) == text


def test_a_moment_is_told_in_its_own_zone() -> None:
    """Minutes are enough."""
    assert wording.moment(datetime(2026, 3, 1, 7, 5, 59, tzinfo=UTC)) == "1 Mar 2026, 07:05"
