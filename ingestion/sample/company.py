"""The sample company: whom it hires, into which team, from when, and when anybody works at all.

Pure and small. What people do with their days belongs to `sessions` and `commits`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ingestion.sample.agents import CLAUDE_CODE, Agent
from ingestion.sample.dice import Dice, chance, dice_for, fingerprint, uuid
from ingestion.sample.oddities import with_oddities
from ingestion.sample.people import Person, Rhythm, Team, account_number
from ingestion.sample.vocabulary import FAMILY_NAMES, GIVEN_NAMES

TIMEZONE = "Europe/Berlin"
ORGANIZATION_ID = "5f0c9a52-6f1e-4b1c-9d3a-6d8c2f7e1a90"
CI_LOGIN = "ci-runner"
CI_REPOSITORY = "storefront"

_HOLIDAYS = {(1, 1), (5, 1), (8, 15), (10, 3), (12, 24), (12, 25), (12, 26)}
_RHYTHMS: tuple[Rhythm, ...] = ("power", "regular", "regular", "occasional", "regular")
_AGENTS: tuple[tuple[Agent, ...], ...] = (
    (CLAUDE_CODE, "codex"),
    (CLAUDE_CODE, "gemini_cli", "litellm"),
    (CLAUDE_CODE, "copilot_cli", "opencode"),
    (CLAUDE_CODE, "codex"),
    ("copilot_cli",),
    (CLAUDE_CODE, "opencode"),
)
"""What adopters use; one in six has nothing but a Copilot seat."""
_SHARED_REPOSITORIES = ("storefront", "design-system")
_WAVE, _NEVER_ENROLLED = {5}, {3}
_SATURDAY = 5
_WEEKEND_SHARE = 0.12
_SICK_SHARE = 0.05
_LEAVE_SHARE = 0.08
_NO_LEAVE_DAYS = 30


TEAMS = (
    Team("platform", "cc-100", "ops-tools", tool_details=True),
    Team("payments", "cc-200", "ledger", cumulative=True, telemetry_from_share=0.1),
    Team("firmware", "cc-300", "firmware-kit", adopts=False),
    Team("mobile", "cc-400", "mobile-app", telemetry_from_share=0.35),
    Team("data", "cc-500", "data-lake", telemetry_from_share=0.45),
)


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that is fixed before anybody works."""

    seed: int
    since: date
    until: date
    people: tuple[Person, ...]
    incident: tuple[date, date]
    outage: tuple[int, int]
    outage_site: int = 0

    @property
    def days(self) -> int:
        """Number of days from `since` to the day before `until`."""
        return (self.until - self.since).days

    def dates(self) -> Iterator[date]:
        """Yield every day of the period, in order."""
        for number in range(self.days):
            yield self.since + timedelta(days=number)

    def share(self, share: float) -> date:
        """Return the day at which a share of the period is over."""
        return self.since + timedelta(days=int(self.days * share))

    def in_incident(self, day: date) -> bool:
        """Return whether the vendor's interface is failing on that day."""
        return self.incident[0] <= day <= self.incident[1]

    def works(self, person: Person, day: date) -> bool:
        """Return whether somebody works on a day: employed, no holiday, no leave, mostly no weekend."""
        if day < person.first_day:
            return False
        if person.rhythm == "ci":
            return True
        week = day.isocalendar()[1]
        leave = dice_for(self.seed, "leave", person.login, week)
        if (day.month, day.day) in _HOLIDAYS or chance(leave, self._leave_share(person)):
            return False
        luck = dice_for(self.seed, "day", person.login, day)
        if day.weekday() >= _SATURDAY:
            return person.rhythm == "power" and chance(luck, _WEEKEND_SHARE)
        return not chance(luck, _SICK_SHARE)

    def _leave_share(self, person: Person) -> float:
        """Return the share of weeks off; none in short periods, so that small samples stay whole."""
        short = self.days <= _NO_LEAVE_DAYS
        return 0.0 if short or person.rhythm == "power" else _LEAVE_SHARE


