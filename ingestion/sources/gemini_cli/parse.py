"""Lines of a chat to rows of `events`: pure, so that where a file was cut changes nothing.

A line is a message, a change of the chat's description or a rewind. What a message means is in `messages`
and `tools`; the chat itself in `chats`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.records import FILES
from ingestion.gemini_facts import AGENT
from ingestion.json_lines import UnreadableError, objects_of, parts_of, word_of
from ingestion.line_events import add_line
from ingestion.sources.gemini_cli import messages
from ingestion.sources.gemini_cli.chats import Chat, ChatReading, described
from ingestion.sources.gemini_cli.columns import Context
from ingestion.stretches import Stretch

Record = dict[str, Any]
Object = dict[str, Any]

_CHANGE = "$set"
_REWIND = "$rewindTo"


@dataclass(slots=True)
class _Take:
    """The state of taking one reading."""

    stretch: Stretch
    chat: Chat
    root_key: str
    met: set[str] = field(default_factory=set)


def stretch_of(piece: ChatReading) -> Stretch:
    """Return what newly read lines of one chat say.

    Every row made of a line is one record received. A line that carries nothing to keep is one record
    ignored; what cannot be read of a line is one dead letter.
    """
    reading = piece.reading
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    take = _Take(stretch, piece.chat, reading.root_key)
    for offset, line in reading.lines:
        for start, part in parts_of(line):
            place = offset + start
            said = (
                (record, flag)
                for told, flag in objects_of(part)
                for record in _records(take, told, place)
            )
            add_line(stretch, "chat line", place, part, said)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _records(take: _Take, said: Object, offset: int) -> Iterator[Record]:
    context = Context(take.chat, take.stretch.scope_key, take.root_key, offset)
    if isinstance(said.get("messages"), list):
        # A whole chat of an older client.
        chat = described(said, take.chat.subagent_id, take.chat.working_folder)
        whole = Context(chat, context.file_key, context.root_key, offset)
        for message in said["messages"]:
            yield from _message(take, message, whole)
    elif isinstance(said.get(_CHANGE), dict):
        yield from _changed(take, said[_CHANGE], context)
    elif "id" in said or "type" in said:
        yield from _message(take, said, context)
    elif _REWIND not in said and "sessionId" not in said:
        take.stretch.dropped[AGENT, "", "line of an unknown kind", "type", "unknown"] += 1


def _changed(take: _Take, change: Object, context: Context) -> Iterator[Record]:
    """Yield the answers of a rewritten history that no line of this reading has told by itself.

    A history is repeated at many changes; what it adds are summaries, which nobody typed.
    """
    history = change.get("messages")
    for message in history if isinstance(history, list) else ():
        if _is_answer(message) and message.get("id") not in take.met:
            yield from _message(take, message, context)


def _is_answer(message: Any) -> bool:
    return isinstance(message, dict) and message.get("type") == messages.ANSWER


def _message(take: _Take, message: Any, context: Context) -> Iterator[Record]:
    if not isinstance(message, dict):
        reason = "bad_message"
        raise UnreadableError(reason)
    kind = word_of(message.get("type"))
    if isinstance(message.get("id"), str):
        take.met.add(message["id"])
    if kind == messages.ANSWER:
        yield from messages.answer(message, context)
    elif kind == messages.TYPED:
        yield from messages.prompt(message, context)
    elif kind == messages.ERROR:
        yield from messages.error(message, context)
    elif kind not in messages.SILENT:
        name = f"message type {kind or '(other)'}"
        take.stretch.dropped[AGENT, "", name, "type", "unknown"] += 1
