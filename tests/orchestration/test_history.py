"""The run history keeps its connections and waits for the disk no more than it must."""

import dagster as dg
from sqlalchemy import text

from agent_analytics.settings import Settings
from orchestration.history import HistoryStorage
from orchestration.instance import open_instance


def test_every_event_goes_through_one_engine(settings: Settings) -> None:
    """Connections come from a pool, and a commit leaves it to the disk when to write."""
    with open_instance(settings) as instance:
        history = instance.event_log_storage
        assert isinstance(history, HistoryStorage)
        with history.run_connection("a") as first, history.run_connection("b") as second:
            assert first.engine is second.engine
            assert first.execute(text("pragma synchronous")).scalar() == 1


def test_another_process_reads_what_was_written(settings: Settings) -> None:
    """A second instance finds the events of the first while that is open."""
    with open_instance(settings) as writing, open_instance(settings) as reading:
        writing.report_runless_asset_event(dg.AssetMaterialization("thing"))
        assert reading.get_latest_materialization_event(dg.AssetKey("thing"))
