"""Sessions with other agents: everybody's kinds occur early, and nothing crosses a day."""

from datetime import date
from typing import Any

import pytest

from ingestion.sample.activity import Session
from ingestion.sample.agents import CLIENTS
from ingestion.sample.company import Company, found_company
from ingestion.sample.other_sessions import OLD_CODEX, other_sessions


@pytest.fixture(scope="module")
def company() -> Company:
    """Return a company of four developers and forty days."""
    return found_company(7, 4, 40, date(2026, 11, 21))


@pytest.fixture(scope="module")
def sessions(company: Company) -> list[Session]:
    """Return everybody's sessions with agents other than Claude Code."""
    return [session for person in company.people for session in other_sessions(company, person)]


def test_a_small_company_has_every_agent(small: Any) -> None:
    """Four developers and ten days are enough to see each agent."""
    seen = {row["agent"] for row in small.truth["by_agent"] if row["requests"]}
    assert seen == {"claude_code", *CLIENTS}


def test_somebody_has_two_agents_of_the_same_day(company: Company) -> None:
    """People mix agents."""
    assert any(len(person.agents) > 1 for person in company.people)


def test_a_subagents_thread_follows_and_names_its_session(sessions: list[Session]) -> None:
    """Threads of sub-agents are sessions of their own, with requests and without sub-agents."""
    known = {session.id for session in sessions}
    threads = [session for session in sessions if session.spawned_by]
    assert threads
    assert all(thread.spawned_by in known for thread in threads)
    assert all(
        prompt.subagents == () for s in sessions if s.agent == "codex" for prompt in s.prompts()
    )


def test_forks_and_old_clients_occur(sessions: list[Session]) -> None:
    """Codex is forked by old and by new clients."""
    forks = {session.version for session in sessions if session.fork_of}
    assert forks == {OLD_CODEX, CLIENTS["codex"].version}


def test_layers_differ_by_session(sessions: list[Session]) -> None:
    """Some sessions have files and telemetry, some only one of them; scripts have neither."""
    layers = {(s.transcript, s.telemetry) for s in sessions if s.agent != "litellm"}
    assert layers == {(True, True), (True, False), (False, True)}
    assert {(s.transcript, s.telemetry) for s in sessions if s.agent == "litellm"} == {
        (False, False)
    }


def test_no_session_crosses_midnight_utc(sessions: list[Session]) -> None:
    """Everything of a session happens on one UTC day."""
    assert all(s.started // 86_400_000 == s.ended // 86_400_000 for s in sessions)
