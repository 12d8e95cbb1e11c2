"""Real repositories, built by git itself, and a way to read them without a warehouse."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from ingestion.sources.git.clones import Clone, find_clones
from ingestion.sources.git.memory import KnownClone
from ingestion.sources.git.read import CloneReader

PSEUDONYMIZER = Pseudonymizer(bytes(KEY_BYTES))
FIRST_SECOND = 1_790_000_000


@dataclass
class Repository:
    """A repository to write to; every commit is a minute after the one before."""

    folder: Path
    commits: int = 0

    def git(self, *arguments: str, source: IO[bytes] | int | None = None, **variables: str) -> str:
        """Run git in the repository, fed from `source`, and return what it prints."""
        moment = f"{FIRST_SECOND + 60 * self.commits} +0000"
        environment = {
            **os.environ,
            "GIT_AUTHOR_NAME": "Ana",
            "GIT_AUTHOR_EMAIL": "Ana@Example.org",
            "GIT_COMMITTER_NAME": "Ana",
            "GIT_COMMITTER_EMAIL": "ana@example.org",
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
            **variables,
        }
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env=environment,
            stdin=source,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode().strip()

    def commit(
        self, message: str, files: dict[str, str | bytes] | None = None, **variables: str
    ) -> str:
        """Write files, commit everything and return the commit's hash."""
        self.commits += 1
        for name, content in (files or {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, **variables)
        return self.git("rev-parse", "HEAD")


@dataclass
class Read:
    """What one reading of a clone gave: rows by table, and what the next reading knows."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    stretches: int = 0
    received: int = 0

    def one(self, table: str) -> dict[str, Any]:
        """Return the only row of a table."""
        (row,) = self.rows[table]
        return row

    def shas(self) -> set[str]:
        """Return the commits read."""
        return {row["sha"] for row in self.rows.get("commits", ())}


@pytest.fixture
def new_repository(tmp_path: Path) -> Callable[..., Repository]:
    """Return a function that makes an empty repository."""

    def make(name: str = "shop", *options: str) -> Repository:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        repository = Repository(folder)
        repository.git("init", "--quiet", "--initial-branch=main", *options)
        return repository

    return make


@pytest.fixture
def repository(new_repository: Callable[..., Repository]) -> Repository:
    """Return an empty repository."""
    return new_repository()


@pytest.fixture
def pseudonymizer() -> Pseudonymizer:
    """Return the hashing of an installation whose key is all zeros."""
    return PSEUDONYMIZER


@pytest.fixture
def clone_at() -> Callable[[Path], Clone]:
    """Return a function that finds the clone in a folder."""
    return _clone_at


@pytest.fixture
def read_clone() -> Callable[..., Read]:
    """Return a function that reads a clone against what is known and remembers what was found."""
    return _read_clone


def _clone_at(folder: Path) -> Clone:
    (found,) = find_clones([str(folder)])
    assert isinstance(found, Clone)
    return found


def _read_clone(folder: Path, known: KnownClone | None = None) -> Read:
    known = known or KnownClone()
    read = Read()
    for stretch in CloneReader(_clone_at(folder), known, PSEUDONYMIZER).stretches():
        read.stretches += 1
        read.received += stretch.received
        assert stretch.from_offset == known.received
        known.received = stretch.to_offset
        for table, rows in stretch.records.items():
            read.rows.setdefault(table.name, []).extend(rows)
    for row in read.rows.get("repositories", ()):
        known.row = row
    known.refs |= {row["ref_id"]: row for row in read.rows.get("refs", ())}
    return read
