"""An installation that reads a GitHub on loopback, whose one repository is empty at first."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import GithubSource, SourcesSettings
from ingestion import pipeline
from ingestion.github_client import Patience
from ingestion.pipeline import LoadReport
from ingestion.sample.api.github import Github
from ingestion.sample.api.service import Service
from ingestion.sources import github
from tests.fixtures.forge import REPOSITORY, Row, pull_request, repository

TOKEN = "-".join(("token", "that", "must", "not", "be", "stored"))
QUICK = Patience(attempts=3, first_wait=0.0, longest_wait=0.5, time_out=5.0)
NUMBERS = list(range(1, 61))
"""Three pages of pull requests."""


@dataclass
class Installation:
    """An installation, and the GitHub it reads."""

    settings: Settings
    service: Service
    github: Github

    def load(self, patience: Patience = QUICK) -> LoadReport:
        """Load what changed."""
        return github.load(self.settings, patience)

    def stored(self, table: str, columns: str = "*") -> list[Row]:
        """Return rows of a raw table."""
        return pipeline.read_table(self.settings, "github", table, columns)

    def numbers(self) -> list[int]:
        """Return the numbers of the pull requests that are stored, sorted."""
        return sorted(row["number"] for row in self.stored("pull_requests", "number"))

    def add(self, *pulls: Row, name: str = REPOSITORY) -> None:
        """Add pull requests to a repository, in place of those with the same number."""
        known = self.github.repositories[name]["pullRequests"]
        numbers = {pull["number"] for pull in pulls}
        known[:] = [pull for pull in known if pull["number"] not in numbers] + list(pulls)


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Return an installation that reads one empty repository."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    handler = Github([repository()], TOKEN)
    with Service(handler) as service:
        source = GithubSource(base_url=service.address, repositories=[REPOSITORY])
        sources = SourcesSettings(github=source)
        settings = Settings(data_dir=str(tmp_path / "data"), sources=sources)
        yield Installation(settings, service, handler)


@pytest.fixture
def filled(installation: Installation) -> Installation:
    """Return an installation whose repository has three pages of pull requests, none read yet."""
    installation.add(*map(pull_request, NUMBERS))
    return installation
