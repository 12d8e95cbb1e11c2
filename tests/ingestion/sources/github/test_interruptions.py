"""What fails, stops or changes while pull requests are read: the next load goes on, and nothing is lost."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.errors import SourceError
from agent_analytics.settings import Settings
from agent_analytics.source_settings import GithubSource, SourcesSettings
from ingestion.github_client import Patience
from ingestion.sample.api.service import Answer, Fault
from ingestion.sources import github
from ingestion.sources.github import poll
from tests.fixtures.forge import at, pull_request
from tests.ingestion.sources.github.conftest import NUMBERS

Installation = Any


@pytest.mark.parametrize(
    "fault",
    [
        Fault("graphql", Answer(502), skips=1),
        Fault("graphql", Answer(200, b"<html>"), skips=1),
        Fault("graphql", Answer(200, b'{"data":null,"errors":[{"message":"timeout"}]}'), skips=1),
        Fault("graphql", skips=1, cuts=True),
        Fault("graphql", Answer(429, headers={"Retry-After": "0"}), skips=1),
        Fault(
            "graphql",
            Answer(403, b"You have exceeded a secondary rate limit", {"Retry-After": "0"}),
        ),
        Fault("pulls", Answer(500)),
    ],
    ids=["502", "no_json", "no_data", "cut", "429", "secondary", "rest_500"],
)
def test_a_failure_in_the_middle_changes_nothing(filled: Installation, fault: Fault) -> None:
    """One bad answer is asked for again, and everything arrives once."""
    filled.service.faults = [fault]
    filled.load()
    assert filled.numbers() == NUMBERS
    assert fault.times == 0


def test_a_slow_answer_is_asked_for_again(filled: Installation) -> None:
    """An answer that takes longer than the time-out counts as a failure."""
    filled.service.faults = [Fault("graphql", Answer(seconds=1.0))]
    filled.load(Patience(attempts=2, first_wait=0.0, time_out=0.5))
    assert filled.numbers() == NUMBERS


def test_a_page_that_is_too_big_is_read_in_parts(filled: Installation) -> None:
    """When GitHub cannot make a page in time, smaller ones are asked for."""
    filled.service.faults = [Fault("graphql", Answer(504), times=3)]
    filled.load()
    assert filled.numbers() == NUMBERS


def test_a_page_without_its_list_is_read_again_next_time(filled: Installation) -> None:
    """Where GitHub fails at the list itself, nothing on it is passed over."""
    repository = {"databaseId": 900, "url": "https://x.example/acme/shop"}
    failed = {"data": {"repository": {**repository, "pullRequests": {"nodes": None}}}}
    filled.service.faults = [Fault("graphql", Answer(200, json.dumps(failed).encode()))]
    with pytest.raises(SourceError, match="without its list"):
        filled.load()
    filled.load()
    assert filled.numbers() == NUMBERS


def test_a_lasting_failure_is_an_error_and_keeps_what_was_read(
    filled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load fails with the reason; the next one goes on after the last whole page."""
    filled.service.faults = [Fault("graphql", Answer(500), skips=1, times=99)]
    with pytest.raises(SourceError, match="acme/shop: HTTP 500 after 3 attempts"):
        filled.load()
    assert len(filled.numbers()) == 25
    filled.service.faults = []
    before = filled.github.points
    filled.load()
    assert filled.numbers() == NUMBERS
    assert filled.github.points == before + 2


def test_a_killed_load_goes_on_where_it_stopped(
    filled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slice that was landed is not read again."""
    monkeypatch.setattr(poll, "PULL_REQUESTS_PER_SLICE", 25)
    landed: list[int] = []

    def die(*_: Any) -> None:
        landed.append(1)
        if len(landed) == 2:
            raise KeyboardInterrupt

    real = github.pipeline.load

    def load_and_die(*arguments: Any) -> Any:
        report = real(*arguments)
        die()
        return report

    monkeypatch.setattr(github.pipeline, "load", load_and_die)
    with pytest.raises(KeyboardInterrupt):
        filled.load()
    assert len(filled.numbers()) == 50
    filled.load()
    assert filled.numbers() == NUMBERS
    assert filled.github.points == 3


def test_what_changes_during_a_long_read_is_met_by_the_next(
    filled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pull request that moves to the top while the rest is read is read again by the next load."""
    monkeypatch.setattr(poll, "LONGEST_LOAD_SECONDS", -1.0)
    assert "read further next time" in filled.load().note
    filled.add(pull_request(60, updatedAt=at(100), title="fix: moved"), pull_request(61))
    monkeypatch.undo()
    monkeypatch.setenv("GITHUB_TOKEN", "token-that-must-not-be-stored")
    filled.load()
    filled.load()
    assert filled.numbers() == [*NUMBERS, 61]
    kinds = {row["number"]: row["commit_type"] for row in filled.stored("pull_requests")}
    assert kinds[60] == "fix"


@pytest.mark.parametrize(
    "limit",
    [
        Answer(
            403,
            b"API rate limit exceeded",
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"},
        ),
        Answer(429, headers={"Retry-After": "1800"}),
        Answer(200, b'{"data":null,"errors":[{"type":"RATE_LIMITED"}]}', {"Retry-After": "1800"}),
    ],
    ids=["primary", "secondary", "graphql"],
)
def test_a_long_rate_limit_ends_the_load_and_is_obeyed(filled: Installation, limit: Answer) -> None:
    """What was read is kept, the reader is told, and until the limit is over nothing is asked."""
    if "X-RateLimit-Reset" in limit.headers:
        reset = {"X-RateLimit-Reset": str(int(time.time()) + 1800)}
        limit = Answer(limit.status, limit.body, {**limit.headers, **reset})
    filled.service.faults = [Fault("graphql", limit, skips=1)]
    assert "rate limit until" in filled.load().note
    assert len(filled.numbers()) == 25
    asked = len(filled.service.requests)
    report = filled.load()
    assert "not asked: rate limit until" in report.note
    assert len(filled.service.requests) == asked


def test_a_spent_budget_leaves_the_rest_for_later(filled: Installation) -> None:
    """GitHub's own limit, announced with its headers, has the same effect."""
    filled.github.budget = 2
    assert "rate limit until" in filled.load().note
    assert len(filled.numbers()) == 25


def test_a_host_that_is_down_fails_quickly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With many repositories, the trouble of two is the host's and ends the load."""
    monkeypatch.setenv("GITHUB_TOKEN", "x")
    names = [f"acme/r{number}" for number in range(50)]
    source = GithubSource(base_url="http://127.0.0.1:1", repositories=names)
    settings = Settings(data_dir=str(tmp_path), sources=SourcesSettings(github=source))
    with pytest.raises(SourceError, match="acme/r1: ConnectError"):
        github.load(settings, Patience(attempts=1, first_wait=0.0))
