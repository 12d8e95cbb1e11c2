"""What may be spent, and what work is worth: `budgets.csv` and `roi.csv`.

How much was spent and saved is SQL; the assumptions that come with the project are the seed
`roi_assumptions`.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from agent_analytics.company.files import check_day, read_statements
from agent_analytics.money import microusd_from_usd

SCOPES = ("organisation", "team", "agent", "developer")
PERIODS = ("month", "quarter")
COST_TYPES = ("list", "reported", "billed")
MOST_USD = 10**9
"""More for one period is a slip of the pen, and sums of it would not fit their column."""
ASSUMPTIONS = (
    "hours_per_accepted_edit",
    "hours_per_assisted_commit",
    "hours_per_developer_month",
    "hourly_rate_usd",
)


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount for each month or quarter, and one member it is for; empty days are open ends.

    Several lines of one name are one budget for all their members together.
    """

    budget: str
    scope: str
    member: str
    period: str
    usd: str
    cost_type: str
    valid_from: str
    valid_to: str

    @property
    def amount_microusd(self) -> int:
        """Return the amount in micro-USD. Raises `ValueError` when it is none."""
        message = f"usd {self.usd!r} is no amount from 0 to {MOST_USD:,}"
        try:
            is_sane = 0 <= Decimal(self.usd) <= MOST_USD
        except InvalidOperation:
            is_sane = False
        amount = microusd_from_usd(self.usd) if is_sane else None
        if amount is None:
            raise ValueError(message)
        return amount


@dataclass(frozen=True, slots=True)
class Assumption:
    """A low, a likely and a high value; an empty team is every team without a line of its own."""

    assumption: str
    team: str
    low: str
    mid: str
    high: str
    origin: str

    @property
    def values(self) -> tuple[Decimal, Decimal, Decimal]:
        """Return the three values, which rise. Raises `ValueError` when they do not."""
        try:
            low, mid, high = (Decimal(text) for text in (self.low, self.mid, self.high))
        except InvalidOperation:
            low, mid, high = Decimal("NaN"), Decimal(0), Decimal(0)
        if not (all(v.is_finite() for v in (low, mid, high)) and 0 <= low <= mid <= high):
            message = f"{self.low!r}, {self.mid!r}, {self.high!r} are no rising numbers from 0 on"
            raise ValueError(message)
        return low, mid, high


def read_budgets(file: Path) -> list[Budget]:
    """Return the budgets of a file. Raises `StatementError` naming the line."""
    return read_statements(file, Budget, _budget)


def read_assumptions(file: Path) -> list[Assumption]:
    """Return the assumptions of a file. Raises `StatementError` naming the line."""
    return read_statements(file, Assumption, _assumption)


def _budget(cells: dict[str, str]) -> Budget:
    cells |= {"cost_type": cells["cost_type"] or "list", "period": cells["period"] or "month"}
    for name, known in (("scope", SCOPES), ("period", PERIODS), ("cost_type", COST_TYPES)):
        if cells[name] not in known:
            message = f"{name} {cells[name]!r} is none of {', '.join(known)}"
            raise ValueError(message)
    if not cells["budget"] or (cells["scope"] == "organisation") == bool(cells["member"]):
        message = "a budget needs a name, and a member unless it is the organisation's"
        raise ValueError(message)
    for day in (cells["valid_from"], cells["valid_to"]):
        check_day(day)
    if cells["valid_to"] and cells["valid_to"] <= cells["valid_from"]:
        message = f"valid_to {cells['valid_to']} is not after valid_from {cells['valid_from']}"
        raise ValueError(message)
    budget = Budget(**cells)
    _ = budget.amount_microusd
    return budget


def _assumption(cells: dict[str, str]) -> Assumption:
    if cells["assumption"] not in ASSUMPTIONS:
        message = f"assumption {cells['assumption']!r} is none of {', '.join(ASSUMPTIONS)}"
        raise ValueError(message)
    assumption = Assumption(**cells)
    _ = assumption.values
    return assumption
