"""What tests of boards share: a few published rows and a Metabase that reads them, or the sample company."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent_analytics.serving import open_snapshot, publish
from agent_analytics.serving.snapshots import current_path
from agent_analytics.settings import Settings, load_settings
from metabase.apply import Applied, Choices, apply
from metabase.client import Client
from metabase.documents import Tree, read_tree
from metabase.live import Live, observe
from metabase.plan import Plan, make_plan
from metabase.resolve import Catalog, wait_for_sync
from metabase.setup import Administrator, Connection, connect, log_in
from metabase.state import State, held_state
from tests.fixtures.contract_server.app import Served, serving
from tests.fixtures.contract_server.store import Instance
from tests.fixtures.marts import insert, insert_usage, open_warehouse
from tests.metabase.cards import Reader
from tests.metabase.march import DAYS

TEMPLATES = Path(__file__).parents[1] / "fixtures" / "dashboards"
ADMINISTRATOR = Administrator("admin@example.com", "correct horse")


@dataclass
class Desk:
    """Somebody who brings templates to one Metabase."""

    served: Served
    client: Client
    catalog: Catalog
    folder: Path
    tree: Tree

    def apply(self, tree: Tree | None = None, **choices: bool) -> Applied:
        """Apply templates and return what was done."""
        with held_state(self.folder) as state:
            return apply(self.client, self.catalog, tree or self.tree, state, Choices(**choices))

    def plan(self, tree: Tree | None = None) -> Plan:
        """Return what would change."""
        with held_state(self.folder) as state:
            return make_plan(tree or self.tree, self.observe(state, tree), state)

    def observe(self, state: State, tree: Tree | None = None) -> Live:
        """Return what is there."""
        return observe(self.client, self.catalog, tree or self.tree, state)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return an installation whose snapshot holds two agents' usage on two days."""
    settings = Settings(data_dir=str(tmp_path_factory.mktemp("published")))
    with open_warehouse(settings) as warehouse:
        for day in (date(2026, 6, 1), date(2026, 6, 2)):
            insert_usage(warehouse, day, "ada")
            insert_usage(warehouse, day, "bob", agent="codex", list_cost_microusd=1_000_000)
            insert(warehouse, "dim_dates", {"calendar_date": day})
            session = {"session_id": f"s{day.day}", "agent": "codex", "duration_seconds": 7200}
            insert(warehouse, "fct_agent_sessions", session | {"started_date": day})
    publish(settings, "first")
    return settings


@pytest.fixture(scope="session")
def tree() -> Tree:
    """Return one dashboard with two tabs, three cards and two filters."""
    return read_tree(TEMPLATES)


@pytest.fixture
def instance(request: pytest.FixtureRequest) -> Instance:
    """Return a Metabase that nobody has used, of the version that a test asks for."""
    return Instance(getattr(request, "param", "v0.60.2.3"))


@pytest.fixture
def served(instance: Instance) -> Iterator[Served]:
    """Return that Metabase, up and reachable."""
    with serving(instance) as served:
        yield served


@pytest.fixture
def desk(served: Served, published: Settings, tree: Tree, tmp_path: Path) -> Iterator[Desk]:
    """Return somebody who is let into that Metabase, which reads the snapshot."""
    with Client(served.url, timeout=5.0, pause=lambda seconds: None) as client:
        yield seated(served, client, published, tree, tmp_path)


def seated(served: Served, client: Client, published: Settings, tree: Tree, folder: Path) -> Desk:
    """Return somebody who is let into a Metabase, which reads the snapshot from now on."""
    log_in(client, ADMINISTRATOR, "Agent analytics")
    details = {"database_file": str(current_path(published)), "read_only": True}
    number = connect(client, Connection("agent_analytics", details))
    catalog = wait_for_sync(client, number, tree, 10, pause=lambda seconds: None)
    return Desk(served, client, catalog, folder, tree)


@pytest.fixture(scope="session")
def truth(sample_company: Path) -> dict[str, Any]:
    """Return what is true of the sample company."""
    known: dict[str, Any] = json.loads((sample_company / "truth.json").read_text())
    return known


@pytest.fixture(scope="session")
def reader(sample_company: Path, truth: dict[str, Any]) -> Iterator[Reader]:
    """Return a reader of the sample company's snapshot on the day after its last one."""
    settings = load_settings(sample_company / "agent-analytics.toml", {}).settings
    last_day = max(date.fromisoformat(day["day"]) for day in truth["by_day"])
    with open_snapshot(settings) as connection:
        yield Reader(connection, last_day + timedelta(days=1))


@pytest.fixture
def marts(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return empty marts with the days of four months."""
    with open_warehouse(Settings(data_dir=str(tmp_path / "data"))) as connection:
        connection.execute(DAYS)
        yield connection
