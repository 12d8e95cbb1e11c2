"""The two files in which an installation says who is who: `people.csv` and `teams.csv`.

Both may be edited by hand. A line that cannot be meant stops the load and is named; nothing is guessed.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal, Self, get_args

from agent_analytics.company.files import check_day, read_statements
from agent_analytics.errors import StatementError
from agent_analytics.whole_files import replace_file

Action = Literal["merge", "split", "exclude"]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Override:
    """A decision on one handle: whose it is, that it stands alone, or that it is nobody's."""

    handle: str
    action: str
    email: str
    reason: str

    def checked(self) -> Self:
        """Return it unchanged. Raises `ValueError` when it cannot be meant."""
        if not self.handle:
            message = "handle is empty"
            raise ValueError(message)
        if self.action not in ACTIONS:
            message = f"action {self.action!r} is none of {', '.join(ACTIONS)}"
            raise ValueError(message)
        if (self.action == "merge") != bool(self.email) or (self.email and "@" not in self.email):
            message = f"{self.action} of {self.handle}: email {self.email!r} must be " + (
                "the address of the person" if self.action == "merge" else "empty"
            )
            raise ValueError(message)
        return self


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is in which team from a day on; an empty day is from the beginning."""

    email: str
    team: str
    cost_center: str
    valid_from: str

    def checked(self) -> Self:
        """Return it unchanged. Raises `ValueError` when it cannot be meant."""
        if "@" not in self.email or not self.team:
            message = f"{self.email!r} in team {self.team!r}: both an address and a team are needed"
            raise ValueError(message)
        check_day(self.valid_from)
        return self


def read_overrides(file: Path) -> list[Override]:
    """Return the decisions of a file; none without a file. Raises `StatementError` naming the line."""
    return read_statements(file, Override, _override)


def read_memberships(file: Path) -> list[Membership]:
    """Return the memberships of a file; none without a file. Raises `StatementError` naming the line."""
    return read_statements(file, Membership, _membership)


def decide(file: Path, decisions: Iterable[Override]) -> None:
    """Write decisions into a file, each in place of an earlier one on the same handle."""
    known = {override.handle: override for override in read_overrides(file)}
    for decision in decisions:
        try:
            decision.checked()
        except ValueError as error:
            raise StatementError(str(error)) from error
        known.pop(decision.handle, None)
        known[decision.handle] = decision
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(field.name for field in fields(Override))
    writer.writerows(astuple(override) for override in known.values())
    replace_file(file, lines.getvalue().encode())


def _override(cells: dict[str, str]) -> Override:
    action = cells["action"].lower() or "merge"
    return Override(
        cells["handle"].lower(), action, cells["email"].lower(), cells["reason"]
    ).checked()


def _membership(cells: dict[str, str]) -> Membership:
    return Membership(**cells | {"email": cells["email"].lower()}).checked()
