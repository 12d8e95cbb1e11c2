"""Rollout lines to rows of `events`, each read with what the lines before it said of the thread.

Where a file was cut changes nothing: lines before the cut are read again, for what they say only. Finding
files belongs to `paths` and `ingestion.tail`; requests and tool calls are made in `usage` and `tools`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent_analytics.records import FILES
from ingestion.json_lines import objects_of, parts_of, word_of
from ingestion.line_events import add_line
from ingestion.sources.codex import tools, usage
from ingestion.sources.codex.columns import AGENT, Line, base_record
from ingestion.sources.codex.history import lines_before
from ingestion.sources.codex.paths import thread_of
from ingestion.sources.codex.thread import Thread
from ingestion.stretches import Stretch
from ingestion.tail import Reading

Record = dict[str, Any]

_CALLS = frozenset(
    (
        "custom_tool_call",
        "function_call",
        "image_generation_call",
        "local_shell_call",
        "tool_search_call",
        "web_search_call",
    )
)
_OUTPUTS = frozenset({"custom_tool_call_output", "function_call_output", "tool_search_output"})
_SILENT = frozenset(
    (
        "dynamic_tools_updated",
        "inter_agent_communication",
        "inter_agent_communication_metadata",
        "message",
        "realtime_item",
        "reasoning",
        "retained_context",
        "security_risk_score",
        "state",
        "world_state",
    )
)
"""Known kinds of lines that carry nothing to keep; an unknown kind is counted by name."""


def stretch_of(reading: Reading) -> Stretch:
    """Return what newly read lines of one rollout say.

    Every row made of a line is one record received. A line that carries nothing to keep is one record
    ignored; what cannot be read of a line is one dead letter.
    """
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    thread = Thread(reading.file_key, reading.root_key, thread_of(reading.path))
    if reading.lines:
        unused = Stretch(reading.file_key)
        for offset, line in lines_before(reading):
            _take(unused, thread, offset, line)
            unused.records.clear()
    for offset, line in reading.lines:
        _take(stretch, thread, offset, line)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _take(stretch: Stretch, thread: Thread, offset: int, line: bytes) -> None:
    for start, part in parts_of(line):
        place = offset + start
        said = (
            (record, flag)
            for value, flag in objects_of(part)
            for record in _records(_line(place, value), thread, stretch)
        )
        add_line(stretch, "rollout line", place, part, said)


def _line(offset: int, value: Mapping[str, Any]) -> Line:
    """Return a line's envelope and payload; the oldest clients wrote items without an envelope."""
    kind = value.get("type") if isinstance(value.get("type"), str) else None
    payload = value.get("payload")
    if isinstance(payload, dict):
        return Line(offset, kind, value.get("timestamp"), value.get("ordinal"), payload)
    if kind is None and "id" in value and "timestamp" in value:
        kind = "session_meta"
    bare = kind if kind in ("session_meta", "compacted") else "response_item"
    return Line(offset, bare, value.get("timestamp"), None, dict(value))


def _records(line: Line, thread: Thread, stretch: Stretch) -> Iterator[Record]:
    maker = _MAKERS.get(line.kind or "")
    if maker is not None:
        yield from maker(line, thread)
    elif line.kind not in _SILENT:
        name = f"line type {word_of(line.kind) or '(other)'}"
        stretch.dropped[AGENT, thread.client_version or "", name, "type", "unknown"] += 1


def _meta(line: Line, thread: Thread) -> Iterator[Record]:
    if thread.describe(line.payload, line.moment):
        yield base_record(line, thread, "session_start")


def _turn_context(line: Line, thread: Thread) -> Iterator[Record]:
    thread.turn(line.payload)
    yield from ()


def _usage_record(line: Line, thread: Thread) -> Iterator[Record]:
    yield from usage.recorded(line, thread)


def _item(line: Line, thread: Thread) -> Iterator[Record]:
    if thread.is_copy(line.ordinal, line.moment):
        return
    if line.subject in _CALLS:
        yield from tools.called(line, thread)
    elif line.subject in _OUTPUTS:
        yield from tools.answered(line, thread)


def _event(line: Line, thread: Thread) -> Iterator[Record]:
    kind = line.subject
    if kind == "token_count":
        yield from usage.counted(line, thread)
        return
    if kind == "thread_settings_applied":
        settings = line.payload.get("thread_settings", line.payload)
        thread.settle(settings if isinstance(settings, Mapping) else {})
        return
    if thread.is_copy(line.ordinal, line.moment):
        return
    if kind == "item_completed":
        item = line.payload.get("item")
        if isinstance(item, Mapping):
            yield from _completed(line, thread, item)
    elif kind in _EVENTS:
        yield from _EVENTS[kind](line, thread)
    else:
        yield from tools.completed(line, thread, line.payload)


def _completed(line: Line, thread: Thread, item: Mapping[str, Any]) -> Iterator[Record]:
    if item.get("type") == "UserMessage":
        content = item.get("content")
        parts = content if isinstance(content, list) else []
        texts = [part.get("text") for part in parts if isinstance(part, Mapping)]
        text = "\n".join(text for text in texts if isinstance(text, str))
        yield _prompt(line, thread, text, item.get("id"))
    else:
        yield from tools.completed(line, thread, item)


def _user_message(line: Line, thread: Thread) -> Iterator[Record]:
    message = line.payload.get("message")
    if isinstance(message, str):
        yield _prompt(line, thread, message, None)


def _prompt(line: Line, thread: Thread, text: str, item_id: Any) -> Record:
    own = item_id if isinstance(item_id, str) and item_id else None
    return {
        **base_record(line, thread, "prompt", *filter(None, (own,))),
        "message_uuid": own or f"{thread.id or thread.file_key}:{line.offset}",
        "prompt_length": len(text),
        "prompt_text": text,
        "is_human": not thread.is_subagent,
        "attributes": {"sandbox_policy": thread.sandbox} if thread.sandbox else None,
    }


def _turn_ended(line: Line, thread: Thread) -> Iterator[Record]:
    payload = line.payload
    is_whole = line.subject in ("task_complete", "turn_complete")
    turn_id = payload.get("turn_id")
    yield {
        **base_record(line, thread, "turn" if is_whole else "turn_aborted"),
        "prompt_id": turn_id if isinstance(turn_id, str) else thread.turn_id,
        "duration_ms": payload.get("duration_ms"),
        "ttft_ms": payload.get("time_to_first_token_ms"),
        "stop_reason": word_of(payload.get("reason")),
    }


def _error(line: Line, thread: Thread) -> Iterator[Record]:
    info = line.payload.get("codex_error_info")
    kind = next(iter(info), None) if isinstance(info, Mapping) else info
    yield {
        **base_record(line, thread, "request_error"),
        "model": thread.model,
        "error_type": word_of(kind) or "error",
        "is_synthetic": line.subject == "error",
    }


def _compacted(line: Line, thread: Thread) -> Iterator[Record]:
    if not thread.is_copy(line.ordinal, line.moment):
        yield base_record(line, thread, "compaction")


_EVENTS: dict[str, Callable[[Line, Thread], Iterator[Record]]] = {
    "error": _error,
    "stream_error": _error,
    "task_complete": _turn_ended,
    "turn_aborted": _turn_ended,
    "turn_complete": _turn_ended,
    "user_message": _user_message,
}
_MAKERS: dict[str, Callable[[Line, Thread], Iterator[Record]]] = {
    "compacted": _compacted,
    "event_msg": _event,
    "response_item": _item,
    "session_meta": _meta,
    "token_usage_record": _usage_record,
    "turn_context": _turn_context,
}
