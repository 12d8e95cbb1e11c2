"""Values of date filters as ranges of whole days: relative ones, months, quarters and plain ranges.

The words are Metabase's, so that one address means the same in both. Weeks begin on Monday, as in
`dim_dates`. Which columns a range is applied to is the concern of `binding`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from agent_analytics.errors import RequestError

_RELATIVE = re.compile(
    r"(?P<side>past|next)(?P<count>\d{1,5})(?P<unit>day|week|month|quarter|year)s?(?P<whole>~?)"
    r"(?:-from-(?P<shift>\d{1,5})(?P<shift_unit>day|week|month|quarter|year)s?)?"
)
_CURRENT = re.compile(r"(?:this|current)(?P<unit>day|week|month|quarter|year)")
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")
_QUARTER = re.compile(r"Q(?P<quarter>[1-4])-(?P<year>\d{4})")
_NAMED = {"today": "thisday", "yesterday": "past1days"} | {
    f"last{unit}": f"past1{unit}s" for unit in ("week", "month", "quarter", "year")
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from `first` up to, and without, `end`; null is open."""

    first: date | None
    end: date | None


def day_range(value: str, today: date) -> DayRange:
    """Return the days that a filter's value means, seen from a day.

    `past30days` ends yesterday, `past30days~` today. Raises `RequestError` for anything that is no range.
    """
    try:
        return _relative(_NAMED.get(value, value), today) or _absolute(value)
    except (ValueError, OverflowError) as error:
        message = (
            f"{value!r} is no range of days: write past30days, thismonth, 2026-05, Q2-2026,"
            " 2026-05-01 or 2026-05-01~2026-05-31"
        )
        raise RequestError(message) from error


def _relative(value: str, today: date) -> DayRange | None:
    if found := _CURRENT.fullmatch(value):
        first = _floor(today, found["unit"])
        return DayRange(first, _moved(first, 1, found["unit"]))
    if not (found := _RELATIVE.fullmatch(value)):
        return None
    count, unit = int(found["count"]), found["unit"]
    this = _floor(today, unit)
    following = _moved(this, 1, unit)
    if found["side"] == "past":
        first, end = _moved(this, -count, unit), following if found["whole"] else this
    else:
        first = this if found["whole"] else following
        end = _moved(following, count, unit)
    if found["shift"]:
        distance = int(found["shift"]) * (-1 if found["side"] == "past" else 1)
        first = _moved(first, distance, found["shift_unit"])
        end = _moved(end, distance, found["shift_unit"])
    return DayRange(first, end)


def _absolute(value: str) -> DayRange:
    if found := _MONTH.fullmatch(value):
        first = date(int(found["year"]), int(found["month"]), 1)
        return DayRange(first, _moved(first, 1, "month"))
    if found := _QUARTER.fullmatch(value):
        first = date(int(found["year"]), int(found["quarter"]) * 3 - 2, 1)
        return DayRange(first, _moved(first, 1, "quarter"))
    first_text, tilde, last_text = value.partition("~")
    last_text = last_text if tilde else first_text
    if not first_text and not last_text:
        message = "a range without a beginning and an end"
        raise ValueError(message)
    days = DayRange(
        date.fromisoformat(first_text) if first_text else None,
        date.fromisoformat(last_text) + timedelta(days=1) if last_text else None,
    )
    if days.first is not None and days.end is not None and days.first >= days.end:
        message = "a range that ends before it begins"
        raise ValueError(message)
    return days


def _floor(day: date, unit: str) -> date:
    starts: dict[str, Callable[[date], date]] = {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
    return starts[unit](day)


def _moved(day: date, count: int, unit: str) -> date:
    """Return a day moved by whole units; the last of a month stays within the month."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS[unit], 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
