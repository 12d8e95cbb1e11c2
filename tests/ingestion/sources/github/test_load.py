"""Pull requests land as GitHub tells them, once, whatever happens on the way."""

from pathlib import Path
from typing import Any

import pytest

from agent_analytics.errors import SourceError
from agent_analytics.settings import PrivacySettings, Settings
from agent_analytics.source_settings import SourcesSettings
from ingestion.sample.api.service import Answer, Fault
from ingestion.sources import github
from tests.fixtures.forge import (
    account,
    at,
    check_run,
    commit,
    pull_request,
    repository,
    review,
)
from tests.ingestion.sources.github.conftest import NUMBERS

Installation = Any


def test_nothing_configured_is_silent(tmp_path: Path) -> None:
    """Without repositories nothing is asked and no token is needed."""
    assert not github.load(Settings(data_dir=str(tmp_path))).changed


def test_a_history_costs_a_point_per_page(filled: Installation) -> None:
    """All pages are read, 25 pull requests for one point, and one conditional request."""
    report = filled.load()
    assert filled.numbers() == NUMBERS
    assert report.rows["pull_requests"] == len(NUMBERS)
    assert (filled.github.points, filled.github.counted) == (3, 1)


def test_an_unchanged_repository_costs_nothing(filled: Installation) -> None:
    """The second load asks once, gets 304, spends nothing and lands nothing."""
    filled.load()
    spent = filled.github.points + filled.github.counted
    assert not filled.load().changed
    assert filled.github.points + filled.github.counted == spent
    assert filled.github.not_modified == 1


def test_only_what_changed_is_read_again(filled: Installation) -> None:
    """A change costs one point; the pull request is replaced, not doubled."""
    filled.load()
    filled.add(pull_request(3, updatedAt=at(100), title="fix: other"), pull_request(61))
    before = filled.github.points
    filled.load()
    assert filled.numbers() == [*NUMBERS, 61]
    assert filled.github.points == before + 1
    kinds = {row["number"]: row["commit_type"] for row in filled.stored("pull_requests")}
    assert (kinds[3], kinds[4]) == ("fix", "feat")


def test_a_change_in_the_second_of_the_last_look_is_seen(filled: Installation) -> None:
    """GitHub's times have whole seconds: an equal time is read again."""
    filled.load()
    filled.add(pull_request(59, updatedAt=at(60), state="CLOSED", closedAt=at(60)))
    filled.load()
    states = {row["number"]: row["state"] for row in filled.stored("pull_requests")}
    assert states[59] == "closed"


def test_a_vanished_repository_is_a_state_and_keeps_its_rows(filled: Installation) -> None:
    """A repository that is gone is said to be; the others are read, and it is read again when it is back."""
    filled.load()
    kept = filled.github.repositories.pop("acme/shop")
    report = filled.load()
    assert "acme/shop: not found" in report.note
    (row,) = filled.stored("polled_repositories")
    assert (row["state"], filled.numbers()) == ("gone", NUMBERS)
    assert not filled.load().changed
    filled.github.repositories["acme/shop"] = kept
    filled.load()
    (row,) = filled.stored("polled_repositories")
    assert (row["state"], row["detail"]) == ("active", None)


def test_a_repository_that_may_not_be_read_is_refused(filled: Installation) -> None:
    """A 403 that is no rate limit is a state, not a wait."""
    filled.service.faults = [Fault("pulls", Answer(403, b'{"message":"Resource not accessible"}'))]
    filled.load()
    (row,) = filled.stored("polled_repositories")
    assert row["state"] == "refused"


def test_a_renamed_repository_keeps_its_pull_requests(filled: Installation) -> None:
    """The old name leads on, the question stays the same; rows keep their keys, the repository its number."""
    filled.load()
    moved = filled.github.repositories.pop("acme/shop")
    moved |= {"nameWithOwner": "acme/store", "url": "https://github.example/acme/store"}
    filled.github.repositories["acme/store"] = moved
    filled.github.renamed["acme/shop"] = "acme/store"
    filled.add(pull_request(61), name="acme/store")
    filled.load()
    assert filled.numbers() == [*NUMBERS, 61]
    (row,) = filled.stored("polled_repositories")
    assert row["remote"] == "github.example/acme/store"
    lists = [asked for asked in filled.service.requests if asked.path.endswith("/pulls")]
    assert {asked.query["state"] for asked in lists} == {"all"}


def test_a_name_that_another_repository_took_leads_to_both(filled: Installation) -> None:
    """The other one's whole history is read, old as it may be, and what was read before stays."""
    filled.load()
    other = repository(*map(pull_request, (1, 2)), name="acme/shop", number=2)
    filled.github.repositories["acme/shop"] = other
    filled.load()
    assert filled.numbers() == sorted([*NUMBERS, 1, 2])
    rows = filled.stored("polled_repositories", "state, hosted_repository_id, known_until_at")
    assert {row["state"] for row in rows} == {"active", "gone"}
    known = {row["hosted_repository_id"] for row in filled.stored("pull_requests")}
    assert {row["hosted_repository_id"] for row in rows} == known
    assert len(known) == 2
    assert not filled.load().changed


def test_a_server_at_a_new_address_replaces_what_was_read(filled: Installation) -> None:
    """The same pull requests come under new keys; nothing keeps the old ones in the marts."""
    filled.load()
    filled.github.repositories["acme/shop"]["url"] = "https://forge.example/acme/shop"
    filled.add(pull_request(61))
    filled.load()
    (row,) = filled.stored("polled_repositories")
    rows = filled.stored("pull_requests", "number, hosted_repository_id")
    current = [
        r["number"] for r in rows if r["hosted_repository_id"] == row["hosted_repository_id"]
    ]
    assert sorted(current) == [*NUMBERS, 61]


