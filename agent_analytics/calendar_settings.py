"""What the settings say of the calendar: whose days there are, and which of them nobody works.

Days off that nobody states are recognised by the models.
"""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is not a time zone; use a name such as 'UTC' or 'Europe/Berlin'"
        raise ValueError(message) from error
    return name


Timezone = Annotated[str, AfterValidator(_known_timezone)]
"""Name of a time zone that the system knows."""

DaysOff = list[date]
"""Days, in any order."""
