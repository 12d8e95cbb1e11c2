"""When things happen: local telemetry every 5 minutes, git and GitHub hourly, prices and Copilot daily.

Schedules run from the moment the clock is started: somebody who opens it expects it to tick. A run loads its
sources, builds what changed and publishes; with nothing new it ends after loading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import dagster as dg

from agent_analytics.records import FILES, SOURCE_TABLES
from orchestration.defs.publish.assets import SNAPSHOT_KEY


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often some sources are loaded, as a cron expression."""

    name: str
    cron: str
    sources: tuple[str, ...]


_LOCAL = (
    *(source for source, tables in SOURCE_TABLES.items() if FILES in tables),
    "spool",
    "company",
)
"""Sources that read files of this machine, what the receiver took, and what people state."""

RHYTHMS = (
    Rhythm("local_telemetry", "*/5 * * * *", _LOCAL),
    Rhythm("git", "7 * * * *", ("git",)),
    Rhythm("github", "37 * * * *", ("github",)),
    Rhythm("prices", "23 4 * * *", ("prices",)),
    Rhythm("copilot", "53 5 * * *", ("copilot",)),
)
"""Every source has one rhythm; minutes differ so that runs seldom wait for one another. GitHub makes the
reports of a day within the two days after it."""


def schedules(
    loaders: Sequence[dg.AssetsDefinition],
    models: dg.AssetsDefinition,
    shown: Sequence[dg.AssetsDefinition] = (),
) -> list[dg.ScheduleDefinition]:
    """Return one running schedule per rhythm: load, build, publish, show."""
    by_source = {next(iter(loader.keys)).path[0]: loader for loader in loaders}
    return [
        _schedule(rhythm, [by_source[source] for source in rhythm.sources], [models, *shown])
        for rhythm in RHYTHMS
    ]


def _schedule(
    rhythm: Rhythm, loaders: Sequence[dg.AssetsDefinition], later: Sequence[dg.AssetsDefinition]
) -> dg.ScheduleDefinition:
    """Return the schedule of one rhythm. A tick of a source with daily partitions fills yesterday's."""
    selection = dg.AssetSelection.assets(*loaders, *later) | dg.AssetSelection.assets(SNAPSHOT_KEY)
    daily = [loader.partitions_def for loader in loaders if loader.partitions_def]

    def newest_day(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        yesterday = context.scheduled_execution_time - timedelta(days=1)
        return dg.RunRequest(partition_key=f"{yesterday:%Y-%m-%d}" if daily else None)

    return dg.ScheduleDefinition(
        name=f"{rhythm.name}_schedule",
        cron_schedule=rhythm.cron,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        job=dg.define_asset_job(f"{rhythm.name}_job", selection=selection),
        execution_fn=newest_day,
    )
