"""Dagster's own home: its settings and run history, under the data directory.

The history can be lost without losing data; an unreadable one is set aside and started anew.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from agent_analytics.settings import Settings

PROCESS_TAG = "agent_analytics/process"
"""Tag that names the process of a run started by `refresh`."""

_SETTINGS = """\
# Written by agent-analytics; changes are overwritten.
telemetry:
  enabled: false
concurrency:
  pools:
    # A run holds the warehouse, not a step: a killed run then leaves no claimed slot behind.
    granularity: run
    default_limit: 1
"""


def prepare_home(settings: Settings) -> Path:
    """Return Dagster's home folder with our settings in it."""
    settings.paths.prepare()
    home = settings.paths.orchestrator_state
    file = home / "dagster.yaml"
    if not file.exists() or file.read_text(encoding="utf-8") != _SETTINGS:
        fresh = file.with_suffix(".building")
        fresh.write_text(_SETTINGS, encoding="utf-8")
        fresh.replace(file)
    return home


@contextmanager
def open_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open the run history for a run in this process; runs whose process died are marked as failed."""
    home = prepare_home(settings)
    try:
        instance = dg.DagsterInstance.from_config(str(home))
        _close_dead_runs(instance)
    except Exception:  # noqa: BLE001 - a database half made by a killed run fails in many ways
        home.rename(home.with_name(f"{home.name}_unreadable_{os.getpid()}"))
        instance = dg.DagsterInstance.from_config(str(prepare_home(settings)))
    with instance:
        yield instance


def _close_dead_runs(instance: dg.DagsterInstance) -> None:
    unfinished = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING]
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=unfinished)):
        process = run.tags.get(PROCESS_TAG)
        if process and not _is_alive(int(process)):
            instance.report_run_failed(run, f"process {process} ended before the run did")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
