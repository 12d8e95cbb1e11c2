"""Planned sessions: the same for everybody who asks, and ordered in time."""

from datetime import date

import pytest

from ingestion.sample.activity import Request, Session
from ingestion.sample.company import Company, found_company
from ingestion.sample.sessions import sessions_of


@pytest.fixture(scope="module")
def company() -> Company:
    """Return a company of three developers and ten days."""
    return found_company(7, 3, 10, date(2026, 11, 21))


@pytest.fixture(scope="module")
def sessions(company: Company) -> list[Session]:
    """Return the sessions of its first developer."""
    return sessions_of(company, company.people[0])


def test_asking_twice_gives_the_same_sessions(company: Company, sessions: list[Session]) -> None:
    """Two processes that plan apart plan the same."""
    assert sessions_of(company, company.people[0]) == sessions


def test_requests_of_a_session_follow_each_other(sessions: list[Session]) -> None:
    """A main request starts after the one before it was answered."""
    for session in sessions:
        main = [step for p in session.prompts() for step in p.steps if isinstance(step, Request)]
        for before, after in zip(main, main[1:], strict=False):
            assert before.at <= after.at - after.duration_ms


def test_no_session_crosses_midnight_utc(sessions: list[Session]) -> None:
    """Everything of a session happens on one UTC day, so a day's sums do not depend on the layer."""
    assert sessions
    for session in sessions:
        assert session.started // 86_400_000 == session.ended // 86_400_000


def test_a_fork_starts_after_its_parent(sessions: list[Session]) -> None:
    """A fork names its parent and begins when that had ended."""
    known = {session.id: session for session in sessions}
    forks = [session for session in sessions if session.fork_of]
    assert forks
    assert all(known[fork.fork_of or ""].ended < fork.started for fork in forks)


def test_only_a_continued_run_has_a_throw_away_id(sessions: list[Session]) -> None:
    """Runs that resume by id keep theirs from the start."""
    runs = [run for session in sessions for run in session.runs]
    assert {run.start_type for run in runs} == {"fresh", "resume", "continue"}
    assert all((run.phantom is not None) == (run.start_type == "continue") for run in runs)


def test_commits_hold_the_edits_of_their_session(sessions: list[Session]) -> None:
    """An agent's commit has edits, all made by calls of the same session."""
    for session in sessions:
        made = {
            call.edit.key
            for prompt in session.prompts()
            for request in prompt.requests()
            for call in request.tools
            if call.edit
        }
        for commit in session.commits:
            assert commit.edits
            assert {edit.key for edit in commit.edits} <= made
