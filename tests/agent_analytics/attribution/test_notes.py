"""An authorship note claims lines for sessions, and nothing for anybody else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.attribution.claims import Claim
from agent_analytics.attribution.notes import note_claims

AGENT = {"tool": "claude", "id": "7c0f-1", "model": "claude-opus-5"}


def note(attestations: str, **document: object) -> str:
    """Return a note."""
    return f"{attestations}\n---\n{json.dumps(document)}"


@pytest.mark.parametrize(
    ("ranges", "lines"), [("3-9,14", 8), ("3", 1), ("9-3", 0), ("3-9\n  s_1::t_2 20-21", 9)]
)
def test_ranges_are_counted(ranges: str, lines: int) -> None:
    """Lines of a session are summed over traces and files."""
    text = note(f"src/cart.py\n  s_1::t_1 {ranges}", sessions={"s_1": {"agent_id": AGENT}})
    assert note_claims(text) == [Claim("note", "claude_code", "claude-opus-5", "7c0f-1", lines)]


def test_people_and_unknown_lines_are_no_claim() -> None:
    """Entries of people are left out."""
    text = note("src/cart.py\n  h_1 20-24", humans={"h_1": {"author": "Ana <ana@example.org>"}})
    assert note_claims(text) == []


def test_older_prompts_know_their_lines() -> None:
    """A note without ranges for a prompt falls back to the lines it says were accepted."""
    text = note("", prompts={"0123456789abcdef": {"agent_id": AGENT, "accepted_lines": 5}})
    assert [claim.line_count for claim in note_claims(text)] == [5]


def test_an_unknown_tool_is_another_agent() -> None:
    """A tool the table does not know is an agent all the same; lines it does not state are unknown."""
    text = note("", sessions={"s_1": {"agent_id": {"tool": "newcomer", "id": "x\ny"}}})
    assert note_claims(text) == [Claim("note", "other")]


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    """A note that cannot be read claims nothing."""
    assert note_claims(text) == []
    assert note_claims(f"{text}\n---\n{json.dumps({'sessions': text})}") == []
