"""What somebody decides about people holds in every mart from the next build on, and can be taken back."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent_analytics.cli import group
from agent_analytics.settings import Settings
from ingestion.pipeline import connect, writer_lock
from ingestion.sources import company
from tests.fixtures.models import build_after

Marts = dict[str, list[tuple[Any, ...]]]


class Installation:
    """A copy of the sample company's warehouse, in which people decide."""

    def __init__(self, folder: Path, truth: dict[str, Any]) -> None:
        self.settings = Settings(data_dir=str(folder / "data"), timezone="Europe/Berlin")
        self._config = folder / "agent-analytics.toml"
        self._config.write_text(f'data_dir = "{folder / "data"}"\ntimezone = "Europe/Berlin"\n')
        others = {
            alias: person["email"] for person in truth["people"] for alias in person["aliases"]
        }
        self.renamed = next(alias for alias in others if ".before@" in alias)
        self.contractor = next(alias for alias in others if alias.endswith("@partner.example"))
        self.owners = others
        working = [row["login"] for row in truth["by_developer"] if row["requests"]]
        plain = [
            person["email"]
            for person in truth["people"]
            if person["login"] in working and person["email"] and not person["aliases"]
        ]
        self.merged, self.into = plain[:2]

    def decide(self, *arguments: str) -> None:
        """Run a `people` command."""
        command = ["--config", str(self._config), "people", *arguments]
        assert CliRunner().invoke(group, command).exit_code == 0

    def take_back(self) -> None:
        """Take every decision out of the file."""
        self.settings.paths.overrides.unlink()

    def build(self) -> None:
        """Load what was decided and build what depends on it."""
        with writer_lock(self.settings):
            company.load(self.settings)
        build_after(self.settings, company.SOURCE)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the answer to a question about the marts."""
        with connect(self.settings) as connection:
            return connection.execute(query).fetchall()

    def key_of(self, email: str) -> str:
        """Return the key of the person that an address belongs to."""
        [(key,)] = self.rows(
            f"select developer_key from marts.dim_developer_handles where handle = '{email}'"  # noqa: S608
        )
        return str(key)

    def marts(self) -> Marts:
        """Return the rows of every mart that names people."""
        return {table: self.rows(f"from marts.{table} order by all") for table, _ in self.keys()}

    def keys(self) -> list[tuple[Any, ...]]:
        """Return each mart and column with keys of people."""
        return self.rows(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'marts' and column_name like '%developer_key'"
        )

    def mentions(self, key: str) -> set[tuple[str, str]]:
        """Return each mart and column in which a person's key stands."""
        return {
            (table, column)
            for table, column in self.keys()
            if self.rows(f"select 1 from marts.{table} where {column} = '{key}' limit 1")  # noqa: S608
        }

    def requests(self, *keys: str) -> int:
        """Return how many requests some people made."""
        named = ", ".join(f"'{key}'" for key in keys)
        [(count,)] = self.rows(
            f"select count(*) from marts.fct_agent_requests where developer_key in ({named})"  # noqa: S608
        )
        return int(count)


@pytest.fixture(scope="module")
def installation(sample_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return an installation with everything that the sample company left behind."""
    folder = tmp_path_factory.mktemp("deciding")
    shutil.copytree(
        sample_company / "data", folder / "data", ignore=shutil.ignore_patterns("serving")
    )
    return Installation(folder, json.loads((sample_company / "truth.json").read_text()))


@pytest.mark.slow
def test_decisions_hold_in_every_mart_until_they_are_taken_back(installation: Installation) -> None:
    """Merged work is the other's, a split or excluded address stands alone; taken back, all is as before."""
    before = installation.marts()
    merged, into = installation.key_of(installation.merged), installation.key_of(installation.into)
    together = installation.requests(merged, into)
    assert installation.mentions(merged) > {("fct_agent_requests", "developer_key")}
    assert together > installation.requests(into) > 0
    installation.decide("merge", installation.merged, installation.into)
    installation.decide("split", installation.renamed)
    installation.decide("exclude", installation.contractor)
    installation.build()
    assert installation.mentions(merged) == set()
    assert installation.requests(into) == together
    for address in (installation.renamed, installation.contractor):
        own = installation.key_of(address)
        assert own != installation.key_of(installation.owners[address])
        assert ("fct_agent_requests", "developer_key") in installation.mentions(own)
    installation.take_back()
    installation.build()
    after = installation.marts()
    assert {table for table in before if before[table] != after[table]} == set()
