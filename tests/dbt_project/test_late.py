"""What arrives long after it happened counts on its own day."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_analytics.privacy.policy import policy_of
from agent_analytics.settings import Settings
from ingestion.pipeline import connect, writer_lock
from ingestion.receiver import intake
from ingestion.sources import spool
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.writer import SegmentWriter
from tests.fixtures.models import build_unchecked
from tests.fixtures.receivers import NANOS, export, log

DAYS = 40
NANOS_PER_DAY = 86_400 * 10**9
MART = "fct_daily_agent_usage"


def _built(settings: Settings, *days: int) -> dict[int, tuple[int, int]]:
    """Have a request of each of some days ago arrive, and return requests and tokens by days ago."""
    records = [log(day, request_id=str(day), model="m") for day in days]
    for record, day in zip(records, days, strict=True):
        record.time_unix_nano = NANOS - day * NANOS_PER_DAY
    folder = SpoolFolder(settings.paths.spool)
    folder.prepare()
    writer = SegmentWriter(folder, quota_bytes=10**8)
    writer.commit(
        intake.telemetry(policy_of(settings), export(*records), "protobuf", "logs").lines.content
    )
    writer.seal()
    with writer_lock(settings):
        spool.load(settings)
    build_unchecked(settings, MART)
    with connect(settings) as connection:
        rows = connection.execute(
            f"select date_diff('day', usage_date, to_timestamp({NANOS // 10**9})::date),"  # noqa: S608
            f" sum(request_count), sum(input_tokens) from marts.{MART} group by all"
        ).fetchall()
    return {ago: (requests, tokens) for ago, requests, tokens in rows}


@pytest.mark.slow
def test_row_28_events_late_by_40_days_count_on_their_day(
    tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """A later part of a session comes first; the rest of it changes its own day and no other."""
    settings = Settings(data_dir=str(tmp_path))
    parsed_project(tmp_path)
    settings.paths.prepare()
    assert _built(settings, 0, 1) == {0: (1, 5), 1: (1, 5)}
    assert _built(settings, DAYS) == {0: (1, 5), 1: (1, 5), DAYS: (1, 5)}
