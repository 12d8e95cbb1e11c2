"""Periods of whole days and the period each is compared with.

Only arithmetic on dates. Which days are offered is `choices`; which day is the last one is `overview`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included, in the installation's time zone."""

    first_day: date
    last_day: date

    @property
    def day_count(self) -> int:
        """Return the number of days."""
        return (self.last_day - self.first_day).days + 1

    def days(self) -> Iterator[date]:
        """Yield every day, oldest first."""
        for offset in range(self.day_count):
            yield self.first_day + timedelta(days=offset)

    def before(self) -> "Period":
        """Return the equally long period that ends the day before this one begins."""
        return ending(self.first_day - timedelta(days=1), self.day_count)


def ending(last_day: date, day_count: int) -> Period:
    """Return the period of `day_count` days that ends with `last_day`."""
    return Period(last_day - timedelta(days=day_count - 1), last_day)
