"""An installation that reads a GitHub on loopback, whose one organisation used Copilot for ten days."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import CopilotSource, SourcesSettings
from ingestion import pipeline
from ingestion.days import DayRange
from ingestion.github_client import Patience
from ingestion.pipeline import LoadReport
from ingestion.sample.api.copilot import Copilot, Side
from ingestion.sample.api.service import Service
from ingestion.sources import copilot
from tests.fixtures.copilot import ORGANIZATION, Row, side

TOKEN = "-".join(("token", "that", "must", "not", "be", "stored"))
QUICK = Patience(attempts=3, first_wait=0.0, longest_wait=0.5, time_out=5.0)
DAYS = 10


@dataclass
class Installation:
    """An installation, and the GitHub it reads."""

    settings: Settings
    service: Service
    copilot: Copilot

    @property
    def side(self) -> Side:
        """The organisation's data."""
        return self.copilot.sides[ORGANIZATION]

    def load(self, patience: Patience = QUICK, days: DayRange | None = None) -> LoadReport:
        """Load what is new."""
        return copilot.load(self.settings, patience, days)

    def stored(self, table: str, columns: str = "*") -> list[Row]:
        """Return rows of a raw table."""
        return pipeline.read_table(self.settings, "copilot", table, columns)

    def current(self, table: str) -> list[Row]:
        """Return the rows of a raw table that were read from the present content of their report."""
        days = {row["report_day_id"]: row for row in self.stored("report_days")}
        rows = self.stored(table)
        for row in rows:
            row["report_day"] = days[row["report_day_id"]]["report_day"]
        return [r for r in rows if days[r["report_day_id"]]["content_hash"] == r["content_hash"]]

    def states(self) -> dict[str, tuple[str, str | None]]:
        """Return state and detail by kind of report."""
        rows = self.stored("polled_reports")
        return {row["report"]: (row["state"], row["detail"]) for row in rows}


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Return an installation that reads one organisation."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    handler = Copilot({ORGANIZATION: side(DAYS)}, TOKEN, parts=2)
    with Service(handler) as service:
        source = CopilotSource(base_url=service.address, organizations=[ORGANIZATION])
        settings = Settings(
            data_dir=str(tmp_path / "data"), sources=SourcesSettings(copilot=source)
        )
        yield Installation(settings, service, handler)
