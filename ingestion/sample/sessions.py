"""When somebody works with an agent, and what kind of session it becomes.

Returns the same sessions for the same company and person every time, so that two processes can ask for
them apart. What happens inside a session is in `conversation`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from ingestion.sample.activity import Prompt, Run, Session
from ingestion.sample.catalog import UNKNOWN_MODEL, main_model
from ingestion.sample.commits import MAIN_BRANCH, branch_of
from ingestion.sample.company import Company, Person, milliseconds
from ingestion.sample.conversation import Conversation
from ingestion.sample.dice import Dice, dice_for, uuid

OLD_VERSION = "2.1.118"
NEW_VERSION = "2.1.329"
TRANSCRIPT_LIFE = timedelta(days=30)

_PER_DAY = {"power": 2.9, "regular": 1.15, "occasional": 0.3, "ci": 1.0, "none": 0.0}
_NIGHTLY = time(4, 5)
_RESUME, _CONTINUE, _FORK, _LONG, _UNREPORTED = (9, 4), (9, 7), (13, 8), (17, 3), (23, 12)
PLANTED_KILL = 5
PLANTED_UNKNOWN_MODEL = 6
PLANTED_OLD_FORK = 10


def sessions_of(company: Company, person: Person) -> list[Session]:
    """Return all sessions of one person over the period, in order of their start."""
    if not person.adopts:
        return []
    dice = dice_for(company.seed, "sessions", person.login)
    sessions: list[Session] = []
    for day in company.dates():
        if not company.works(person, day):
            continue
        for at in _starts(company, person, day, dice):
            maker = _Maker(company, person, day, dice, len(sessions))
            sessions.extend(maker.make(at))
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
        self.company, self.person, self.day = company, person, day
        self.dice, self.ordinal = dice, ordinal

    def make(self, at: int) -> list[Session]:
        conversation = self._conversation(at, self._model())
        runs = [self._run(conversation, "fresh")]
        if self._is(_RESUME):
            runs.append(self._later(conversation, "resume"))
        if self._is(_CONTINUE):
            runs.append(self._later(conversation, "continue"))
        conversation.leave_edits()
        session = self._session(conversation, runs)
        old_style = self.person.plants and self.ordinal == PLANTED_OLD_FORK
        if self._is(_FORK) or old_style:
            return [session, self._fork(session, conversation, old_style=old_style)]
        return [session]

    def _is(self, every: tuple[int, int]) -> bool:
        return self.person.rhythm != "ci" and self.ordinal % every[0] == every[1]

    def _model(self) -> str:
        unknown = self.person.plants and self.ordinal % 120 == PLANTED_UNKNOWN_MODEL
        if unknown:
            return UNKNOWN_MODEL
        return main_model(self.company, self.person, self.day, self.dice)

    def _conversation(self, at: int, model: str) -> Conversation:
        dice, person = self.dice, self.person
        repository = person.repositories[0]
        if len(person.repositories) > 1 and dice.random() < 0.3:
            repository = person.repositories[1]
        branch = branch_of(self.company, person, repository, self.day)
        return Conversation(
            self.company,
            person,
            self.day,
            dice,
            session_id=uuid(dice),
            model=model,
            repository=repository,
            branch=branch.name if branch else MAIN_BRANCH,
            at=at + 1_500,
            growth=9_000 if self._is(_LONG) else 1_500,
        )

    def _run(self, conversation: Conversation, start_type: str) -> Run:
        started = conversation.at - 1_500
        count = 1 if self.person.rhythm == "ci" else self.dice.choice((1, 1, 2, 2, 3, 4, 5))
        prompts: list[Prompt] = [conversation.prompt() for _ in range(count)]
        return Run(
            started=started,
            start_type=start_type,  # type: ignore[arg-type]
            prompts=tuple(prompts),
            phantom=uuid(self.dice) if start_type == "continue" else None,
            killed=self.person.plants and self.ordinal % 60 == PLANTED_KILL,
        )

    def _later(self, conversation: Conversation, start_type: str) -> Run:
        conversation.at += self.dice.randint(600_000, 9_000_000)
        return self._run(conversation, start_type)

    def _session(self, conversation: Conversation, runs: list[Run]) -> Session:
        person = self.person
        ended = max(prompt.ended for run in runs for prompt in run.prompts)
        last_day = datetime.fromtimestamp(ended / 1000, tz=UTC).date()
        enrolled = person.telemetry_from is not None and self.day >= person.telemetry_from
        reports = enrolled and not self._is(_UNREPORTED)
        recent = last_day >= self.company.until - TRANSCRIPT_LIFE
        kept = person.keeps_transcripts or recent or not reports
        return Session(
            id=conversation.session_id,
            login=person.login,
            ordinal=self.ordinal,
            repository=conversation.repository,
            branch=conversation.branch,
            version=OLD_VERSION if self.day < person.old_client_until else NEW_VERSION,
            model=conversation.model,
            runs=tuple(runs),
            commits=tuple(conversation.commits),
            transcript=kept and person.rhythm != "ci",
            telemetry=reports,
        )

    def _fork(self, parent: Session, source: Conversation, *, old_style: bool) -> Session:
        """Return a session that starts from a copy of its parent's history."""
        conversation = self._conversation(source.at + 300_000, parent.model)
        conversation.repository, conversation.branch = parent.repository, parent.branch
        run = self._run(conversation, "resume")
        conversation.leave_edits()
        fork = self._session(conversation, [run])
        return Session(
            id=fork.id,
            login=fork.login,
            ordinal=fork.ordinal + 1,
            repository=fork.repository,
            branch=fork.branch,
            version=parent.version,
            model=fork.model,
            runs=fork.runs,
            commits=fork.commits,
            transcript=parent.transcript,
            telemetry=fork.telemetry,
            fork_of=parent.id,
            fork_is_old_style=old_style,
        )
