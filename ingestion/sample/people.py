"""Who somebody is at the sample company: team, addresses, accounts and habits.

Values only. Who is hired belongs to `company`; who is hard to tell apart to `oddities`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from ingestion.sample.agents import Agent
from ingestion.sample.dice import fingerprint

Rhythm = Literal["power", "regular", "occasional", "none", "ci"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team, its main repository and how its telemetry is set up."""

    name: str
    cost_center: str
    repository: str
    adopts: bool = True
    cumulative: bool = False
    tool_details: bool = False
    telemetry_from_share: float = 0.0


@dataclass(frozen=True, slots=True)
class OtherAddress:
    """A second address somebody signs in and commits with: before a day, or in one repository."""

    email: str
    account_uuid: str
    until: date | None = None
    repository: str | None = None

    def is_used(self, repository: str, at: int) -> bool:
        """Return whether it is the one used in a repository at an instant in milliseconds."""
        if self.until is not None:
            return datetime.fromtimestamp(at / 1000, tz=UTC).date() < self.until
        return repository == self.repository


@dataclass(frozen=True, slots=True)
class Person:
    """One developer, or the build server, with the habits that shape what their client writes."""

    login: str
    name: str
    email: str | None
    alias: str | None
    team: Team
    rhythm: Rhythm
    first_day: date
    site: int
    repositories: tuple[str, ...]
    user_id: str
    account_uuid: str | None
    telemetry_from: date | None
    keeps_transcripts: bool
    old_client_until: date
    new_model_from: date
    traces: bool
    gateway: bool
    plants: bool
    agents: tuple[Agent, ...]
    other: OtherAddress | None = None

    @property
    def adopts(self) -> bool:
        """Whether the person uses an agent at all."""
        return self.rhythm != "none"

    def signed_in(self, repository: str, at: int) -> "Person":
        """Return the person under the address used in a repository at an instant in milliseconds."""
        if self.other is None or not self.other.is_used(repository, at):
            return self
        return replace(self, email=self.other.email, account_uuid=self.other.account_uuid)


def account_number(login: str) -> int:
    """Return the forge's number of somebody's account."""
    return int(fingerprint("account", login)[:6], 16)


def forge_account(person: Person) -> dict[str, str | int]:
    """Return somebody's account on the forge, where people have another login."""
    number = account_number(person.login)
    return {"__typename": "User", "login": f"{person.login}-dev", "databaseId": number}
