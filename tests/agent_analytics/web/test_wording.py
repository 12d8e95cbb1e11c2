"""People read unknown as a dash, zero as zero, and large numbers in three digits."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from agent_analytics.web import wording
from agent_analytics.web.period import Period


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "10.0K"),
        (999_499, "999K"),
        (999_999, "1.00M"),
        (1_234_567_890, "1.23B"),
        (5 * 10**13, "50.0T"),
    ],
)
def test_compact_counts(value: int | None, text: str) -> None:
    """Counts are exact below 10,000 and never round up into four digits."""
    assert wording.compact(value) == text


@pytest.mark.parametrize(
    ("microusd", "text"),
    [
        (None, "–"),
        (0, "$0.00"),
        (4_200, "$0.0042"),
        (755_000, "$0.76"),
        (9_999_990_000, "$9,999.99"),
        (10_000_500_001, "$10,001"),
        (-10_000_500_001, "-$10,001"),
    ],
)
def test_amounts_keep_what_matters(microusd: int | None, text: str) -> None:
    """Cents are enough, below one nothing is dropped, and from $10,000 on dollars are enough."""
    assert wording.usd(microusd) == text


@pytest.mark.parametrize(
    ("microusd", "text"),
    [(0, "$0"), (50_000, "$0.05"), (2_000_000, "$2"), (5_000_000_000, "$5,000")],
)
def test_axis_amounts(microusd: int, text: str) -> None:
    """Round amounts carry no needless digits."""
    assert wording.usd_mark(microusd) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (500, "500"), (1_000, "1K"), (1_500, "1.5K"), (20_000, "20K"), (2_000_000, "2M")],
)
def test_axis_counts(value: int, text: str) -> None:
    """Round counts are short."""
    assert wording.count_mark(value) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (None, 5, "–"),
        (0, 0, "–"),
        (0, 5, "0.0%"),
        (1, 10_000, "< 0.1%"),
        (9_999, 10_000, "> 99.9%"),
        (5, 5, "100.0%"),
        (1, 3, "33.3%"),
    ],
)
def test_shares(part: int | None, whole: int, text: str) -> None:
    """A share of nothing is unknown; almost all is not all."""
    assert wording.share(part, whole) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (None, 5, "–"),
        (5, None, "–"),
        (5, 0, "–"),
        (112, 100, "+12%"),
        (0, 100, "-100%"),
        (1_001, 1_000, "no change"),
        (999, 100, "+899%"),
        (1_000, 100, "10×"),
    ],
)
def test_changes(now: int | None, before: int | None, text: str) -> None:
    """From nothing there is no rate; tenfold and more is told as a multiple."""
    assert wording.change(now, before) == text


def test_percent_keeps_one_decimal() -> None:
    """Ratios are worded in percent."""
    assert wording.percent(Decimal("0.4256")) == "42.6%"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 10, 23), date(2026, 11, 21), "23 Oct – 21 Nov 2026"),
        (date(2025, 12, 25), date(2026, 1, 3), "25 Dec 2025 – 3 Jan 2026"),
    ],
)
def test_spans(first: date, last: date, text: str) -> None:
    """A span over New Year names both years."""
    assert wording.span(Period(first, last)) == text


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
