"""A session's documents to rows of `events`: pure, and the same from either kind of storage.

An assistant's message is a model request, or several where it took several steps; a person's message is a
prompt. Parts of the kind `tool` are tool calls, see `tools`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agent_analytics.money import microusd_from_usd
from agent_analytics.records import EVENTS
from ingestion.json_lines import word_of
from ingestion.moments import microseconds
from ingestion.sources.opencode import tools
from ingestion.sources.opencode.sessions import Document, Message, Session
from ingestion.stretches import DeadLetter, Stretch, deterministic_key
from ingestion.token_parts import is_count, whole_number

AGENT = "opencode"

_COUNTS = ("input", "output", "reasoning")
_CACHE = ("read", "write")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a message stands."""

    session: Session
    file_key: str
    root_key: str

    def record(self, event_name: str, own_id: str, at_ms: Any) -> dict[str, Any]:
        """Return the columns common to all events, known by the identifier of what they come from."""
        return {
            "event_id": deterministic_key(AGENT, event_name, own_id),
            "source_layer": "transcript",
            "agent": AGENT,
            "client_version": self.session.version,
            "event_name": event_name,
            "event_at": microseconds(at_ms) if is_count(at_ms) else None,
            "session_id": self.session.id,
            # A sub-agent is a session of its own that names its parent.
            "subagent_id": self.session.id if self.session.parent_id else None,
            "root_key": self.root_key,
            "working_folder": self.session.folder,
            "file_key": self.file_key,
        }


def add_session(stretch: Stretch, session: Session, root_key: str) -> None:
    """Add the events of a session to a stretch; a document that cannot be read is a dead letter."""
    context = Context(session, stretch.scope_key, root_key)
    _take(stretch, [context.record("session_start", session.id, session.created_ms)])
    for message in session.messages:
        unreadable = [document for _, document in message.parts].count(None)
        if message.document is None:
            _refuse(stretch, "message", 1 + unreadable)
            continue
        _refuse(stretch, "part", unreadable)
        is_own = not _is_copied(message, message.document, session)
        _take(stretch, list(_records(message, message.document, context)) if is_own else [])


def _is_copied(message: Message, document: Document, session: Session) -> bool:
    """Return whether a fork took a message over: it is older than the session that it stands in."""
    created, began = _created(message, document), session.created_ms
    return is_count(created) and is_count(began) and created < began


def _take(stretch: Stretch, records: list[dict[str, Any]]) -> None:
    for record in records:
        stretch.add(EVENTS, record)
    stretch.accepted += len(records)
    stretch.ignored += not records
    stretch.received += max(len(records), 1)


def _refuse(stretch: Stretch, what: str, count: int) -> None:
    stretch.received += count
    for _ in range(count):
        stretch.dead_letters.append(DeadLetter("not an object", what, stretch.to_offset, 0))


def _records(message: Message, document: Document, context: Context) -> Iterator[dict[str, Any]]:
    parts = [(part_id, part) for part_id, part in message.parts if part is not None]
    if document.get("role") == "user":
        yield from _prompt(message, document, parts, context)
    elif document.get("role") == "assistant":
        yield from _requests(message, document, parts, context)
    for part_id, part in parts:
        if part.get("type") == "tool":
            yield from tools.records(part_id, part, document, context.record)
        elif part.get("type") == "retry":
            yield _attempt(part_id, part, document, context)


def _prompt(
    message: Message, document: Document, parts: list[tuple[str, Document]], context: Context
) -> Iterator[dict[str, Any]]:
    """Yield a person's prompt; the task of a sub-agent and what opencode writes itself are none."""
    texts = [
        part["text"]
        for _, part in parts
        if part.get("type") == "text" and isinstance(part.get("text"), str)
        if not part.get("synthetic")
    ]
    if context.session.parent_id or not texts:
        return
    yield {
        **context.record("prompt", message.id, _created(message, document)),
        "prompt_id": message.id,
        "message_uuid": message.id,
        "prompt_length": sum(map(len, texts)),
        "prompt_text": "\n".join(texts),
        "is_human": True,
    }


