"""One multi-asset per source: its raw tables, loaded together.

Keys are `[source, table]`, the keys dbt's sources have, so that lineage joins by itself. Loading belongs to
`ingestion.sources`; a source needs no line here, its declaration in `agent_analytics.records` is enough.
"""

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import dagster as dg

from agent_analytics.records import SOURCE_TABLES, Table
from agent_analytics.settings import Settings
from ingestion.days import DayRange
from ingestion.pipeline import LoadReport, writer_lock
from orchestration.checks import loader_freshness
from orchestration.steps import POOL, RETRIES, Unwatched, Watch, run_step

_DAILY_SINCE = {"copilot": "2025-10-10"}
"""Sources with a partition per day, and the first day their vendor tells of."""


def load_source(settings: Settings, source: str, days: DayRange | None = None) -> LoadReport:
    """Return what was landed from a source; waits for the warehouse when another process writes it.

    `days` is for sources with a partition per day; without it they load what is new.
    """
    module = importlib.import_module(f"ingestion.sources.{source}")
    with writer_lock(settings):
        report: LoadReport = module.load(settings, days=days) if days else module.load(settings)
    return report


def loader_assets(
    settings: Settings,
    source: str,
    watch: Watch | None = None,
    retries: dg.RetryPolicy | None = RETRIES,
) -> dg.AssetsDefinition:
    """Return the raw tables of a source as one multi-asset.

    Of a source with a partition per day, a run of past partitions loads those days; a run of the newest one,
    or without any, loads what is new.
    """
    tables = SOURCE_TABLES[source]
    since = _DAILY_SINCE.get(source)

    @dg.multi_asset(
        name=f"load_{source}",
        specs=[_spec(source, table) for table in tables],
        pool=POOL,
        retry_policy=retries,
        partitions_def=dg.DailyPartitionsDefinition(since) if since else None,
        backfill_policy=dg.BackfillPolicy.single_run() if since else None,
    )
    def load(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        days = past_days(context) if since else None
        report = run_step(
            watch or Unwatched(), source, lambda: load_source(settings, source, days), _in_words
        )
        for table in tables:
            yield dg.MaterializeResult(
                asset_key=[source, table.name],
                metadata={
                    "rows_landed": report.rows.get(table.name, 0),
                    "seconds": round(report.seconds, 3),
                },
            )

    return load


def past_days(context: dg.AssetExecutionContext) -> DayRange | None:
    """Return the days of a run's partitions; None when it has none, or the newest is among them."""
    if not context.has_partition_key and not context.has_partition_key_range:
        return None
    keys = context.partition_keys
    first, last = date.fromisoformat(min(keys)), date.fromisoformat(max(keys))
    newest = datetime.now(UTC).date() - timedelta(days=1)
    return DayRange(first, last) if last < newest else None


def _in_words(report: LoadReport) -> str:
    rows = sum(report.rows.values())
    words = f"{rows:,} rows landed" if rows else "nothing new"
    return f"{words}; {report.note}" if report.note else words


def _spec(source: str, table: Table) -> dg.AssetSpec:
    columns = [
        dg.TableColumn(column.name, column.kind, description=column.about)
        for column in table.columns
    ]
    return dg.AssetSpec(
        key=[source, table.name],
        description=table.about,
        group_name=source,
        kinds={"dlt", "duckdb"},
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
        freshness_policy=loader_freshness(source),
    )
