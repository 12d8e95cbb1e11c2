"""Which reports there are, where they are asked for, and which days of them a load wants. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ingestion.stretches import deterministic_key

ScopeKind = Literal["organization", "enterprise"]

USAGE, USERS, USER_TEAMS, REPOSITORIES = "usage", "users", "user_teams", "repositories"
SEATS, SEAT_TOTALS, CREDITS = "seats", "seat_totals", "credits"

DAILY = (USAGE, USERS, USER_TEAMS, REPOSITORIES, CREDITS)
"""Kinds of report that exist once per day."""

WITH_28_DAYS = frozenset({USAGE, USERS})
"""Kinds that GitHub also gives for the last 28 days at once."""

CORRECTED_DAYS = 5
"""GitHub may correct a day until three full days after it; each load reads this many days again."""

FIRST_DAYS = 28
_GIVEN_UP_DAYS = 14
"""A report that was never made for so long is not asked for any more."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """A configured organisation or enterprise."""

    kind: ScopeKind
    name: str

    @property
    def _root(self) -> str:
        return f"/orgs/{self.name}" if self.kind == "organization" else f"/enterprises/{self.name}"

    def report_address(self, report: str, window: str) -> str:
        """Return where a usage report is asked for; `window` is `1-day` or `28-day/latest`."""
        names = {USAGE: self.kind, USERS: "users", USER_TEAMS: "user-teams", REPOSITORIES: "repos"}
        return f"{self._root}/copilot/metrics/reports/{names[report]}-{window}"

    def seats_address(self) -> str:
        """Return where the seats are listed."""
        return f"{self._root}/copilot/billing/seats"

    def seat_totals_address(self) -> str:
        """Return where an organisation's seats are counted; an enterprise has no such place."""
        return f"{self._root}/copilot/billing"

    def credits_address(self) -> str:
        """Return where the bill for AI credits is."""
        root = f"/organizations/{self.name}" if self.kind == "organization" else self._root
        return f"{root}/settings/billing/ai_credit/usage"


def polled_key(scope: Scope, report: str) -> str:
    """Return the key of a scope's kind of report."""
    return deterministic_key("polled", scope.kind, scope.name.lower(), report)


def report_key(scope: Scope, report: str, day: date) -> str:
    """Return the key of one report."""
    return deterministic_key("report", scope.kind, scope.name.lower(), report, day.isoformat())


def days_to_ask(known: Mapping[date, str], today: date, since: date | None) -> list[date]:
    """Return the days to read, in order, given the state of each day that is known.

    These are the days that may still be corrected, those never asked for, and those that were not made yet.
    """
    earliest = min(known, default=today - FIRST_DAYS * _DAY)
    first = since if since is not None else earliest
    wanted = []
    for age in range((today - first).days, 0, -1):
        day = today - age * _DAY
        is_awaited = known.get(day) == "waiting" and age <= _GIVEN_UP_DAYS
        if age <= CORRECTED_DAYS or day not in known or is_awaited:
            wanted.append(day)
    return wanted
