"""Commits that a hook tells of: the session and the hash are kept, people and paths are not."""

import json
from typing import Any

import pytest

from ingestion.receiver import commits
from ingestion.spool.lines import Letter
from tests.fixtures.receivers import Receiver

PATH = "/v1/git/commits"
SHA = "0123456789abcdef0123456789abcdef01234567"
COMMIT: dict[str, Any] = {
    "version": 1,
    "sha": SHA,
    "repository_url": "https://someone:t0ken@github.com/Acme/Shop.git",
    "root": "/home/ana/shop",
    "branch": "main",
    "author_email": "ana@example.com",
    "committed_at": "2026-11-20T11:00:00+01:00",
    "parents": ["f" * 40],
    "agent": "claude_code",
    "session_id": "s-1",
}
AT = 1_795_168_800_000_000
"""2026-11-20T10:00:00Z in microseconds."""


def _row(**changes: Any) -> dict[str, Any]:
    read = commits.read_commit(COMMIT | changes, 7)
    assert not isinstance(read, Letter)
    return read[1]


def test_a_commit_is_kept_with_its_session_and_without_its_author(receiver: Receiver) -> None:
    """The remote loses its token, the folder is hashed, and nobody is named."""
    answer = receiver.post(json.dumps(COMMIT).encode(), PATH, Content_Type="application/json")
    assert (answer.status_code, answer.content) == (200, b"{}")
    (row,) = receiver.stored()
    assert (row["event_name"], row["source_layer"]) == ("commit", "hook")
    assert (row["agent"], row["session_id"], row["commit_sha"]) == ("claude_code", "s-1", SHA)
    assert (row["repository"], row["git_branch"]) == ("github.com/acme/shop", "main")
    assert row["event_at"] == AT
    assert row["workspace_path_keys"].count("/") == 2
    stored = b"".join(path.read_bytes() for path in receiver.settings.paths.spool.rglob("*.ndjson"))
    for text in (b"ana@", b"t0ken", b"/home"):
        assert text not in stored


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"[]", "not_json"),
        (b"[" * 100_000, "too_large"),
        (b"[" * 10_000, "not_json"),
        (json.dumps(COMMIT | {"version": 2}).encode(), "unknown_version"),
        (json.dumps(COMMIT | {"sha": None}).encode(), "bad_identifier"),
        (json.dumps(COMMIT | {"sha": SHA[:39]}).encode(), "bad_identifier"),
        (json.dumps(COMMIT | {"sha": SHA.upper()}).encode(), "bad_identifier"),
        (json.dumps(COMMIT | {"agent": "An agent"}).encode(), "bad_identifier"),
        (json.dumps(COMMIT | {"session_id": "../../etc"}).encode(), "bad_identifier"),
    ],
)
def test_what_is_no_commit_is_a_dead_letter(body: bytes, reason: str) -> None:
    """Each bad body has its reason, and none of its text."""
    read = commits.read(body, 7)
    assert isinstance(read, Letter)
    assert read.reason == reason


def test_what_a_commit_does_not_say_is_left_out() -> None:
    """A hash alone is a commit that nobody claims, at the time it was told."""
    row = commits.read_commit({"version": 1, "sha": SHA}, 7)
    assert not isinstance(row, Letter)
    assert row[1].keys() == {
        *("agent", "source_layer", "event_name", "event_at", "observed_at"),
        *("commit_sha", "event_id"),
    }
    assert (row[1]["agent"], row[1]["event_at"]) == ("git", 7)


@pytest.mark.parametrize("told", [None, "yesterday", "2026-11-20T11:00:00", 3, "9999-99-99"])
def test_a_time_without_meaning_is_that_of_receipt(told: Any) -> None:
    """A time needs its zone to be one."""
    assert _row(committed_at=told)["event_at"] == 7


def test_one_commit_has_one_key_by_whichever_road() -> None:
    """What was left out on the disk does not change it; another session does."""
    short = {name: COMMIT[name] for name in ("version", "sha", "agent", "session_id")}
    partly = commits.read_commit(short, 9)
    assert not isinstance(partly, Letter)
    assert partly[1]["event_id"] == _row()["event_id"]
    assert _row(session_id="s-2")["event_id"] != _row()["event_id"]


def test_a_session_without_an_agent_is_nobodys() -> None:
    """A session is one of an agent; alone it links nothing."""
    assert "session_id" not in _row(agent=None)


def test_row_2_only_json_is_posted(receiver: Receiver) -> None:
    """Commits are told as JSON by POST."""
    assert receiver.post(b"{}", PATH).status_code == 415
    assert receiver.client.get(PATH).status_code == 405
