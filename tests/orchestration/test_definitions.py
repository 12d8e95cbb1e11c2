"""The graph is whole: every arrow starts at a loader and ends at the snapshot."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import dagster as dg
import pytest

from agent_analytics.records import SOURCE_TABLES
from orchestration.defs.ingest.assets import past_days
from orchestration.defs.publish.assets import SNAPSHOT_KEY
from orchestration.schedules import RHYTHMS
from orchestration.steps import POOL

RAW = {
    dg.AssetKey([source, table.name]) for source in SOURCE_TABLES for table in SOURCE_TABLES[source]
}


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> Any:
    """Return the assets and their arrows."""
    return definitions.resolve_asset_graph()


def test_everything_loads(definitions: dg.Definitions) -> None:
    """Jobs, schedules and assets fit together."""
    dg.Definitions.validate_loadable(definitions)


def test_no_key_is_made_up(graph: Any) -> None:
    """What dbt calls a source is what a loader makes: no key comes from nowhere."""
    assert graph.external_asset_keys == set()


def test_every_raw_table_is_an_asset(graph: Any) -> None:
    """The loaders make exactly the declared tables."""
    sources = {key for key in graph.materializable_asset_keys if key.path[0] in SOURCE_TABLES}
    assert sources == RAW


def test_every_mart_leads_to_the_snapshot(graph: Any) -> None:
    """The snapshot waits for all marts and for the staging models it holds."""
    marts = {key for key in graph.materializable_asset_keys if key.path[0] == "marts"}
    parents = graph.get(SNAPSHOT_KEY).parent_keys
    assert marts
    assert marts <= parents
    assert {key.path[0] for key in parents - marts} == {"staging"}


def test_the_graph_is_one_piece(graph: Any) -> None:
    """Every asset leads to the snapshot, but for the list of batches that a complete build ends with."""
    before = graph.get_ancestor_asset_keys(SNAPSHOT_KEY)
    aside = graph.materializable_asset_keys - before - {SNAPSHOT_KEY}
    assert aside == {dg.AssetKey(["staging", "stg_agent_batches"])}


def test_everything_before_the_snapshot_starts_at_a_loader(graph: Any) -> None:
    """Roots are raw tables, or seeds and calendars that need none."""
    roots = graph.get_ancestor_asset_keys(SNAPSHOT_KEY) & graph.root_materializable_asset_keys
    assert RAW & roots
    assert {key.path[0] for key in roots} <= {*SOURCE_TABLES, "seeds", "marts"}


def test_every_step_takes_the_warehouse(definitions: dg.Definitions) -> None:
    """No two steps write at once: all belong to the pool."""
    steps = definitions.resolve_asset_graph().assets_defs
    assert {step.op.pool for step in steps} == {POOL}


def test_tests_are_checks(graph: Any) -> None:
    """Data tests of the models show up as asset checks, most of them blocking."""
    assert len(graph.asset_check_keys) > 50


def test_every_schedule_loads_builds_and_publishes(definitions: dg.Definitions) -> None:
    """A schedule's job has its sources, the marts and the snapshot."""
    for rhythm in RHYTHMS:
        job = definitions.resolve_job_def(f"{rhythm.name}_job")
        keys = job.asset_layer.executable_asset_keys
        assert {key.path[0] for key in keys} >= {*rhythm.sources, "marts", "serving_snapshot"}


def test_every_source_has_one_rhythm() -> None:
    """No source is forgotten or loaded twice."""
    assert sorted(source for rhythm in RHYTHMS for source in rhythm.sources) == sorted(
        SOURCE_TABLES
    )


def test_schedules_run_from_the_start(definitions: dg.Definitions) -> None:
    """Somebody who opens the clock expects it to tick."""
    statuses = {schedule.default_status for schedule in definitions.schedules or ()}
    assert statuses == {dg.DefaultScheduleStatus.RUNNING}


def test_groups_follow_folders(graph: Any) -> None:
    """A model's group is its folder, a raw table's its source."""
    assert graph.get(dg.AssetKey(["marts", "fct_agent_requests"])).group_name == "marts_usage"
    assert graph.get(dg.AssetKey(["otlp", "events"])).group_name == "otlp"


def test_copilot_has_a_partition_per_day(definitions: dg.Definitions) -> None:
    """Its reports are of days, so a past one can be filled from the page; one run fills many."""
    graph = definitions.resolve_asset_graph()
    node = graph.get(dg.AssetKey(["copilot", "user_days"]))
    assert isinstance(node.partitions_def, dg.DailyPartitionsDefinition)
    assert node.backfill_policy == dg.BackfillPolicy.single_run()


def test_a_tick_of_the_copilot_schedule_fills_yesterday(definitions: dg.Definitions) -> None:
    """The day that ended is the newest there can be a report of."""
    named = {schedule.name: schedule for schedule in definitions.schedules or ()}
    schedule = cast("dg.ScheduleDefinition", named["copilot_schedule"])
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    context = dg.build_schedule_context(
        scheduled_execution_time=noon, repository_def=definitions.get_repository_def()
    )
    tick = schedule.evaluate_tick(context)
    assert [request.partition_key for request in tick.run_requests or ()] == ["2026-11-20"]


@pytest.mark.parametrize(
    ("ages", "expected"), [((9, 8), True), ((2, 1), False), ((), False)], ids=repr
)
def test_past_partitions_are_loaded_by_their_days(ages: tuple[int, ...], expected: bool) -> None:
    """The newest day, or none, stands for what is new; past days are loaded as they are."""
    today = datetime.now(UTC).date()
    keys = [(today - timedelta(days=age)).isoformat() for age in ages]

    @dataclass
    class Context:
        partition_keys: list[str]
        has_partition_key: bool
        has_partition_key_range: bool

    days = past_days(cast("Any", Context(keys, bool(keys), bool(keys))))
    assert (days is not None) is expected
    if days is not None:
        assert [day.isoformat() for day in days.days()] == keys
