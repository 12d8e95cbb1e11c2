"""The snapshot that readers use, published after all marts."""

from collections.abc import Iterable

import dagster as dg

from agent_analytics.errors import ServingError, TransformError
from agent_analytics.serving import Snapshot, describe_snapshot, open_snapshot, publish
from agent_analytics.settings import Settings
from ingestion.pipeline import writer_lock
from orchestration.steps import POOL, RETRIES, Unwatched, Watch, run_step
from orchestration.transformation.marks import read_mark

SNAPSHOT_KEY = dg.AssetKey("serving_snapshot")


def is_published(settings: Settings) -> bool:
    """Return whether readers already see the last complete build."""
    fingerprint = read_mark(settings).fingerprint
    if settings.warehouse.kind == "motherduck":
        return True
    try:
        with open_snapshot(settings) as connection:
            return describe_snapshot(connection).fingerprint == fingerprint
    except ServingError:
        return False


def publish_build(settings: Settings) -> Snapshot | None:
    """Return the snapshot published from the last build; None when readers see that build already.

    Raises `TransformError` when the last build is not complete.
    """
    with writer_lock(settings):
        mark = read_mark(settings)
        if mark.fingerprint is None:
            message = "the last build is not complete, so it is not published; run `agent-analytics refresh`"
            raise TransformError(message)
        return None if is_published(settings) else publish(settings, mark.fingerprint)


def snapshot_asset(
    settings: Settings,
    marts: Iterable[dg.AssetKey],
    watch: Watch | None = None,
    retries: dg.RetryPolicy | None = RETRIES,
) -> dg.AssetsDefinition:
    """Return the serving snapshot as an asset that depends on every public mart."""

    @dg.asset(
        key=SNAPSHOT_KEY,
        deps=list(marts),
        group_name="serving",
        kinds={"duckdb"},
        description="The public tables as an immutable file; readers switch to it in one step.",
        pool=POOL,
        retry_policy=retries,
    )
    def serving_snapshot() -> dg.MaterializeResult[None]:
        snapshot = run_step(
            watch or Unwatched(), "snapshot", lambda: publish_build(settings), _in_words
        )
        build_id = snapshot.build_id if snapshot else "unchanged"
        return dg.MaterializeResult(metadata={"build_id": build_id})

    return serving_snapshot


def _in_words(snapshot: Snapshot | None) -> str:
    return f"published {snapshot.build_id}" if snapshot else "up to date"
