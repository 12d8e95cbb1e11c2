"""Dagster's own home: its settings and run history, under the data directory.

The history can be lost without losing data: one that cannot be read is set aside and started anew.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from agent_analytics.errors import WarehouseError
from agent_analytics.settings import Settings
from agent_analytics.whole_files import replace_file

MEBIBYTE = 1024 * 1024
LEAST_FREE_BYTES = 64 * MEBIBYTE
"""An installation without any data takes about 50 MiB, and a new snapshot is written beside the old one."""

PROCESS_TAG = "agent_analytics/process"
"""Tag that names the process of a run started by `refresh`."""

_SETTINGS = """\
# Written by agent-analytics; changes are overwritten.
telemetry:
  enabled: false
nux:
  # The first page asks for an e-mail address to send elsewhere; this one asks for nothing.
  enabled: false
concurrency:
  pools:
    # A run holds the warehouse, not a step: a killed run then leaves no claimed slot behind.
    granularity: run
    default_limit: 1
event_log_storage:
  # One file for all runs: a run with 300 checks took 47 s with a file per run.
  module: orchestration.history
  class: HistoryStorage
  config:
    base_dir: {history}
compute_logs:
  # Steps print nothing; capturing that would start two processes per step, which outlive a killed run.
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
_EVENT_LOG = Path("history") / "event_log.db"


def prepare_home(settings: Settings) -> Path:
    """Return Dagster's home folder with our settings and its databases in it.

    The databases are made elsewhere and moved here whole, because Dagster cannot finish half a database.
    Raises `WarehouseError` when the disk is nearly full.
    """
    settings.paths.prepare()
    require_room(settings.paths.root)
    home = settings.paths.orchestrator_state
    if not (home / _EVENT_LOG).exists():
        fresh = home.with_name(f"{home.name}_building_{os.getpid()}")
        fresh.mkdir(mode=0o700)
        _write_settings(fresh)
        with dg.DagsterInstance.from_config(str(fresh)) as instance:
            instance.get_runs(limit=1)
        (fresh / "dagster.yaml").unlink()
        _replace(home, fresh)
    _write_settings(home)
    return home


@contextmanager
def open_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open the run history for a run in this process; runs whose process died are marked as failed."""
    home = prepare_home(settings)
    try:
        instance = dg.DagsterInstance.from_config(str(home))
        _close_dead_runs(instance)
    except Exception:  # noqa: BLE001 - a database of another version or damaged fails in many ways
        home.rename(home.with_name(f"{home.name}_unreadable_{os.getpid()}"))
        instance = dg.DagsterInstance.from_config(str(prepare_home(settings)))
    with instance:
        yield instance


def require_room(folder: Path, least_bytes: int = LEAST_FREE_BYTES) -> None:
    """Raise `WarehouseError` on a disk where a run could not even be written down."""
    free = shutil.disk_usage(folder).free
    if free < least_bytes:
        message = (
            f"only {free // MEBIBYTE} MiB are free on the disk of {folder}, a run needs"
            f" {least_bytes // MEBIBYTE} or more; make room or set data_dir to another disk"
        )
        raise WarehouseError(message)


def _write_settings(home: Path) -> None:
    # JSON's texts are YAML's, whatever quotes and line ends a folder's name has.
    history = json.dumps(str(home / _EVENT_LOG.parent), ensure_ascii=False)
    file, text = home / "dagster.yaml", _SETTINGS.format(history=history)
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    replace_file(file, text.encode())


def _replace(home: Path, fresh: Path) -> None:
    """Put the new folder in place of an empty or unfinished one; another process may have been faster."""
    if (home / _EVENT_LOG).exists():
        shutil.rmtree(fresh)
        return
    if any(home.iterdir()):
        shutil.rmtree(home)
    fresh.rename(home)


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
