"""Periods are whole days, both ends included."""

from datetime import date

from agent_analytics.web.period import Period, ending


def test_a_period_includes_both_ends() -> None:
    """Thirty days that end on the 30th begin on the 1st."""
    period = ending(date(2026, 11, 30), 30)
    assert period == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert period.day_count == len(list(period.days())) == 30


def test_the_period_before_touches_without_overlap() -> None:
    """It is as long and ends on the eve."""
    before = Period(date(2026, 3, 1), date(2026, 3, 7)).before()
    assert before == Period(date(2026, 2, 22), date(2026, 2, 28))
