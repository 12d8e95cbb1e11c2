"""What every event of a chat has in common: its key, place, time and session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.gemini_facts import AGENT
from ingestion.moments import BAD_TIME, microseconds
from ingestion.sources.gemini_cli.chats import Chat
from ingestion.stretches import deterministic_key


@dataclass(frozen=True, slots=True)
class Context:
    """Where a line stands."""

    chat: Chat
    file_key: str
    root_key: str
    offset: int


def base_record(
    message: Mapping[str, Any], context: Context, event_name: str, *natural_key: object
) -> dict[str, Any]:
    """Return the columns common to all events of a message.

    The client writes a message again whenever it changes. The key is made of the session and the message's
    own identifier, so that the last line takes the place of those before it.
    """
    chat = context.chat
    own = text(message.get("id")) or f"{context.file_key}:{context.offset}"
    record = {
        "event_id": deterministic_key(
            AGENT, event_name, chat.session_id, chat.subagent_id, own, *natural_key
        ),
        "source_layer": "transcript",
        "agent": AGENT,
        "event_name": event_name,
        "event_at": None,
        "session_id": chat.session_id,
        "subagent_id": chat.subagent_id,
        "is_sidechain": chat.subagent_id is not None,
        "root_key": context.root_key,
        "working_folder": chat.working_folder,
        "file_key": context.file_key,
        "file_offset": context.offset,
    }
    set_time(record, message.get("timestamp"))
    return record


def set_time(record: dict[str, Any], timestamp: Any) -> None:
    """Set when an event happened; one whose time cannot be read is flagged."""
    known = timestamp if isinstance(timestamp, str | int | float) else None
    record["event_at"] = microseconds(known)
    if record["event_at"] is None and timestamp is not None:
        record["flags"] = BAD_TIME


def text(value: Any) -> str | None:
    """Return a value that is text and not empty; None for anything else."""
    return value if isinstance(value, str) and value else None
