"""A pattern matches the names that the price package's clause matches."""

import duckdb
import pytest
from genai_prices import types

from agent_analytics.errors import PricingError
from agent_analytics.pricing.patterns import model_pattern
from agent_analytics.pricing.published import CLAUDE_CODE_SUFFIX


def matches(match: types.MatchLogic, name: str, suffix: str = "") -> bool:
    """Return what the warehouse's engine says of a name."""
    question = "select regexp_full_match(?, ?)"
    answer = duckdb.execute(question, [name, model_pattern(match, suffix).regex]).fetchone()
    assert answer
    return bool(answer[0])


@pytest.mark.parametrize(
    ("clause", "name", "expected"),
    [
        (types.ClauseEquals("gpt-5.1"), "gpt-5.1", True),
        (types.ClauseEquals("gpt-5.1"), "gpt-5x1", False),
        (types.ClauseEquals("gpt-5.1"), "gpt-5.1-codex", False),
        (types.ClauseStartsWith("Claude-Opus"), "claude-opus-4-5", True),
        (types.ClauseEndsWith("-latest"), "grok-latest", True),
        (types.ClauseContains("flash"), "gemini-flash-8b", True),
        (types.ClauseRegex(r"^o[134]-\d$"), "o3-1", True),
        (types.ClauseRegex(r"^o[134]-\d$"), "o3-12", False),
        (types.ClauseRegex(r"v\d"), "claude-v2-x", True),
        (types.ClauseOr([types.ClauseEquals("a"), types.ClauseStartsWith("b")]), "bc", True),
        (types.ClauseOr([types.ClauseEquals("a"), types.ClauseStartsWith("b")]), "ab", False),
    ],
)
def test_clauses_become_patterns(clause: types.MatchLogic, name: str, expected: bool) -> None:
    """Every kind of clause keeps its meaning in the warehouse's dialect, for whole names."""
    assert matches(clause, name) is expected


@pytest.mark.parametrize(
    "name", ["claude-opus-5", "claude-opus-5[1m]", "claude-opus-5-fast", "claude-opus-5-fast[1m]"]
)
def test_claude_code_suffixes_are_tolerated(name: str) -> None:
    """What Claude Code appends to a model's name does not hide the model."""
    assert matches(types.ClauseEquals("claude-opus-5"), name, CLAUDE_CODE_SUFFIX)


def test_an_exclusion_is_tried_last() -> None:
    """A clause with an exclusion becomes its positive part and yields to all others."""
    exclusion = types.ClauseRegex(r"^(?!.*-[tT][tT][sS](?:$|-))")
    pattern = model_pattern(types.ClauseAnd([types.ClauseStartsWith("gemini-2"), exclusion]))
    assert pattern.is_late


def test_an_inexpressible_clause_is_refused() -> None:
    """A clause that the dialect cannot express is an error, not a guess."""
    with pytest.raises(PricingError, match="no pattern can express"):
        model_pattern(types.ClauseRegex(r"^a(?=b)"))
