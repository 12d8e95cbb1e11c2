"""The note that names a project's working folder, for sessions whose chats were read before it came.

A chat read later finds the note by itself, see `chats`.
"""

from collections.abc import Iterator
from typing import Any

from agent_analytics.records import FILES
from ingestion.line_events import add_line
from ingestion.sources.gemini_cli import paths
from ingestion.sources.gemini_cli.chats import chat_of
from ingestion.sources.gemini_cli.columns import Context, base_record
from ingestion.stretches import Stretch
from ingestion.tail import Reading


def stretch_of(reading: Reading) -> Stretch:
    """Return the start of each session whose chat lies beside a newly read note.

    A note without chats is one record ignored.
    """
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    for offset, note in reading.lines:
        starts = ((start, None) for start in _starts(reading))
        add_line(stretch, "project note", offset, note, starts)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _starts(reading: Reading) -> Iterator[dict[str, Any]]:
    # Copies of a chat are one session.
    found = {chat.session_id: chat for chat in map(chat_of, paths.chats_beside(reading.path))}
    for session_id, chat in found.items():
        if session_id is not None:
            context = Context(chat, reading.file_key, reading.root_key, 0)
            yield base_record({"timestamp": chat.started}, context, "session_start")