def _requests(
    message: Message, document: Document, parts: list[tuple[str, Document]], context: Context
) -> Iterator[dict[str, Any]]:
    """Yield the model requests of an assistant's message; none while it is being answered."""
    steps = [part for _, part in parts if part.get("type") == "step-finish"]
    error = _mapping(document.get("error"))
    if not any(map(_has_usage, [document, *steps])) and (error or not steps):
        if error:
            yield _error(message, document, error, context)
        elif _completed(document):
            yield _request(message, document, document, 1, context)
        return
    # The message's own numbers are the sum of its steps.
    for number, step in enumerate(steps if len(steps) > 1 else [document], start=1):
        yield _request(message, document, step, number, context)


def _request(
    message: Message, document: Document, step: Document, number: int, context: Context
) -> dict[str, Any]:
    own_id = message.id if number == 1 else f"{message.id}#{number}"
    created, completed = _created(message, document), _completed(document)
    is_timed = number == 1 and is_count(created) and is_count(completed) and completed >= created
    return {
        **context.record("request", own_id, completed or created),
        **_tokens(step),
        "prompt_id": _text(document.get("parentID")),
        "message_id": own_id,
        "message_uuid": message.id,
        "provider": _text(document.get("providerID")),
        "model": _text(document.get("modelID")),
        "query_source": "compact" if document.get("summary") is True else None,
        "effort": _text(document.get("variant")),
        "stop_reason": _text(step.get("finish")) or _text(step.get("reason")),
        "duration_ms": completed - created if is_timed else None,
        "reported_cost_microusd": _cost(step.get("cost")),
    }


def _tokens(step: Document) -> dict[str, Any]:
    """Return disjoint token columns: here only reasoning is to be added to the output.

    Nothing but zeros means that the service told no usage. Values that are no counts are left for the
    checks to judge.
    """
    told = _mapping(step.get("tokens"))
    cache = _mapping(told.get("cache"))
    if not _has_usage(step):
        return {}
    output, reasoning = (whole_number(told.get(name)) for name in ("output", "reasoning"))
    if is_count(output) and is_count(reasoning):
        output += reasoning
    return {
        "input_tokens": told.get("input"),
        "cache_read_tokens": cache.get("read"),
        "cache_write_tokens": cache.get("write"),
        "output_tokens": output,
        "reasoning_tokens": reasoning,
    }


def _has_usage(step: Document) -> bool:
    told = _mapping(step.get("tokens"))
    cache = _mapping(told.get("cache"))
    counts = [told.get(name) for name in _COUNTS] + [cache.get(name) for name in _CACHE]
    return any(whole_number(count) not in (0, None) for count in counts)


def _attempt(part_id: str, part: Document, document: Document, context: Context) -> dict[str, Any]:
    """Return the `request_error` of one attempt that was followed by another."""
    error = _mapping(part.get("error"))
    status = _mapping(error.get("data")).get("statusCode")
    return {
        **context.record("request_error", part_id, _mapping(part.get("time")).get("created")),
        "model": _text(document.get("modelID")),
        "attempt": part.get("attempt"),
        "error_type": word_of(error.get("name")),
        "status_code": status if is_count(status) else None,
    }


def _error(
    message: Message, document: Document, error: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    status = _mapping(error.get("data")).get("statusCode")
    return {
        **context.record(
            "request_error", message.id, _completed(document) or _created(message, document)
        ),
        "prompt_id": _text(document.get("parentID")),
        "message_uuid": message.id,
        "provider": _text(document.get("providerID")),
        "model": _text(document.get("modelID")),
        "error_type": word_of(error.get("name")),
        "status_code": status if is_count(status) else None,
        "is_synthetic": True,
    }


def _cost(amount: Any) -> int | None:
    is_amount = isinstance(amount, int | float) and not isinstance(amount, bool)
    return microusd_from_usd(amount) if is_amount else None


def _created(message: Message, document: Document) -> Any:
    created = _mapping(document.get("time")).get("created")
    return message.created_ms if created is None else created


def _completed(document: Document) -> Any:
    return _mapping(document.get("time")).get("completed")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
