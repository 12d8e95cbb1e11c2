"""Requests as they stand in a segment."""

from collections.abc import Callable

import pytest

from ingestion.spool.lines import Tally, batch_line, tally_line


@pytest.fixture
def request_lines() -> Callable[..., bytes]:
    """Return a maker of the lines of one request: each argument is an event's id."""

    def make(*event_ids: str) -> bytes:
        count = len(event_ids)
        return batch_line("events", {"event_id": event_ids}) + tally_line(Tally(count, count))

    return make
