"""Everything on stage of one family: its people, repositories and sessions, in one folder."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from other_clients import CopilotSession, GeminiSession, OpencodeSession
from sessions import ClaudeSession, CodexSession, Session
from stage import Clock, Person, Repository


@dataclass(slots=True)
class Company:
    """A family's stage. The same seed gives the same play."""

    root: Path
    draw: random.Random
    clock: Clock = field(default_factory=Clock)
    repositories: list[Repository] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Let somebody in."""
        person = Person(name, self.root / "homes" / name)
        person.home.mkdir(parents=True)
        self.people.append(person)
        return person

    def repository(self, name: str) -> Repository:
        """Make an empty repository."""
        repository = Repository(self.root / "code" / name, self.clock)
        self.repositories.append(repository)
        return repository

    def claude(self, person: Person, repository: Repository, folder: Path | None = None) -> Session:
        """Start a session of Claude Code."""
        return self._begun(ClaudeSession(len(self.sessions), person, repository, folder))

    def codex(self, person: Person, repository: Repository, folder: Path | None = None) -> Session:
        """Start a session of Codex."""
        return self._begun(CodexSession(len(self.sessions), person, repository, folder))

    def other(self, person: Person, repository: Repository, folder: Path | None = None) -> Session:
        """Start a session of one of the clients that fewer people use."""
        client = self.draw.choice((GeminiSession, CopilotSession, OpencodeSession))
        return self._begun(client(len(self.sessions), person, repository, folder))

    def _begun(self, session: Session) -> Session:
        self.sessions[session.id] = session
        return session
