"""What every event of a transcript has in common: its key, place, time and session."""

from dataclasses import dataclass
from typing import Any

from ingestion.moments import BAD_TIME, microseconds
from ingestion.sources.claude_code.wire import Row
from ingestion.stretches import deterministic_key

AGENT = "claude_code"


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
