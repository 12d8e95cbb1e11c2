"""A refresh loads, builds and publishes once; what fails stops only itself."""

import json
import shutil
import signal
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import pytest

from agent_analytics.errors import SettingsError
from agent_analytics.serving import ask
from agent_analytics.settings import Settings, load_settings
from ingestion.pipeline import connect
from orchestration.definitions import build_definitions
from orchestration.defs.publish.assets import is_published
from orchestration.instance import open_instance
from orchestration.refresh import refresh
from orchestration.steps import Unwatched


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, sample_company: Path) -> Settings:
    """Return a copy of the sample company's installation, which was refreshed once."""
    folder = tmp_path_factory.mktemp("refreshed")
    shutil.copytree(sample_company / "data", folder / "data")
    made = load_settings(sample_company / "agent-analytics.toml", {}).settings
    return made.model_copy(update={"data_dir": str(folder / "data")})


@pytest.mark.slow
def test_readers_see_what_was_built(settings: Settings, sample_company: Path) -> None:
    """The published snapshot answers at once."""
    truth = json.loads((sample_company / "truth.json").read_text())
    with ask(settings, "select count(*) from fct_agent_requests") as answer:
        assert list(answer.rows) == [(sum(day["requests"] for day in truth["by_day"]),)]


@pytest.mark.slow
def test_a_second_refresh_builds_nothing(settings: Settings) -> None:
    """With nothing new, only the source is asked."""
    before = settings.paths.current_snapshot.read_text()
    report = refresh(settings, ["prices"])
    assert [(step.name, step.detail) for step in report.steps] == [("prices", "nothing new")]
    assert settings.paths.current_snapshot.read_text() == before


@dataclass
class _Impatient(Unwatched):
    """Somebody who stops the run as soon as a step begins, and notes which steps did."""

    number: signal.Signals
    begun: list[str] = field(default_factory=list)

    def started(self, name: str) -> None:
        self.begun.append(name)
        signal.raise_signal(self.number)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_refresh_that_is_stopped_begins_nothing_more(
    settings: Settings, number: signal.Signals
) -> None:
    """Ctrl-C or a service manager's signal ends the whole run, not only the source it came in."""
    watch = _Impatient(number)
    with pytest.raises(KeyboardInterrupt):
        refresh(settings, ["company", "prices"], full=True, watch=watch)
    assert len(watch.begun) == 1


@pytest.mark.slow
def test_the_runs_are_on_record(settings: Settings) -> None:
    """The Dagster page shows what a refresh did: rows, models, checks and the snapshot."""
    with open_instance(settings) as instance:
        assert instance.get_latest_materialization_event(dg.AssetKey(["prices", "prices"]))
        assert instance.get_latest_materialization_event(
            dg.AssetKey(["marts", "fct_agent_requests"])
        )
        assert instance.get_latest_materialization_event(dg.AssetKey("serving_snapshot"))


@pytest.mark.slow
def test_a_source_that_fails_stops_only_itself(settings: Settings) -> None:
    """A loader whose folder is blocked fails by name; the other source is loaded."""
    blocked = settings.paths.loader_state / "git"
    kept = blocked.rename(blocked.with_name("kept"))
    blocked.write_text("a file where a folder should be")
    report = refresh(settings, ["git", "prices"])
    blocked.unlink()
    kept.rename(blocked)
    assert [step.name for step in report.failed] == ["git"]
    assert report.failed[0].detail
    assert [step.detail for step in report.steps if step.name == "prices"] == ["nothing new"]


@pytest.mark.slow
def test_the_clock_publishes_what_a_killed_run_left_unpublished(settings: Settings) -> None:
    """A build without its snapshot is published by the next tick, though there is nothing new."""
    settings.paths.current_snapshot.unlink()
    job = build_definitions(settings).resolve_job_def("prices_job")
    with open_instance(settings) as instance:
        assert job.execute_in_process(instance=instance).success
    assert is_published(settings)


@pytest.mark.slow
def test_a_broken_rule_keeps_readers_on_the_old_snapshot(settings: Settings) -> None:
    """A test with severity error is named, and nothing is published from that build."""
    before = settings.paths.current_snapshot.read_text()
    with connect(settings) as connection:
        connection.execute("insert into raw_prices.prices by name (from raw_prices.prices limit 1)")
    report = refresh(settings, ["prices"])
    (failure,) = report.failed
    assert failure.name == "models"
    assert "readers keep the previous snapshot" in failure.detail
    assert "stg_prices_price_id" in failure.detail
    assert settings.paths.current_snapshot.read_text() == before


def test_an_unknown_source_is_refused(tmp_path: Path) -> None:
    """Nothing is touched for a name that does not exist."""
    with pytest.raises(SettingsError, match="no source 'gitt'"):
        refresh(Settings(data_dir=str(tmp_path / "data")), ["gitt"])
    assert not (tmp_path / "data").exists()
