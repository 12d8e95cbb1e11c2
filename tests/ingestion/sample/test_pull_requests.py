"""Pull requests of a small company: each kind occurs, and what the forge answers is what the truth says."""

import json
from collections import Counter
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture(scope="module")
def pulls(small: Any) -> dict[tuple[str, int], Row]:
    """Return what the forge answers, by repository and number."""
    forge = json.loads((small.wire / "github.json").read_text())
    return {
        (repository["nameWithOwner"].partition("/")[2], pull["number"]): pull
        for repository in forge
        for pull in repository["pullRequests"]
    }


def test_the_truth_has_every_pull_request(small: Any, pulls: dict[tuple[str, int], Row]) -> None:
    """States, reviews, commits and reopenings are those of the answers."""
    told = {(row["repository"], row["number"]): row for row in small.truth["pull_requests"]}
    assert told.keys() == pulls.keys()
    for key, pull in pulls.items():
        kinds = Counter(event["__typename"] for event in pull["timelineItems"])
        assert told[key]["state"] == pull["state"].lower()
        assert told[key]["reopened"] == kinds["ReopenedEvent"]
        assert told[key]["reviews"] == len(pull["reviews"])
        assert told[key]["commits"] == len(pull["commits"])


def test_every_sign_of_an_agent_occurs(small: Any) -> None:
    """Bots, branches and trailers tell of agents; one bot is none."""
    rows = small.truth["pull_requests"]
    signals = {row["agent_signal"] for row in rows}
    assert signals == {None, "author_number", "author_login", "branch", "trailer"}
    assert any(row["author_login"] == "dependabot" for row in rows)


def test_reverted_and_reopened_pull_requests_occur(
    small: Any, pulls: dict[tuple[str, int], Row]
) -> None:
    """What was taken back names the number it takes back."""
    rows = small.truth["pull_requests"]
    assert any(row["reopened"] for row in rows)
    reverted = {(row["repository"], row["number"]) for row in rows if row["is_reverted"]}
    named = {
        (row["repository"], int(pulls[row["repository"], row["number"]]["body"].rpartition("#")[2]))
        for row in rows
        if row["is_revert"]
    }
    assert reverted == named != set()


def test_merges_are_commits_of_the_repository(
    small: Any, pulls: dict[tuple[str, int], Row]
) -> None:
    """A merged branch's merge commit is one that git lists."""
    shas = {row["sha"] for row in small.truth["commits"]}
    merged = [p for p in pulls.values() if p["headRefName"].startswith("feat/") and p["mergedAt"]]
    assert merged
    assert all(pull["mergeCommit"]["oid"] in shas for pull in merged)


def test_nothing_happens_before_it_was_opened(pulls: dict[tuple[str, int], Row]) -> None:
    """Events, reviews and the last change follow the opening."""
    for pull in pulls.values():
        times = [event["createdAt"] for event in pull["timelineItems"]]
        times += [review["submittedAt"] for review in pull["reviews"]]
        assert pull["createdAt"] <= min([*times, pull["updatedAt"]])
        assert pull["updatedAt"] == max([*times, pull["createdAt"]])
