"""A stage for scenarios: real git repositories, people, a clock, and what is true of every commit and line.

Scenarios are played in `tuning`, `days` and `scoring`, agents' own files are written in `sessions`. Nothing
here knows how the product links anything.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

HUMAN, AGENT, UNSEEN = "human", "agent", "unknown"
"""Writers of lines; what an agent wrote through a shell nobody but the agent can know."""

Line = tuple[str, str]
"""Text of a line and who wrote it."""


def by(writer: str, lines: Iterable[str]) -> list[Line]:
    """Return lines as one writer's."""
    return [(line, writer) for line in lines]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who commits and has agents at home."""

    name: str
    home: Path

    @property
    def email(self) -> str:
        """Return the address they commit with."""
        return f"{self.name}@stage.example"


@dataclass(slots=True)
class Clock:
    """The time on stage; it only moves when told to."""

    now: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC)

    def wait(self, minutes: float) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    def text(self) -> str:
        """Return the time as agents write it."""
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a commit: the sessions whose work it holds and the strongest trace they left.

    `evidence` is `explicit`, `content`, `file` or `time`; empty where no agent took part. `is_move` says that
    no line of it was written anew.
    """

    scenario: str
    sessions: frozenset[str] = frozenset()
    evidence: str = ""
    is_move: bool = False


@dataclass(slots=True)
class Repository:
    """A clone with a work tree that remembers who wrote each line of every version of a file."""

    folder: Path
    clock: Clock
    truth: dict[str, Truth] = field(default_factory=dict)
    generated: set[str] = field(default_factory=set)
    _writers: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _latest: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", "--template=")

    def write(self, path: str, lines: Sequence[Line], folder: Path | None = None) -> None:
        """Put a file into the work tree, or into that of a linked worktree."""
        text = "".join(f"{line}\n" for line, _ in lines)
        file = (folder or self.folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self._writers[path, text] = tuple(writer for _, writer in lines)
        self._latest |= {(path, line): writer for line, writer in lines}

    def read(self, path: str, folder: Path | None = None) -> list[Line]:
        """Return a file of the work tree with the writer of each line; empty when there is none."""
        file = (folder or self.folder) / path
        return self.told(path, file.read_text()) if file.exists() else []

    def told(self, path: str, text: str) -> list[Line]:
        """Return who wrote each line of a version of a file; what git made itself, by the same text before."""
        lines = text.splitlines()
        writers = self._writers.get((path, text))
        if writers is None:
            writers = tuple(self._latest.get((path, line), HUMAN) for line in lines)
        return list(zip(lines, writers, strict=True))

    def commit(
        self,
        person: Person,
        message: str,
        truth: Truth,
        *options: str,
        folder: Path | None = None,
    ) -> str:
        """Commit everything and return the hash."""
        self.git("add", "--all", folder=folder)
        self.git("commit", "--quiet", "-m", message, *options, person=person, folder=folder)
        return self.label(truth, folder=folder)

    def label(self, truth: Truth, folder: Path | None = None) -> str:
        """Say what is true of the commit that HEAD names and return its hash."""
        sha = self.git("rev-parse", "HEAD", folder=folder)
        self.truth[sha] = truth
        return sha

    def git(self, *arguments: str, person: Person | None = None, folder: Path | None = None) -> str:
        """Run git at the stage's time and return what it prints, without white space around it."""
        return self.print(*arguments, person=person, folder=folder).strip()

    def print(
        self, *arguments: str, person: Person | None = None, folder: Path | None = None
    ) -> str:
        """Run git and return what it prints as it is."""
        moment = f"{int(self.clock.now.timestamp())} +0000"
        who = person or Person("stage", self.folder)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_EDITOR": "true",
            "GIT_AUTHOR_NAME": who.name,
            "GIT_AUTHOR_EMAIL": who.email,
            "GIT_COMMITTER_NAME": who.name,
            "GIT_COMMITTER_EMAIL": who.email,
            "GIT_COMMITTER_DATE": moment,
            # A commit that git makes anew keeps its author time.
            **({} if arguments[0] in ("rebase", "cherry-pick") else {"GIT_AUTHOR_DATE": moment}),
        }
        done = subprocess.run(
            ["git", "-C", str(folder or self.folder), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode()