def found_company(seed: int, developers: int, days: int, until: date) -> Company:
    """Return the company with its people; the period is the `days` days before `until`."""
    since = until - timedelta(days=days)
    period = _Period(seed, since, days)
    people = with_oddities(
        [period.developer(index) for index in range(developers)], seed, period.share(0.5)
    )
    incident_day = period.share(0.6)
    monday = max(incident_day - timedelta(days=incident_day.weekday()), since)
    outage = (
        milliseconds(monday + timedelta(days=1), time(10)),
        milliseconds(monday + timedelta(days=2), time(13)),
    )
    incident = (monday, monday + timedelta(days=4))
    return Company(seed, since, until, (*people, period.build_server()), incident, outage)


def milliseconds(day: date, clock: time) -> int:
    """Return a local time of the company as milliseconds since 1970 UTC."""
    local = datetime.combine(day, clock, tzinfo=ZoneInfo(TIMEZONE))
    return int(local.timestamp() * 1000)


def utc_day(instant: int) -> str:
    """Return the UTC day of an instant in milliseconds, as YYYY-MM-DD."""
    return datetime.fromtimestamp(instant / 1000, tz=UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class _Period:
    seed: int
    since: date
    days: int

    def share(self, share: float) -> date:
        return self.since + timedelta(days=int(self.days * share))

    def developer(self, index: int) -> Person:
        dice = dice_for(self.seed, "person", index)
        team = TEAMS[index % len(TEAMS)]
        adopters_before = sum(TEAMS[other % len(TEAMS)].adopts for other in range(index))
        given = GIVEN_NAMES[(index * 7 + self.seed) % len(GIVEN_NAMES)]
        family = FAMILY_NAMES[(index * 5 + self.seed) % len(FAMILY_NAMES)]
        login = f"{given[0]}{family}{index}".lower()
        signed_in = team.adopts and adopters_before % 4 != 1
        return Person(
            login=login,
            name=f"{given} {family}",
            email=f"{given}.{family}{index}@meridian.example".lower(),
            alias=f"{account_number(login)}+{login}-dev@users.noreply.github.com"
            if index % 7 == 0
            else None,
            team=team,
            rhythm=_RHYTHMS[adopters_before % len(_RHYTHMS)] if team.adopts else "none",
            first_day=self._first_day(index, dice),
            site=index % 2,
            repositories=(team.repository, _SHARED_REPOSITORIES[index % 2]),
            user_id=fingerprint(self.seed, "installation", login),
            account_uuid=uuid(dice) if signed_in else None,
            telemetry_from=self._telemetry_from(team, adopters_before),
            keeps_transcripts=adopters_before % 4 in {0, 1},
            old_client_until=self.share(0.6 if adopters_before % 3 == 1 else 0.0),
            new_model_from=self.share(0.65)
            + timedelta(days=dice.randint(0, max(self.days // 9, 1))),
            traces=team.adopts and adopters_before == 0,
            gateway=adopters_before % 6 == 1,
            plants=team.adopts and adopters_before == 0,
            agents=_AGENTS[adopters_before % len(_AGENTS)] if team.adopts else (),
        )

    def build_server(self) -> Person:
        return Person(
            login=CI_LOGIN,
            name="Build Server",
            email=None,
            alias=None,
            team=TEAMS[0],
            rhythm="ci",
            first_day=self.since,
            site=0,
            repositories=(CI_REPOSITORY,),
            user_id=fingerprint(self.seed, "installation", CI_LOGIN),
            account_uuid=None,
            telemetry_from=self.since,
            keeps_transcripts=False,
            old_client_until=self.since,
            new_model_from=self.share(0.7),
            traces=False,
            gateway=False,
            plants=False,
            agents=(CLAUDE_CODE,),
        )

    def _first_day(self, index: int, dice: Dice) -> date:
        """Return when somebody joined: most before the period, every sixth in a wave near its middle."""
        if index % 6 not in _WAVE:
            return self.since
        return self.share(0.45) + timedelta(days=dice.randint(0, max(self.days // 14, 0)))

    def _telemetry_from(self, team: Team, adopters_before: int) -> date | None:
        """Return the day a client starts to report; None for the few that were never set up."""
        if not team.adopts or adopters_before % 6 in _NEVER_ENROLLED:
            return None
        return self.share(team.telemetry_from_share)
