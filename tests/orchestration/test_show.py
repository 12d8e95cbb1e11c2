"""The step that leads Metabase to the newest snapshot: there when one is configured, loud when it fails."""

from pathlib import Path

import dagster as dg

from agent_analytics.serving import publish
from agent_analytics.serving.snapshots import current_path
from agent_analytics.settings import Settings
from metabase.office import open_office
from metabase.setup import connect, log_in, make_key
from orchestration.defs.show.assets import metabase_asset
from orchestration.steps import Step
from tests.fixtures.contract_server.app import serving
from tests.fixtures.contract_server.store import Instance
from tests.fixtures.marts import open_warehouse
from tests.metabase.conftest import ADMINISTRATOR


class Steps:
    """A watch that keeps how steps ended."""

    def __init__(self) -> None:
        self.ended: list[Step] = []

    def started(self, name: str) -> None:
        """Take note of nothing."""

    def finished(self, step: Step) -> None:
        """Keep the step."""
        self.ended.append(step)


def settings_of(url: str, folder: Path) -> Settings:
    """Return an installation with a snapshot and a Metabase."""
    settings = Settings.model_validate({"data_dir": str(folder), "metabase": {"url": url}})
    open_warehouse(settings).close()
    publish(settings)
    return settings


def run(settings: Settings) -> Step:
    """Return how the step ended."""
    steps = Steps()
    dg.materialize([metabase_asset(settings, steps, None)], raise_on_error=False)
    (step,) = steps.ended
    return step


def test_metabase_follows_what_is_published(tmp_path: Path) -> None:
    """After a publication the step says which file is read now; without one, that nothing changed."""
    with serving(Instance()) as served:
        settings = settings_of(served.url, tmp_path)
        office = open_office(settings)
        with office.client(let_in=False) as client:
            log_in(client, ADMINISTRATOR, "Site")
            make_key(client, office.key_file)
            connect(client, office.connection())
        assert run(settings).detail == "up to date"
        publish(settings)
        assert run(settings).detail == f"reads {current_path(settings)}"


def test_a_failure_says_how_to_catch_up(tmp_path: Path) -> None:
    """A Metabase that cannot be asked fails its step alone, with the command that mends it."""
    step = run(settings_of("http://127.0.0.1:9", tmp_path))
    assert step.failed
    assert step.name == "metabase"
    assert "there is no API key" in step.detail
    assert "`agent-analytics metabase refresh`" in step.detail
