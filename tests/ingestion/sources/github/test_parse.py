"""A pull request becomes rows: measures, keys, people and agents; its texts stay behind."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.records import (
    PULL_REQUEST_COMMITS,
    PULL_REQUEST_EVENTS,
    PULL_REQUEST_REVIEWS,
    PULL_REQUESTS,
)
from ingestion.landing import Stretch
from ingestion.sources.github import wire
from ingestion.sources.github.checks import moment
from ingestion.sources.github.parse import Place, RefusedPullRequestError, add_pull_request
from tests.fixtures.forge import account, at, check_run, commit, event, pull_request, review

PSEUDONYMIZER = Pseudonymizer(bytes(KEY_BYTES))
READ_AT = datetime(2026, 11, 20, tzinfo=UTC)
MORE = {"hasNextPage": True, "endCursor": "c"}
CONNECTIONS = ("labels", "commits", "reviews", "timelineItems")


def added(**given: Any) -> tuple[Stretch, bool]:
    """Return the rows of one pull request, and whether a check of it is unfinished."""
    raw = pull_request(1, **given)
    for name in CONNECTIONS:
        if isinstance(raw[name], list):
            raw[name] = {"nodes": raw[name], "totalCount": len(raw[name])}
    pull = msgspec.convert(raw, wire.PullRequest)
    stretch = Stretch("scope")
    place = Place("hosted", "acme/shop")
    return stretch, add_pull_request(stretch, place, pull, PSEUDONYMIZER, READ_AT)


def row(**given: Any) -> dict[str, Any]:
    """Return the row of a pull request."""
    stretch, _ = added(**given)
    return stretch.records[PULL_REQUESTS][0]


def test_measures_are_kept() -> None:
    """Sizes, times and people come through as they are."""
    found = row(author=account("ana", 11), title="fix(api): x", body="four")
    assert (found["lines_added"], found["lines_deleted"], found["files_changed"]) == (5, 2, 1)
    assert (found["author_login"], found["author_number"], found["author_kind"]) == (
        "ana",
        "11",
        "user",
    )
    assert (found["commit_type"], found["title_length"], found["body_length"]) == ("fix", 11, 4)
    assert found["opened_at"] == moment(at(0))


def test_no_text_is_in_any_row() -> None:
    """Neither title, description, message nor label is a value of a row."""
    stretch, _ = added(
        title="secret-title",
        body="secret-body",
        labels=[{"name": "secret-label"}],
        commits=[commit("a" * 40, "secret-message")],
    )
    values = [v for rows in stretch.records.values() for each in rows for v in each.values()]
    assert not [value for value in values if isinstance(value, str) and "secret" in value]


def test_a_merge_commit_is_the_events() -> None:
    """The event counts; a trial merge of an open pull request does not."""
    merged = {"state": "MERGED", "mergedAt": at(5), "mergeCommit": {"oid": "b" * 40}}
    events = [event("MergedEvent", 5, commit={"oid": "a" * 40})]
    assert row(**merged, timelineItems=events)["merge_commit_sha"] == "a" * 40
    assert row(**merged)["merge_commit_sha"] == "b" * 40
    assert row(mergeCommit={"oid": "b" * 40})["merge_commit_sha"] is None


def test_what_is_reverted_is_told_by_key() -> None:
    """The reverted title has the key of the title itself."""
    found = row(title='Revert "feat: x"', body="Reverts acme/shop#7")
    assert found["reverted_title_key"] == row(title="feat: x")["title_key"]
    assert found["reverted_number"] == 7
    assert row()["reverted_number"] is None


def test_an_account_that_is_gone_is_unknown() -> None:
    """GitHub leaves the author out; nothing is made up, and the row says so."""
    found = row(author=None)
    assert (found["author_login"], found["author_number"]) == (None, None)
    assert found["flags"] == "no_author"


@pytest.mark.parametrize("name", ["commits", "reviews", "timelineItems"])
@pytest.mark.parametrize("part", [None, {"nodes": None}, {"nodes": [], "pageInfo": MORE}])
def test_a_list_that_was_not_read_whole_is_flagged(name: str, part: Any) -> None:
    """GitHub may fail at one list; the pull request is kept, and says that something is missing."""
    assert row(**{name: part})["flags"] == "cut_off"
    assert row()["flags"] is None


def test_pending_reviews_are_not_submitted() -> None:
    """A pending review has no time and is nobody's business yet."""
    reviews = [review(1, "PENDING", 3) | {"submittedAt": None}, review(2, "APPROVED", 4)]
    stretch, _ = added(reviews=reviews)
    assert [r["state"] for r in stretch.records[PULL_REQUEST_REVIEWS]] == ["approved"]


def test_events_have_plain_names() -> None:
    """GitHub's type names become words."""
    kinds = ["ReopenedEvent", "HeadRefForcePushedEvent", "ReadyForReviewEvent"]
    stretch, _ = added(timelineItems=[event(kind, n) for n, kind in enumerate(kinds)])
    assert [r["kind"] for r in stretch.records[PULL_REQUEST_EVENTS]] == [
        "reopened",
        "head_ref_force_pushed",
        "ready_for_review",
    ]


def test_commits_carry_when_they_were_seen() -> None:
    """What a force push took away keeps an older time than its pull request."""
    stretch, _ = added(commits=[commit("a" * 40, email=" Ana@Example.org ")])
    (found,) = stretch.records[PULL_REQUEST_COMMITS]
    assert (found["read_at"], found["author_email"]) == (READ_AT, "ana@example.org")


@pytest.mark.parametrize(
    ("contexts", "expected"),
    [
        ([], False),
        ([check_run(1, "SUCCESS")], False),
        ([check_run(1, "SUCCESS"), check_run(2, None)], True),
        (
            [
                {
                    "__typename": "StatusContext",
                    "id": "S",
                    "context": "ci",
                    "state": "PENDING",
                    "createdAt": at(1),
                }
            ],
            False,
        ),
    ],
)
def test_unfinished_checks_are_told(contexts: list[Any], expected: bool) -> None:
    """Check runs can be asked for again; plain statuses come with their pull request."""
    _, unfinished = added(statusCheckRollup={"contexts": {"nodes": contexts}})
    assert unfinished is expected


@pytest.mark.parametrize(
    "given",
    [
        {"state": "UNHEARD_OF"},
        {"createdAt": "yesterday"},
        {"updatedAt": "2026-11-20T10:00:00"},
        {"state": "MERGED"},
    ],
)
def test_contradictions_are_refused(given: Any) -> None:
    """Nothing of a pull request that contradicts itself is added, and no value is in the message."""
    with pytest.raises(RefusedPullRequestError) as caught:
        added(**given)
    assert not any(str(value) in str(caught.value) for value in given.values() if value != "MERGED")
