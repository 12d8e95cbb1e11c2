"""Which agent wrote a pull request, and what says so.

Signals, strongest first: the number of the author's account, its login, the branch, a trailer in the
description or in a commit. Sources: GitHub's users interface, the agents' documentation and the public tables
of AIDev, PRarena and chaoss/disclosure, read in November 2026. Bots that are no agents are not listed.
"""

from collections.abc import Iterable
from typing import Literal

from agent_analytics.attribution.evidence import author_claims, message_claims

Signal = Literal["author_number", "author_login", "branch", "trailer"]

ACCOUNT_NUMBERS = {
    "198982749": "copilot",
    "167198135": "copilot",
    "209825114": "claude_code",
    "215619710": "claude_code",
    "208546643": "claude_code",
    "199175422": "codex",
    "215057067": "codex",
    "206951365": "cursor",
    "201670782": "cursor",
    "158243242": "devin",
    "161369871": "jules",
    "176961590": "gemini_cli",
    "208079219": "amazon_q",
    "205137888": "cline",
    "230936708": "continue",
}
"""GitHub's numbers of agents' accounts; they outlive a login."""

BOT_LOGINS = {
    "copilot": "copilot",
    "copilot-swe-agent": "copilot",
    "copilot-pull-request-reviewer": "copilot",
    "claude": "claude_code",
    "anthropic-claude": "claude_code",
    "claude-code-action": "claude_code",
    "chatgpt-codex-connector": "codex",
    "openai-codex": "codex",
    "cursor": "cursor",
    "cursoragent": "cursor",
    "devin-ai-integration": "devin",
    "google-labs-jules": "jules",
    "gemini-code-assist": "gemini_cli",
    "codegen-sh": "codegen",
    "amazon-q-developer": "amazon_q",
    "cline": "cline",
    "continue": "continue",
}
"""Logins of bots, lower case, without the `[bot]` that only some answers append.

Only a bot is meant: people have some of these logins.
"""

BRANCHES = {
    "copilot/": "copilot",
    "claude/": "claude_code",
    "codex/": "codex",
    "cursor/": "cursor",
    "devin/": "devin",
}
"""Beginnings of branch names that agents give, lower case."""


def account_agent(number: str | None, login: str | None, kind: str | None) -> str | None:
    """Return the agent that owns an account; None for people and for bots that are no agents."""
    return _by_number(number) or _by_login(login, kind)


def pull_request_agent(
    number: str | None,
    login: str | None,
    kind: str | None,
    branch: str | None,
    texts: Iterable[str],
) -> tuple[str | None, Signal | None]:
    """Return the agent that wrote a pull request and the signal that says so; two Nones for a person.

    `number`, `login` and `kind` (`user`, `bot` …) are the author's; `texts` are the description and the commit
    messages.
    """
    if agent := _by_number(number):
        return agent, "author_number"
    if agent := _by_login(login, kind):
        return agent, "author_login"
    for prefix, agent in BRANCHES.items():
        if (branch or "").lower().startswith(prefix):
            return agent, "branch"
    claims = (claim for text in texts for claim in message_claims(text))
    claim = next(claims, None)
    return (claim.agent, "trailer") if claim else (None, None)


def commit_agent(message: str, author_name: str, *addresses: str) -> str | None:
    """Return the first agent that a commit's authors or message name; None when they name none."""
    claims = [*author_claims(author_name, *addresses), *message_claims(message)]
    return claims[0].agent if claims else None


def _by_number(number: str | None) -> str | None:
    return ACCOUNT_NUMBERS.get(number or "")


def _by_login(login: str | None, kind: str | None) -> str | None:
    name = (login or "").lower()
    if kind != "bot" and not name.endswith("[bot]"):
        return None
    return BOT_LOGINS.get(name.removesuffix("[bot]"))
