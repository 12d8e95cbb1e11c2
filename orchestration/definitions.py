"""Everything Dagster knows, put together from the settings in force.

Only wiring belongs here: what a step does is in `defs`, when it runs in `schedules`.
"""

import dagster as dg

from agent_analytics.records import SOURCE_TABLES
from agent_analytics.settings import Settings, load_settings
from orchestration.defs.ingest.assets import loader_assets
from orchestration.defs.publish.assets import snapshot_asset
from orchestration.defs.show.assets import metabase_asset
from orchestration.defs.transform.assets import model_assets, published_tables
from orchestration.schedules import schedules
from orchestration.transformation.project import manifest


def build_definitions(settings: Settings) -> dg.Definitions:
    """Return the assets, checks, jobs and schedules of one installation."""
    loaders = [loader_assets(settings, source) for source in SOURCE_TABLES]
    models = model_assets(settings, manifest(settings))
    shown = [metabase_asset(settings)] if settings.metabase.url else []
    return dg.Definitions(
        assets=[*loaders, models, snapshot_asset(settings, published_tables(models)), *shown],
        schedules=schedules(loaders, models, shown),
        executor=dg.in_process_executor,
    )


@dg.definitions
def definitions() -> dg.Definitions:
    """Return the definitions of the installation whose settings are found from here."""
    return build_definitions(load_settings().settings)
