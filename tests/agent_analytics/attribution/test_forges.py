"""An agent's pull request is told by the strongest sign, and people are left alone."""

import pytest

from agent_analytics.attribution.forges import account_agent, commit_agent, pull_request_agent

TRAILER = "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"


@pytest.mark.parametrize(
    ("author", "branch", "text", "expected"),
    [
        (("198982749", "Copilot", "bot"), "copilot/x", TRAILER, ("copilot", "author_number")),
        (("198982749", "renamed", "bot"), "x", "", ("copilot", "author_number")),
        ((None, "copilot-swe-agent", "bot"), "x", "", ("copilot", "author_login")),
        (("5", "claude[bot]", None), "codex/x", "", ("claude_code", "author_login")),
        (("81847", "claude", "user"), "fix", "", (None, None)),
        (("7", "ana", "user"), "codex/fix", TRAILER, ("codex", "branch")),
        (("7", "ana", "user"), "Cursor/fix", "", ("cursor", "branch")),
        (("7", "ana", "user"), "fix/codex/again", "", (None, None)),
        (("7", "ana", "user"), "fix", TRAILER, ("claude_code", "trailer")),
        (("7", "ana", "user"), None, "Claude is a nice name", (None, None)),
        (("49699333", "dependabot", "bot"), "dependabot/npm", "", (None, None)),
        ((None, None, None), None, "", (None, None)),
    ],
)
def test_the_strongest_sign_wins(
    author: tuple[str | None, str | None, str | None],
    branch: str | None,
    text: str,
    expected: tuple[str | None, str | None],
) -> None:
    """Number before login before branch before trailer; a person with an agent's login is a person."""
    assert pull_request_agent(*author, branch, [text]) == expected


@pytest.mark.parametrize(
    ("number", "login", "kind", "expected"),
    [
        ("176961590", "x", "bot", "gemini_cli"),
        (None, "Copilot-Pull-Request-Reviewer", "bot", "copilot"),
        (None, "cursor", "user", None),
        (None, "renovate", "bot", None),
    ],
)
def test_reviewers_are_told_by_account(
    number: str | None, login: str, kind: str, expected: str | None
) -> None:
    """A reviewer has no branch or trailer: the account decides."""
    assert account_agent(number, login, kind) == expected


def test_a_commit_names_its_agent() -> None:
    """By its author's address, else by its message."""
    assert commit_agent("work", "Claude", "noreply@anthropic.com") == "claude_code"
    assert commit_agent(TRAILER, "Ana", "ana@example.org") == "claude_code"
    assert commit_agent("work", "Ana", "ana@example.org") is None
