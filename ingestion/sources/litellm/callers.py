"""Who called: the coding agent, the person and the session, out of what the proxy noted of the caller."""

import re
from typing import Any

from ingestion.sources.litellm.calls import Call, decoded, mapping, number, text

AGENT = "litellm"
"""Calls of a client that is not known."""

HEALTH_CHECK = "litellm-internal-health-check"

_CLIENTS = (
    ("claude-cli", "claude_code"),
    ("claude-code", "claude_code"),
    ("codex", "codex"),
    ("geminicli", "gemini_cli"),
    ("gemini-cli", "gemini_cli"),
    ("copilot", "copilot_cli"),
    ("opencode", "opencode"),
)
"""How the user agents of known clients begin, lower case."""

_VERSION = re.compile(r"^[^/]*/v?([0-9][0-9A-Za-z.+-]*)")
_TAG = "user-agent:"
_CLAUDE_SESSION = re.compile(r"_session_([0-9a-f-]{36})$")
"""The end of the bundle of older versions; newer ones bundle as JSON text."""

_NOBODY = ("default_user_id", "")


def client(call: Call) -> tuple[str, str | None]:
    """Return the agent that made the call, and its version where the user agent tells."""
    for user_agent in _user_agents(call):
        for start, agent in _CLIENTS:
            if user_agent.lower().startswith(start):
                version = _VERSION.match(user_agent)
                return agent, version[1] if version else None
    return AGENT, None


def person(call: Call) -> dict[str, str | None]:
    """Return the handles of the person whose key was used, and the team of the key."""
    names = [
        text(call.metadata.get("user_api_key_user_email")),
        text(call.metadata.get("user_api_key_user_id")),
        text(call.fields.get("user")),
        text(call.metadata.get("user_api_key_alias")),
        _end_user(call),
    ]
    known = [name for name in names if name and name not in _NOBODY]
    return {
        "user_email": next((name for name in known if "@" in name), None),
        "account_id": next((name for name in known if "@" not in name), None),
        "team": text(call.metadata.get("user_api_key_team_alias"))
        or text(call.metadata.get("user_api_key_team_id"))
        or text(call.fields.get("team_id")),
    }


def session(call: Call, agent: str) -> str | None:
    """Return the caller's session.

    The proxy makes one up for each call whose caller names none. A known client's own sessions are not
    mixed with those; for any other client they are all there is to know who called.
    """
    of_claude = _claude_session(call)
    if of_claude:
        return of_claude
    named, trace = text(call.fields.get("session_id")), text(call.fields.get("trace_id"))
    if agent == AGENT:
        return named or trace or call.response_id
    return None if named == trace else named


def is_health_check(call: Call) -> bool:
    """Return whether the proxy itself made the call, to see whether a model answers."""
    return HEALTH_CHECK in (
        call.fields.get("user"),
        call.fields.get("api_key"),
        call.fields.get("end_user"),
        call.metadata.get("user_api_key_alias"),
        call.metadata.get("user_api_key_user_id"),
        *call.tags,
    )


def verdict(call: Call) -> dict[str, Any]:
    """Return what the caller's own metadata says became of the answer: taken or not, and how much of it."""
    for place in ("spend_logs_metadata", "requester_metadata"):
        said = mapping(call.metadata.get(place))
        accepted = next(
            (said[name] for name in _ACCEPTED if isinstance(said.get(name), bool)), None
        )
        ratio = number(said.get("diff_ratio"))
        if accepted is not None or ratio is not None:
            return {
                "decision": None if accepted is None else "accept" if accepted else "reject",
                "diff_ratio": ratio if ratio is not None and 0 <= ratio <= 1 else None,
            }
    return {}


_ACCEPTED = ("accepted", "acceptance", "is_accepted", "suggestion_accepted")


def _user_agents(call: Call) -> list[str]:
    tagged = (tag for tag in call.tags if tag.lower().startswith(_TAG))
    named = (call.metadata.get("user_agent"), call.fields.get("user_agent"))
    return [*filter(None, map(text, named)), *(tag[len(_TAG) :].strip() for tag in tagged)]


def _raw_end_user(call: Call) -> str | None:
    return text(call.fields.get("end_user")) or text(call.metadata.get("user_api_key_end_user_id"))


def _end_user(call: Call) -> str | None:
    """Return the end user, unless it is a client's bundle of identifiers."""
    return None if _claude_session(call) else _raw_end_user(call)


def _claude_session(call: Call) -> str | None:
    """Return the session in the bundle of identifiers that Claude Code names as its end user."""
    bundle = _raw_end_user(call) or ""
    joined = _CLAUDE_SESSION.search(bundle)
    return joined[1] if joined else text(mapping(decoded(bundle)).get("session_id"))
