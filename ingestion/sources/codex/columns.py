"""What every event of a rollout has in common: its key, place, time, thread and turn."""

from dataclasses import dataclass
from typing import Any

from ingestion.moments import BAD_TIME, microseconds
from ingestion.sources.codex.thread import Thread
from ingestion.stretches import deterministic_key

AGENT = "codex"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rollout and where it stands; `payload` is empty for a line without one."""

    offset: int
    kind: str | None
    timestamp: Any
    ordinal: Any
    payload: dict[str, Any]

    @property
    def subject(self) -> str:
        """Return what the payload is about, by its own type; empty when it does not say."""
        said = self.payload.get("type")
        return said if isinstance(said, str) else ""

    @property
    def moment(self) -> int | None:
        """Return the line's time in microseconds; None when it has none that can be read."""
        stamp = self.timestamp
        return microseconds(stamp) if isinstance(stamp, str | int | float) else None


def base_record(
    line: Line, thread: Thread, event_name: str, *natural_key: object
) -> dict[str, Any]:
    """Return the columns common to all events of a line.

    The key is made of the thread and a natural key, else the line's place in the unpacked file, so that a
    rollout that was compressed or archived since gives the same keys.
    """
    own = natural_key or (line.offset,)
    moment = line.moment
    is_bad = moment is None and line.timestamp is not None
    return {
        "event_id": deterministic_key(AGENT, event_name, thread.id or thread.file_key, *own),
        "source_layer": "transcript",
        "agent": AGENT,
        "client_version": thread.client_version,
        "event_name": event_name,
        "event_at": moment,
        "session_id": thread.id,
        "prompt_id": thread.turn_id,
        "subagent_id": thread.id if thread.is_subagent else None,
        "is_sidechain": thread.is_subagent,
        "root_key": thread.root_key,
        "entrypoint": thread.entrypoint,
        "working_folder": thread.folder,
        "repository_url": thread.repository_url,
        "git_branch": thread.git_branch,
        "permission_mode": thread.approval,
        "file_key": thread.file_key,
        "file_offset": line.offset,
        "flags": BAD_TIME if is_bad else None,
    }
