"""Commits that a post-commit hook tells of, to rows of `events`.

A hook knows at once which session a commit was made in; git itself never does. Who wrote it, its parents
and its message are read from the repository, not from here. Which of it counts belongs to the models.
"""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from agent_analytics.records import EVENTS, Table
from ingestion.spool.lines import Letter
from ingestion.stretches import deterministic_key

MAX_BYTES = 64 * 1024
"""Largest body that is read."""

VERSION = 1
"""Version of the body; one with another is refused."""

NOBODY = "git"
"""Stands for the agent of a commit that no agent's command made, as far as the hook could see."""

_SHA = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_AGENT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SESSION = re.compile(r"[\w.:@-]{1,128}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDS = 1_000_000


def read(body: bytes, received_at: int) -> tuple[Table, dict[str, Any]] | Letter:
    """Return the row of a commit, or why it is none. `received_at` is in microseconds."""
    if len(body) > MAX_BYTES:
        return Letter("too_large", "commit")
    try:
        told = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Letter("not_json", "commit")
    return read_commit(told, received_at)


def read_commit(told: dict[str, Any], received_at: int) -> tuple[Table, dict[str, Any]] | Letter:
    """Return the row of a commit that was told whole or in part; the same commit has the same key."""
    sha, agent, session = (told.get(name) for name in ("sha", "agent", "session_id"))
    if told.get("version") != VERSION:
        return Letter("unknown_version", "commit")
    if not isinstance(sha, str) or not _SHA.fullmatch(sha):
        return Letter("bad_identifier", "commit without a hash")
    if agent is not None and not (isinstance(agent, str) and _AGENT.fullmatch(agent)):
        return Letter("bad_identifier", "agent of a commit")
    if session is not None and not (isinstance(session, str) and _SESSION.fullmatch(session)):
        return Letter("bad_identifier", "session of a commit")
    row = {
        "agent": agent or NOBODY,
        "source_layer": "hook",
        "event_name": "commit",
        "event_at": _moment(told.get("committed_at")) or received_at,
        "observed_at": received_at,
        "session_id": session if agent else None,
        "commit_sha": sha,
        "repository_url": _text(told.get("repository_url")),
        "working_folder": _text(told.get("root")),
        "git_branch": _text(told.get("branch")),
        "event_id": deterministic_key("git", "commit", sha, agent, session),
    }
    return EVENTS, {name: value for name, value in row.items() if value is not None}


def _moment(text: Any) -> int | None:
    """Return the microseconds since 1970 that a time with its zone spells; None when it does not."""
    try:
        moment = datetime.fromisoformat(text)
        return round((moment - _EPOCH).total_seconds() * _MICROSECONDS)
    except (TypeError, ValueError, OverflowError):
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