def test_checks_are_asked_for_until_they_are_completed(installation: Installation) -> None:
    """A conclusion that comes late changes no list; it is found, and then asked for no more."""
    running = {"contexts": [check_run(7, None)]}
    installation.add(pull_request(1, statusCheckRollup=running))
    installation.load()
    installation.load()
    assert [row["conclusion"] for row in installation.stored("checks")] == [None]
    counted = installation.github.counted
    assert not installation.load().changed
    assert installation.github.counted == counted
    running["contexts"] = [check_run(7, "FAILURE")]
    installation.load()
    (row,) = installation.stored("checks")
    assert (row["conclusion"], row["app"]) == ("failure", "github-actions")
    asked = len(installation.service.requests)
    installation.load()
    assert len(installation.service.requests) == asked + 1


def test_long_lists_are_read_to_their_end(installation: Installation) -> None:
    """Reviews and commits beyond the first hundred are read too."""
    many = pull_request(
        1,
        reviews=[review(number, "COMMENTED", number) for number in range(150)],
        commits=[commit(f"{number:040x}") for number in range(210)],
    )
    installation.add(many)
    installation.load()
    assert len(installation.stored("pull_request_reviews", "review_id")) == 150
    assert len(installation.stored("pull_request_commits", "sha")) == 210
    (row,) = installation.stored("pull_requests")
    assert (row["commit_count"], row["flags"]) == (210, None)


def test_a_renamed_login_keeps_its_number(installation: Installation) -> None:
    """A person's new login is on what changed since; the number ties it to the rest."""
    installation.add(pull_request(1), pull_request(2))
    installation.load()
    installation.add(pull_request(2, updatedAt=at(90), author=account("ana-b", 11)))
    installation.load()
    rows = {row["number"]: row for row in installation.stored("pull_requests")}
    assert [rows[n]["author_login"] for n in (1, 2)] == ["ana", "ana-b"]
    assert {row["author_number"] for row in rows.values()} == {"11"}


def test_a_bad_pull_request_is_a_dead_letter(filled: Installation) -> None:
    """One that contradicts itself is counted with its reason; its page is read."""
    filled.add(pull_request(5, state="MERGED", mergedAt=None))
    filled.load()
    assert filled.numbers() == [number for number in NUMBERS if number != 5]
    (letter,) = filled.stored("dead_letters")
    assert (letter["reason"], letter["detail"]) == ("bad_record", "merged, but mergedAt is no time")
    outcomes = filled.stored("outcomes")
    assert sum(row["received_count"] for row in outcomes) == 60
    assert sum(row["accepted_count"] for row in outcomes) == 59


def test_no_text_and_no_token_is_stored(installation: Installation) -> None:
    """Titles, descriptions, messages and the token are nowhere in the warehouse or the state folder."""
    secrets = ("title-text", "body-text", "message-text", "token-that-must-not-be-stored")
    title, body, message, token = (text.encode() for text in secrets)
    installation.add(
        pull_request(
            1,
            title="feat: title-text",
            body="body-text",
            labels=[{"name": "label-text"}, {"name": "type: bug"}],
            commits=[commit("a" * 40, "fix: message-text")],
        )
    )
    installation.load()
    (row,) = installation.stored("pull_requests")
    assert (row["labels"], row["label_count"]) == ("bug", 2)
    folder = Path(installation.settings.data_dir)
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(text in content for text in (title, body, message, token, b"label-text"))


def test_people_may_have_pseudonyms(installation: Installation) -> None:
    """With pseudonyms no login, number or address is stored, and the same person is still the same."""
    privacy = PrivacySettings(pseudonyms=True)
    installation.settings = installation.settings.model_copy(update={"privacy": privacy})
    commits = [commit("a" * 40)]
    installation.add(pull_request(1, commits=commits), pull_request(2, commits=commits))
    installation.load()
    rows = installation.stored("pull_requests", "author_login, author_number")
    assert len({row["author_number"] for row in rows}) == 1
    stored = str([rows, installation.stored("pull_request_commits")])
    assert "'ana'" not in stored
    assert "'11'" not in stored
    assert "example.org" not in stored


def test_a_missing_token_names_its_variable(
    filled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says which variable to set."""
    monkeypatch.delenv("GITHUB_TOKEN")
    with pytest.raises(SourceError, match=r"\$GITHUB_TOKEN is not set"):
        filled.load()


def test_a_refused_token_is_an_error(filled: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to do and not what the token was."""
    monkeypatch.setenv("GITHUB_TOKEN", "expired-secret")
    with pytest.raises(SourceError, match="refuses the token") as caught:
        filled.load()
    assert "expired-secret" not in str(caught.value)


def test_the_token_goes_to_the_configured_host_only(filled: Installation) -> None:
    """An answer that leads elsewhere is refused before anything is sent there."""
    filled.service.faults = [
        Fault("pulls", Answer(301, b"{}", {"Location": "http://127.0.0.2:9/repos"}))
    ]
    with pytest.raises(SourceError, match="another host"):
        filled.load()


def test_two_repositories_are_read_apart(filled: Installation) -> None:
    """Each has its own place in time; a name written twice is read once."""
    filled.github.repositories["acme/api"] = repository(pull_request(1), name="acme/api", number=2)
    names = ["acme/shop", "acme/api", "ACME/Shop"]
    source = filled.settings.sources.github.model_copy(update={"repositories": names})
    filled.settings = filled.settings.model_copy(update={"sources": SourcesSettings(github=source)})
    filled.load()
    assert filled.numbers() == [1, *NUMBERS]
    assert len(filled.stored("polled_repositories")) == 2
