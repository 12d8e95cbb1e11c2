"""Dagster's home belongs to the installation, is quiet, and survives what happens to it."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from agent_analytics.errors import WarehouseError
from agent_analytics.settings import Settings
from orchestration.instance import PROCESS_TAG, open_instance, prepare_home, require_room


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an installation that has never run."""
    return Settings(data_dir=str(tmp_path))


@dg.asset
def thing() -> None:
    """Be made."""


def test_nothing_is_sent_and_one_run_holds_the_warehouse(settings: Settings) -> None:
    """Telemetry is off and pools have room for one."""
    with open_instance(settings) as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1


@pytest.mark.parametrize("name", ["plain", 'a "b" {c}', "two\nlines: ü # 100 %"])
def test_a_folder_of_any_name_is_a_home(name: str, tmp_path: Path) -> None:
    """Names of folders are text in the settings, whatever YAML would take them for."""
    settings = Settings(data_dir=str(tmp_path / name))
    with open_instance(settings) as instance:
        assert instance.telemetry_enabled is False
    assert (settings.paths.orchestrator_state / "history" / "event_log.db").exists()


def test_runs_are_remembered(settings: Settings) -> None:
    """A run of one process is seen by the next."""
    with open_instance(settings) as instance:
        dg.materialize([thing], instance=instance)
    with open_instance(settings) as instance:
        assert instance.get_latest_materialization_event(thing.key)


def test_a_run_whose_process_died_is_closed(settings: Settings) -> None:
    """A killed refresh does not look as if it ran for ever; a living one is left alone."""
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    with open_instance(settings) as instance:
        runs = {
            process: instance.create_run_for_job(
                dg.Definitions([thing]).resolve_implicit_global_asset_job_def(),
                status=dg.DagsterRunStatus.STARTED,
                tags={PROCESS_TAG: process},
            ).run_id
            for process in (dead.stdout.decode().strip(), str(os.getpid()))
        }
    with open_instance(settings) as instance:
        statuses = [instance.get_run_by_id(run).status for run in runs.values()]
    assert statuses == [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.STARTED]


def test_a_home_without_databases_is_made_anew(settings: Settings) -> None:
    """What a process left when it was killed while making it is replaced."""
    home = settings.paths.orchestrator_state
    (home / "history").mkdir(parents=True)
    (home / "dagster.yaml").write_text("telemetry:\n")
    prepare_home(settings)
    with open_instance(settings) as instance:
        assert instance.get_runs() == []


def test_a_damaged_history_is_set_aside(settings: Settings) -> None:
    """A history that cannot be read costs its runs, not the refresh."""
    home = prepare_home(settings)
    (home / "history" / "runs.db").write_bytes(b"no database" * 1000)
    with open_instance(settings) as instance:
        assert instance.get_runs() == []
    assert list(home.parent.glob("dagster_unreadable_*"))


def test_a_nearly_full_disk_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """The message names the disk; one with room passes."""
    require_room(tmp_path, least_bytes=1)
    with pytest.raises(WarehouseError, match="MiB are free on the disk of"):
        require_room(tmp_path, least_bytes=2**60)
