"""What people look at: a Metabase that reads the newest snapshot, where one is configured."""

from typing import TYPE_CHECKING

import dagster as dg

from agent_analytics.errors import MetabaseError
from agent_analytics.settings import Settings
from orchestration.defs.publish.assets import SNAPSHOT_KEY
from orchestration.steps import RETRIES, Unwatched, Watch, run_step

if TYPE_CHECKING:
    from metabase.switch import Switched

METABASE_KEY = dg.AssetKey("metabase_database")


def metabase_asset(
    settings: Settings, watch: Watch | None = None, retries: dg.RetryPolicy | None = RETRIES
) -> dg.AssetsDefinition:
    """Return Metabase's view of the data as an asset: pointed to the snapshot, or back if it fails."""

    @dg.asset(
        key=METABASE_KEY,
        deps=[SNAPSHOT_KEY],
        group_name="serving",
        kinds={"metabase"},
        description="The database of Metabase, which reads the newest snapshot.",
        retry_policy=retries,
    )
    def metabase_database() -> dg.MaterializeResult[None]:
        switched = run_step(
            watch or Unwatched(), "metabase", lambda: _switched(settings), _in_words
        )
        file = switched.file if switched else settings.warehouse.database
        return dg.MaterializeResult(metadata={"file": file})

    return metabase_database


def _switched(settings: Settings) -> "Switched | None":
    """Return what was switched. Raises `MetabaseError` that says what to do when Metabase is away."""
    from metabase.office import open_office  # noqa: PLC0415 - only where there is a Metabase

    office = open_office(settings)
    try:
        with office.client() as client:
            return office.refresh(client)
    except MetabaseError as error:
        message = (
            f"{error}; Metabase shows the snapshot before until `agent-analytics metabase refresh`"
        )
        raise MetabaseError(message) from error


def _in_words(switched: "Switched | None") -> str:
    if switched is None:
        return "reads the shared warehouse"
    return f"reads {switched.file}" if switched.is_new else "up to date"
