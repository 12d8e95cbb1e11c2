"""What fails or stops while reports are read: the next load goes on, and nothing is lost."""

from typing import Any

import pytest

from agent_analytics.errors import SourceError
from ingestion import pipeline
from ingestion.github_client import Patience
from ingestion.sample.api.service import Answer, Fault
from ingestion.sources.copilot import poll
from tests.fixtures.copilot import side

Installation = Any

DAYS = 10
USERS = 2


def test_an_organisation_that_is_gone_stops_only_itself(installation: Installation) -> None:
    """Its rows stay, its state says why; the other one is read."""
    installation.load()
    del installation.copilot.sides["acme"]
    installation.copilot.sides["umbrella"] = side(2)
    source = installation.settings.sources.copilot
    both = source.model_copy(update={"organizations": ["acme", "umbrella"]})
    sources = installation.settings.sources.model_copy(update={"copilot": both})
    installation.settings = installation.settings.model_copy(update={"sources": sources})
    report = installation.load()
    assert "acme: users: not found" in report.note
    rows = installation.stored("polled_reports")
    states = {(row["scope"], row["report"]): row["state"] for row in rows}
    assert states["acme", "users"] == "gone"
    assert states["umbrella", "users"] == "active"
    assert len(installation.current("user_days")) == (DAYS + 2) * USERS


@pytest.mark.parametrize(
    "fault",
    [
        Fault("users-1-day", Answer(502), skips=1),
        Fault("users-1-day", Answer(200, b"<html>"), skips=1),
        Fault("users-1-day", skips=1, cuts=True),
        Fault("seats", Answer(500)),
        Fault("usage", Answer(429, headers={"Retry-After": "0"}), skips=1),
        Fault("reports", Answer(403, b"secondary rate limit", {"Retry-After": "0"}), skips=2),
        Fault("/download/", Answer(500), skips=3),
        Fault("/download/", Answer(429), skips=3),
        Fault("/download/", skips=3, cuts=True),
        Fault("/download/", Answer(200, b'{"day": "20'), skips=3),
        Fault("/download/", Answer(403), skips=3),
    ],
    ids=[
        "502",
        "no_json",
        "cut",
        "seats_500",
        "429",
        "secondary",
        "download_500",
        "download_429",
        "download_cut",
        "download_ends_within_a_line",
        "link_expired",
    ],
)
def test_a_failure_in_the_middle_changes_nothing(installation: Installation, fault: Fault) -> None:
    """One bad answer is asked for again, and everything arrives once."""
    installation.service.faults = [fault]
    installation.load()
    assert fault.times == 0
    assert len(installation.current("user_days")) == DAYS * USERS
    assert len(installation.current("credit_items")) == DAYS
    assert installation.stored("dead_letters") == []


def test_a_slow_download_is_begun_again(installation: Installation) -> None:
    """An answer that takes longer than the time-out counts as a failure."""
    installation.service.faults = [Fault("/download/", Answer(seconds=1.0))]
    installation.load(Patience(attempts=2, first_wait=0.0, time_out=0.5))
    assert len(installation.current("user_days")) == DAYS * USERS


def test_a_lasting_failure_is_an_error_and_keeps_what_was_read(installation: Installation) -> None:
    """The load fails with the reason and without the link; what else there is has arrived."""
    installation.service.faults = [Fault("users-1-day", Answer(500), times=99)]
    with pytest.raises(SourceError, match=r"acme: users of .*: HTTP 500 after 3 attempts"):
        installation.load()
    assert len(installation.current("usage_days")) == DAYS
    installation.service.faults = []
    installation.load()
    assert len(installation.current("user_days")) == DAYS * USERS


def test_a_long_limit_ends_the_load_and_is_obeyed(installation: Installation) -> None:
    """The next load asks nothing until the limit is over."""
    limit = Answer(429, headers={"Retry-After": "3600"})
    installation.service.faults = [Fault("users", limit)]
    assert "rate limit until" in installation.load().note
    asked = len(installation.service.requests)
    assert "not asked: rate limit" in installation.load().note
    assert len(installation.service.requests) == asked


def test_a_killed_load_goes_on_where_it_stopped(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slice that was landed is kept; the next load completes what is missing, nothing twice."""
    whole = poll.ROWS_PER_SLICE
    monkeypatch.setattr(poll, "ROWS_PER_SLICE", 8)
    real, landed = pipeline.load, []

    def load_and_die(*arguments: Any) -> Any:
        report = real(*arguments)
        landed.append(report)
        if len(landed) == 3:
            raise KeyboardInterrupt
        return report

    monkeypatch.setattr(pipeline, "load", load_and_die)
    with pytest.raises(KeyboardInterrupt):
        installation.load()
    monkeypatch.setattr(pipeline, "load", real)
    monkeypatch.setattr(poll, "ROWS_PER_SLICE", whole)
    installation.load()
    for table, count in (("usage_days", DAYS), ("user_days", DAYS * USERS)):
        rows = installation.current(table)
        assert len(rows) == len({tuple(row.values())[0] for row in rows}) == count
