"""Rules about what agents may do can be meant, else their line is named."""

from pathlib import Path

import pytest

from agent_analytics.company.policy import PolicyRule, read_policy
from agent_analytics.errors import StatementError

HEADER = "rule,pattern,severity,valid_from\n"


def test_a_rule_is_of_medium_severity_and_ever_since_unless_said(tmp_path: Path) -> None:
    """What is left out has the usual meaning; patterns are lower case, as the names they are held against."""
    file = tmp_path / "policy.csv"
    file.write_text(HEADER + "allow_model,Claude-*,,\ndeny_program,curl,high,2026-03-01\n")
    assert read_policy(file) == [
        PolicyRule("allow_model", "claude-*", "medium", ""),
        PolicyRule("deny_program", "curl", "high", "2026-03-01"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "allow_everything,*,low,",
        "deny_tool,,low,",
        "deny_tool,x,grave,",
        "deny_tool,x,low,soon",
        "deny_tool,x,low,20260301",
        "deny_tool,x,low,,more",
    ],
)
def test_a_rule_that_cannot_be_meant_is_named(tmp_path: Path, line: str) -> None:
    """Kind, pattern, severity and day are checked before anything lands."""
    file = tmp_path / "policy.csv"
    file.write_text(f"{HEADER}{line}\n")
    with pytest.raises(StatementError, match=r"policy\.csv:2"):
        read_policy(file)
