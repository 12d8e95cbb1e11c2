"""Sessions with the agents beside Claude Code: who uses them when, and what kind of session it becomes.

The conversations themselves are made where Claude Code's are. Every third working day somebody turns to
one of their other agents, so that short periods have all of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

from ingestion.sample.activity import Prompt, Run, Session, Subagent
from ingestion.sample.agents import CLAUDE_CODE, CLIENTS, Agent
from ingestion.sample.commits import MAIN_BRANCH, branch_of
from ingestion.sample.company import Company, milliseconds
from ingestion.sample.conversation import Conversation
from ingestion.sample.dice import Dice, dice_for, uuid
from ingestion.sample.people import Person
from ingestion.sample.setting import Setting

OLD_CODEX = "0.140.0"
"""The last version in use here that counted a thread's running total only."""

_EVERY_DAYS = 3
_KINDS = 5
_WHOLE, _FORKED, _REPORTED, _UNREPORTED = 0, 1, 2, 3
_RESUMING: tuple[Agent, ...] = ("codex", "gemini_cli", "copilot_cli")
_SILENT: tuple[Agent, ...] = ("opencode", "litellm")
"""Agents without telemetry of their own here."""
_GROWTH = 1_300
_START_UP_MS = 1_200
_WORKDAY_MS = 6 * 3_600_000


def other_sessions(company: Company, person: Person) -> list[Session]:
    """Return somebody's sessions with every agent but Claude Code, agent by agent, in order of time.

    A sub-agent's thread follows the session that started it, a fork its parent.
    """
    return [
        session
        for place, agent in enumerate(agent for agent in person.agents if agent != CLAUDE_CODE)
        for session in _sessions_with(company, person, agent, place)
    ]


def _sessions_with(company: Company, person: Person, agent: Agent, place: int) -> Iterator[Session]:
    maker = _Maker(company, person, agent, dice_for(company.seed, "sessions", person.login, agent))
    days = [day for day in company.dates() if company.works(person, day)]
    for day in days[place::_EVERY_DAYS]:
        yield from maker.make(day)


class _Maker:
    """Makes somebody's sessions with one agent, each with its fork and its sub-agents' threads."""

    def __init__(self, company: Company, person: Person, agent: Agent, dice: Dice) -> None:
        self._company, self._person, self._agent, self._dice = company, person, agent, dice
        self._ordinal, self._kind, self._day = -1, 0, company.since

    def make(self, day: date) -> list[Session]:
        """Return the sessions of the next day of use."""
        self._day, self._ordinal = day, self._ordinal + 1
        self._kind = self._ordinal % _KINDS
        at = milliseconds(day, time(9)) + self._dice.randint(0, _WORKDAY_MS)
        conversation = Conversation(self._setting(), self._dice, at + _START_UP_MS)
        runs = [self._run(conversation)]
        if self._kind == _WHOLE and self._agent in _RESUMING:
            conversation.at += self._dice.randint(600_000, 3_600_000)
            conversation.switch(self._model_after(conversation.setting.model))
            runs.append(replace(self._run(conversation), start_type="resume"))
        session = self._session(conversation, runs)
        made = _threads(session, self._dice) if self._agent == "codex" else [session]
        if self._kind == _FORKED and self._agent == "codex":
            made += _threads(self._fork(session, conversation), self._dice)
        return made

    def _setting(self) -> Setting:
        person, client = self._person, CLIENTS[self._agent]
        repository = person.repositories[self._ordinal % len(person.repositories)]
        branch = branch_of(self._company, person, repository, self._day)
        return Setting(
            company=self._company,
            person=person,
            day=self._day,
            session_id=uuid(self._dice),
            model=client.models[self._ordinal % len(client.models)],
            repository=repository,
            branch=branch.name if branch else MAIN_BRANCH,
            growth=_GROWTH,
            agent=self._agent,
        )

    def _model_after(self, model: str) -> str:
        models = CLIENTS[self._agent].models
        return models[(models.index(model) + 1) % len(models)]

    def _run(self, conversation: Conversation) -> Run:
        started = conversation.at - _START_UP_MS
        count = self._dice.choice((1, 2, 2, 3))
        return Run(started, "fresh", tuple(conversation.prompt() for _ in range(count)))

    def _session(self, conversation: Conversation, runs: list[Run]) -> Session:
        person, setting = self._person, conversation.setting
        conversation.workbench.commit_by_hand(conversation.at)
        enrolled = person.telemetry_from is not None and self._day >= person.telemetry_from
        reports = enrolled and self._kind != _UNREPORTED and self._agent not in _SILENT
        old = self._agent == "codex" and self._kind in {_FORKED, _UNREPORTED} and self._is_even()
        return Session(
            id=setting.session_id,
            login=person.login,
            ordinal=self._ordinal,
            repository=setting.repository,
            branch=setting.branch,
            version=OLD_CODEX if old else CLIENTS[self._agent].version,
            runs=tuple(runs),
            commits=tuple(conversation.workbench.commits),
            transcript=self._agent != "litellm" and not (reports and self._kind == _REPORTED),
            telemetry=reports,
            agent=self._agent,
        )

    def _is_even(self) -> bool:
        return self._ordinal // _KINDS % 2 == 0

    def _fork(self, parent: Session, source: Conversation) -> Session:
        """Return a session that starts from a copy of its parent's history."""
        setting = replace(source.setting, session_id=uuid(self._dice))
        conversation = Conversation(setting, self._dice, source.at + 300_000)
        return replace(self._session(conversation, [self._run(conversation)]), fork_of=parent.id)


def _threads(session: Session, dice: Dice) -> list[Session]:
    """Return a Codex session and, after it, the threads of its sub-agents as sessions of their own."""
    alone = tuple(
        replace(run, prompts=tuple(replace(prompt, subagents=()) for prompt in run.prompts))
        for run in session.runs
    )
    spawned = [
        _thread(session, agent, dice) for prompt in session.prompts() for agent in prompt.subagents
    ]
    return [replace(session, runs=alone), *spawned]


def _thread(session: Session, agent: Subagent, dice: Dice) -> Session:
    first = agent.requests[0]
    started = first.at - first.duration_ms - 1
    task = Prompt(uuid(dice), uuid(dice), started, "Look into it.", agent.requests, ())
    return replace(
        session,
        id=uuid(dice),
        runs=(Run(started - 1, "fresh", (task,)),),
        commits=(),
        fork_of=None,
        spawned_by=session.id,
    )
