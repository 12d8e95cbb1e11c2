"""What every event of a transcript has in common: its key, place, time and session."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingestion.sources.claude_code.wire import Row
from ingestion.stretches import deterministic_key

AGENT = "claude_code"
BAD_TIME = "bad_time"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST_MILLISECONDS = 100_000_000_000
"""A number this large counts milliseconds since 1970, a smaller one seconds."""

_NO_TIME = 10**15
"""A number this large is no time in either unit."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a line stands."""

    file_key: str
    root_key: str
    offset: int


def base_record(
    row: Row, context: Context, event_name: str, *natural_key: object
) -> dict[str, Any]:
    """Return the columns common to all events of a line.

    The key is made of the session, the row's own identifier and what tells several events of one row apart, so
    that reading the file again, or a copy of it under another name, gives the same key.
    """
    own = row.uuid or f"{context.file_key}:{context.offset}"
    record = {
        "event_id": deterministic_key(
            AGENT, event_name, row.session_id, row.agent_id, own, *natural_key
        ),
        "source_layer": "transcript",
        "agent": AGENT,
        "client_version": row.version,
        "event_name": event_name,
        "event_at": None,
        "session_id": row.session_id,
        "origin_session_id": row.request_session_id,
        "prompt_id": row.prompt_id,
        "request_id": row.request_id,
        "message_uuid": row.uuid,
        "subagent_id": row.agent_id,
        "is_sidechain": row.is_sidechain,
        "root_key": context.root_key,
        "entrypoint": row.entrypoint,
        "working_folder": row.cwd,
        "git_branch": row.git_branch,
        "permission_mode": row.permission_mode,
        "file_key": context.file_key,
        "file_offset": context.offset,
    }
    moment = microseconds(row.timestamp)
    if moment is None:
        record["flags"] = BAD_TIME if row.timestamp is not None else None
    else:
        record["event_at"] = moment
    return record


def microseconds(timestamp: str | int | float | None) -> int | None:
    """Return an ISO time or a number of seconds or milliseconds since 1970 as microseconds UTC.

    A time without a zone is taken as UTC. None for what is no time.
    """
    if isinstance(timestamp, int | float):
        if abs(timestamp) >= _NO_TIME:
            return None
        scale = 1_000 if timestamp >= _FIRST_MILLISECONDS else 1_000_000
        return int(timestamp * scale)
    if not timestamp:
        return None
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return _leap_second(timestamp)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MICROSECOND


def _leap_second(timestamp: str) -> int | None:
    """Return a time in second 60 as the second that follows it."""
    if timestamp[16:19] != ":60":
        return None
    before = microseconds(f"{timestamp[:16]}:59{timestamp[19:]}")
    return None if before is None else before + 1_000_000
