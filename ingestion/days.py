"""A stretch of whole days, as somebody asks for them. Which days a source wants itself is its own concern."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days somebody asked for by hand, both included."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Return the days in order."""
        count = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(count)]
