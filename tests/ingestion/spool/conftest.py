"""A spool folder of our own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingestion.spool.folder import SpoolFolder
from ingestion.spool.lines import Tally, batch_line, tally_line


@pytest.fixture
def folder(tmp_path: Path) -> SpoolFolder:
    """Return a prepared, empty spool."""
    prepared = SpoolFolder(tmp_path / "spool" / "telemetry")
    prepared.prepare()
    return prepared


@pytest.fixture
def request_lines() -> Callable[..., bytes]:
    """Return a maker of the lines of one request: each argument is an event's id."""

    def make(*event_ids: str) -> bytes:
        count = len(event_ids)
        return batch_line("events", {"event_id": event_ids}) + tally_line(Tally(count, count))

    return make
