"""`refresh`: the same assets as the clock's, in this process, now.

Each phase is a Dagster run, so that its page shows it: sources are loaded, then models built, then the
snapshot published. A source that fails stops only itself. Phases with nothing to do are not run, and what
they would import is not imported.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import dagster as dg

from agent_analytics.errors import SettingsError
from agent_analytics.records import SOURCE_TABLES
from agent_analytics.settings import Settings
from ingestion.pipeline import writer_lock
from orchestration.defs.ingest.assets import loader_assets
from orchestration.defs.publish.assets import is_published, snapshot_asset
from orchestration.defs.show.assets import metabase_asset
from orchestration.instance import PROCESS_TAG, open_instance
from orchestration.interruption import Interruption, watched_signals
from orchestration.steps import Step, Unwatched, Watch
from orchestration.transformation.building import is_current

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did, step by step."""

    steps: tuple[Step, ...]

    @property
    def failed(self) -> tuple[Step, ...]:
        """The steps that failed, in order."""
        return tuple(step for step in self.steps if step.failed)


@dataclass(slots=True)
class _Record:
    """A watch that remembers how steps ended, passes everything on, and begins none after an interruption."""

    watch: Watch
    interruption: Interruption
    steps: list[Step] = field(default_factory=list)

    def started(self, name: str) -> None:
        self.interruption.raise_if_asked()
        self.watch.started(name)

    def finished(self, step: Step) -> None:
        if step.failed:  # by the interruption, if there was one
            self.interruption.raise_if_asked()
        self.steps.append(step)
        self.watch.finished(step)


def refresh(
    settings: Settings,
    sources: Sequence[str] = (),
    *,
    full: bool = False,
    watch: Watch | None = None,
) -> RefreshReport:
    """Load what is new, build what changed, publish the result; return what was done.

    `sources` limits the loading (all of them by default); `full` rebuilds every model from nothing. Steps
    that fail are in the report. Raises `SettingsError` for a source that does not exist, and
    `KeyboardInterrupt` when it was asked to stop.
    """
    unknown = sorted(set(sources) - set(SOURCE_TABLES))
    if unknown:
        message = f"there is no source {unknown[0]!r}; known are {', '.join(SOURCE_TABLES)}"
        raise SettingsError(message)
    chosen = sources or tuple(SOURCE_TABLES)
    with watched_signals() as interruption, open_instance(settings) as instance:
        record = _Record(watch or Unwatched(), interruption)
        loaders = [loader_assets(settings, source, record, None) for source in chosen]
        _run(instance, record, "refresh_load", loaders)
        is_published = not full and _up_to_date(settings)
        if not is_published:
            is_published = _build_and_publish(settings, instance, record, full=full)
        if is_published and settings.metabase.url:
            _run(instance, record, "refresh_metabase", [metabase_asset(settings, record, None)])
    return RefreshReport(tuple(record.steps))


def _build_and_publish(
    settings: Settings, instance: dg.DagsterInstance, record: _Record, *, full: bool
) -> bool:
    """Build the models and publish them; return whether both succeeded."""
    from orchestration.defs.transform.assets import (  # noqa: PLC0415 - dbt takes seconds to import
        model_assets,
        published_tables,
    )
    from orchestration.transformation.project import manifest  # noqa: PLC0415

    models = model_assets(settings, manifest(settings), record, None, full=full)
    if not _run(instance, record, "refresh_build", [models]):
        return False
    snapshot = snapshot_asset(settings, published_tables(models), record, None)
    return _run(instance, record, "refresh_publish", [snapshot])


def _up_to_date(settings: Settings) -> bool:
    """Return whether the last build was made from what there is now, and readers see it."""
    with writer_lock(settings):
        return is_current(settings) and is_published(settings)


def _run(
    instance: dg.DagsterInstance,
    record: _Record,
    name: str,
    assets: Sequence[dg.AssetsDefinition],
) -> bool:
    """Run some assets to their end as a job of that name and return whether all succeeded."""
    job = dg.define_asset_job(name, executor_def=dg.in_process_executor)
    result = (
        dg.Definitions(assets=assets, jobs=[job])
        .resolve_job_def(name)
        .execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config=_QUIET,
            tags={PROCESS_TAG: str(os.getpid())},
        )
    )
    record.interruption.raise_if_asked()
    if not result.success and not any(step.failed for step in record.steps):
        detail = "the run failed outside its steps; `agent-analytics dev` shows where"
        record.finished(Step(name, True, detail, 0.0))
    return result.success
