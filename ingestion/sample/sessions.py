"""When somebody works with an agent, and what kind of session it becomes.

Returns the same sessions for the same company and person every time, so that two processes can ask for
them apart. What happens inside a session is in `conversation`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from ingestion.sample.activity import Run, Session, StartType
from ingestion.sample.agents import CLAUDE_CODE
from ingestion.sample.catalog import UNKNOWN_MODEL, main_model
from ingestion.sample.commits import MAIN_BRANCH, branch_of
from ingestion.sample.company import Company, milliseconds
from ingestion.sample.conversation import Conversation
from ingestion.sample.dice import Dice, chance, dice_for, uuid
from ingestion.sample.other_sessions import other_sessions
from ingestion.sample.people import Person
from ingestion.sample.setting import Setting

OLD_VERSION = "2.1.118"
NEW_VERSION = "2.1.329"
TRANSCRIPT_LIFE = timedelta(days=30)

_PER_DAY = {"power": 2.9, "regular": 1.15, "occasional": 0.3, "ci": 1.0, "none": 0.0}
_PROMPTS = (1, 1, 2, 2, 3, 4, 5)
_NIGHTLY = time(4, 5)
_START_UP_MS = 1_500
_SECOND_REPOSITORY_SHARE = 0.3
_GROWTH, _LONG_GROWTH = 1_500, 9_000
_RESUME, _CONTINUE, _FORK, _LONG, _UNREPORTED = (9, 4), (9, 7), (13, 8), (17, 3), (23, 12)
_PLANTED_KILL = (60, 5)
_PLANTED_UNKNOWN_MODEL = (120, 6)
_PLANTED_OLD_FORK = 10


def sessions_of(company: Company, person: Person) -> list[Session]:
    """Return all sessions of one person: those with Claude Code in order of their start, then the others."""
    if not person.adopts:
        return []
    return [*_claude_sessions(company, person), *other_sessions(company, person)]


def _claude_sessions(company: Company, person: Person) -> list[Session]:
    if CLAUDE_CODE not in person.agents:
        return []
    dice = dice_for(company.seed, "sessions", person.login)
    sessions: list[Session] = []
    for day in company.dates():
        if not company.works(person, day):
            continue
        for at in _starts(company, person, day, dice):
            sessions.extend(_Maker(company, person, day, dice, len(sessions)).make(at))
    return sessions


def _starts(company: Company, person: Person, day: date, dice: Dice) -> Iterator[int]:
    """Yield the instants at which sessions of one day start; use grows over the period."""
    if person.rhythm == "ci":
        yield milliseconds(day, _NIGHTLY)
        return
    progress = (day - company.since).days / max(company.days, 1)
    wanted = _PER_DAY[person.rhythm] * (0.7 + 0.6 * progress)
    count = int(wanted + dice.random())
    opening = milliseconds(day, time(8, 30))
    yield from sorted(opening + dice.randint(0, 7 * 3_600_000) for _ in range(count))


class _Maker:
    """Makes the session, or the session and its fork, that starts at one instant."""

    def __init__(
        self, company: Company, person: Person, day: date, dice: Dice, ordinal: int
    ) -> None:
        self._company, self._person, self._day = company, person, day
        self._dice, self._ordinal = dice, ordinal

    def make(self, at: int) -> list[Session]:
        conversation = Conversation(self._setting(), self._dice, at + _START_UP_MS)
        runs = [self._run(conversation, "fresh")]
        if self._is(_RESUME):
            runs.append(self._later(conversation, "resume"))
        if self._is(_CONTINUE):
            runs.append(self._later(conversation, "continue"))
        session = self._session(conversation, runs)
        old_style = self._person.plants and self._ordinal == _PLANTED_OLD_FORK
        if self._is(_FORK) or old_style:
            return [session, self._fork(session, conversation, old_style=old_style)]
        return [session]

    def _is(self, every: tuple[int, int]) -> bool:
        return self._person.rhythm != "ci" and self._ordinal % every[0] == every[1]

    def _setting(self) -> Setting:
        dice, person = self._dice, self._person
        model = main_model(person, self._day, dice)
        if person.plants and self._is(_PLANTED_UNKNOWN_MODEL):
            model = UNKNOWN_MODEL
        second = len(person.repositories) > 1 and chance(dice, _SECOND_REPOSITORY_SHARE)
        repository = person.repositories[second]
        branch = branch_of(self._company, person, repository, self._day)
        return Setting(
            company=self._company,
            person=person,
            day=self._day,
            session_id=uuid(dice),
            model=model,
            repository=repository,
            branch=branch.name if branch else MAIN_BRANCH,
            growth=_LONG_GROWTH if self._is(_LONG) else _GROWTH,
        )

    def _run(self, conversation: Conversation, start_type: StartType) -> Run:
        started = conversation.at - _START_UP_MS
        count = 1 if self._person.rhythm == "ci" else self._dice.choice(_PROMPTS)
        return Run(
            started=started,
            start_type=start_type,
            prompts=tuple(conversation.prompt() for _ in range(count)),
            phantom=uuid(self._dice) if start_type == "continue" else None,
            killed=self._person.plants and self._is(_PLANTED_KILL),
        )

    def _later(self, conversation: Conversation, start_type: StartType) -> Run:
        conversation.at += self._dice.randint(600_000, 9_000_000)
        return self._run(conversation, start_type)

    def _session(self, conversation: Conversation, runs: list[Run]) -> Session:
        person, setting = self._person, conversation.setting
        conversation.workbench.commit_by_hand(conversation.at)
        last_day = datetime.fromtimestamp(conversation.at / 1000, tz=UTC).date()
        enrolled = person.telemetry_from is not None and self._day >= person.telemetry_from
        reports = enrolled and not self._is(_UNREPORTED)
        recent = last_day >= self._company.until - TRANSCRIPT_LIFE
        kept = person.keeps_transcripts or recent or not reports
        return Session(
            id=setting.session_id,
            login=person.login,
            ordinal=self._ordinal,
            repository=setting.repository,
            branch=setting.branch,
            version=OLD_VERSION if self._day < person.old_client_until else NEW_VERSION,
            runs=tuple(runs),
            commits=tuple(conversation.workbench.commits),
            transcript=kept and person.rhythm != "ci",
            telemetry=reports,
        )

    def _fork(self, parent: Session, source: Conversation, *, old_style: bool) -> Session:
        """Return a session that starts from a copy of its parent's history."""
        setting = replace(source.setting, session_id=uuid(self._dice))
        conversation = Conversation(setting, self._dice, source.at + 300_000)
        fork = self._session(conversation, [self._run(conversation, "resume")])
        return replace(
            fork,
            ordinal=fork.ordinal + 1,
            transcript=parent.transcript,
            fork_of=parent.id,
            fork_is_old_style=old_style,
        )
