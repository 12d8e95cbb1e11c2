"""Every dbt model and seed as an asset, every data test as a check, built by dbt in this process."""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from agent_analytics.serving import is_public
from agent_analytics.settings import Settings
from orchestration.defs.publish.assets import is_published
from orchestration.steps import POOL, RETRIES, Unwatched, Watch, run_step
from orchestration.transformation.building import BuildReport, build, raise_for_failures
from orchestration.transformation.runs import NodeResult
from orchestration.translators import FolderTranslator

UNIQUE_ID = "dagster_dbt/unique_id"
"""Metadata key that says which dbt node an asset or check is."""

Event = dg.MaterializeResult[None] | dg.AssetCheckResult
Node = dg.AssetKey | dg.AssetCheckKey


def model_assets(
    settings: Settings,
    manifest: Mapping[str, Any],
    watch: Watch | None = None,
    retries: dg.RetryPolicy | None = RETRIES,
    *,
    full: bool = False,
) -> dg.AssetsDefinition:
    """Return the models as one multi-asset that builds nothing when nothing changed."""

    @dbt_assets(
        manifest=manifest,
        name="build_models",
        dagster_dbt_translator=FolderTranslator(),
        pool=POOL,
        retry_policy=retries,
    )
    def models(context: dg.AssetExecutionContext) -> Iterator[Event]:
        chosen = _chosen(context)
        nodes = nodes_by_unique_id(context.assets_def)
        reports: list[BuildReport] = []

        def work() -> BuildReport:
            reports.append(build(settings, full=full, select=chosen))
            raise_for_failures(reports[-1])
            return reports[-1]

        try:
            run_step(watch or Unwatched(), "models", work, BuildReport.in_words)
        except dg.Failure as failure:
            yield from _events_of(reports, nodes)
            raise failure from None
        yield from _events_of(reports, nodes)
        if not reports[-1].results and not is_published(settings):
            yield from _as_they_stand(context)

    return models


def nodes_by_unique_id(models: dg.AssetsDefinition) -> dict[str, Node]:
    """Return the asset or check of each dbt node that has one."""
    assets: dict[str, Node] = {spec.metadata[UNIQUE_ID]: spec.key for spec in models.specs}
    checks: dict[str, Node] = {spec.metadata[UNIQUE_ID]: spec.key for spec in models.check_specs}
    return assets | checks


def events(report: BuildReport, nodes: Mapping[str, Node]) -> Iterator[Event]:
    """Yield what Dagster is told of each node: a materialization, a check's result, nothing if skipped."""
    for result in report.results:
        node = nodes.get(result.unique_id)
        if result.status == "skipped" or node is None:
            continue
        if isinstance(node, dg.AssetCheckKey):
            yield _check_result(result, node)
        elif result.status == "passed":
            yield dg.MaterializeResult(
                asset_key=node, metadata={"seconds": round(result.seconds, 3)}
            )


def _events_of(reports: list[BuildReport], nodes: Mapping[str, Node]) -> Iterator[Event]:
    for report in reports:
        yield from events(report, nodes)


def _as_they_stand(context: dg.AssetExecutionContext) -> Iterator[Event]:
    """Yield the models as an earlier run left them, so that the snapshot it did not reach is made."""
    parents = {spec.key: {dep.asset_key for dep in spec.deps} for spec in context.assets_def.specs}
    for key in TopologicalSorter(parents).static_order():
        if key in context.selected_asset_keys:
            yield dg.MaterializeResult(asset_key=key, metadata={"seconds": 0.0})


def _check_result(result: NodeResult, check: dg.AssetCheckKey) -> dg.AssetCheckResult:
    warned = result.status == "warned"
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=result.status == "passed",
        severity=dg.AssetCheckSeverity.WARN if warned else dg.AssetCheckSeverity.ERROR,
        metadata={"failing_rows": result.failures or 0, "seconds": round(result.seconds, 3)},
    )


def _chosen(context: dg.AssetExecutionContext) -> tuple[str, ...]:
    """Return the names of the models somebody picked; empty when it is all of them."""
    if not context.is_subset:
        return ()
    return tuple(sorted(key.path[-1] for key in context.selected_asset_keys))


def published_tables(models: dg.AssetsDefinition) -> list[dg.AssetKey]:
    """Return the keys of the models that a snapshot holds, sorted."""
    return sorted(key for key in models.keys if is_public(key.path[0], key.path[-1]))
