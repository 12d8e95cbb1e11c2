"""What every event of a session file has in common: its key, place, time and session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.moments import BAD_TIME, microseconds
from ingestion.stretches import deterministic_key

AGENT = "copilot_cli"


@dataclass(frozen=True, slots=True)
class Context:
    """Where a line stands."""

    session_id: str | None
    file_key: str
    root_key: str
    offset: int


@dataclass(frozen=True, slots=True)
class Line:
    """The envelope of one line; `data` is empty where it is missing or of another shape."""

    type: str | None
    id: str | None
    timestamp: str | int | float | None
    agent_id: str | None
    data: Mapping[str, Any]


def line_of(value: Mapping[str, Any]) -> Line:
    """Return the envelope of a line's object; a field of another type counts as missing."""
    timestamp = value.get("timestamp")
    is_time = isinstance(timestamp, str | int | float) and not isinstance(timestamp, bool)
    return Line(
        text(value.get("type")),
        text(value.get("id")),
        timestamp if is_time else None,
        text(value.get("agentId")),
        mapping(value.get("data")),
    )


def base_record(
    line: Line, context: Context, event_name: str, *natural_key: object
) -> dict[str, Any]:
    """Return the columns common to all events of a line.

    The key is made of the session, the line's own identifier and what tells several events of one line
    apart, so that a copy of the file gives the same keys.
    """
    own = line.id or f"{context.file_key}:{context.offset}"
    record = {
        "event_id": deterministic_key(AGENT, event_name, context.session_id, own, *natural_key),
        "source_layer": "transcript",
        "agent": AGENT,
        "event_name": event_name,
        "event_at": microseconds(line.timestamp),
        "session_id": context.session_id,
        "prompt_id": text(line.data.get("interactionId")),
        "subagent_id": line.agent_id,
        "root_key": context.root_key,
        "file_key": context.file_key,
        "file_offset": context.offset,
    }
    if record["event_at"] is None and line.timestamp is not None:
        record["flags"] = BAD_TIME
    return record


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a value that is an object; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def text(value: Any) -> str | None:
    """Return a value that is text and not empty; None for anything else."""
    return value if isinstance(value, str) and value else None
