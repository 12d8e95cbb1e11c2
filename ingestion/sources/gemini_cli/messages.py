"""Messages of a chat: the model's answers with their usage, what a person typed, and errors.

An answer is written again for every tool call that it asks for; which line counts is settled by the
key. The meaning of each token number is in the README beside this file.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.gemini_facts import PROVIDER, Usage, token_columns
from ingestion.json_lines import UnreadableError
from ingestion.sources.gemini_cli import tools
from ingestion.sources.gemini_cli.columns import Context, base_record, text

ANSWER = "gemini"
TYPED = "user"
ERROR = "error"
SILENT = frozenset({"info", "warning"})
"""Known kinds of messages that carry nothing to keep; an unknown kind is counted by name."""

_MACHINE_TEXT = (
    "<session_context>",
    "<state_snapshot>",
    "<hook_context>",
    "This is the Gemini CLI. We are setting up the context",
    "System: ",
)
"""How text begins that the client, not a person, put into a message."""

_NUDGE = "Please continue."
"""What the client says to a model that stopped too early."""

_API_ERROR = re.compile(r"\s*\[API Error:(?:.*\(Status: (\w{1,40})\))?", re.DOTALL)

Message = Mapping[str, Any]


def answer(message: Message, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the request that an answer is, once its usage is known, and the tool calls it asks for.

    Raises `UnreadableError` for usage of another shape: tokens are never lost in silence.
    """
    usage = message.get("tokens")
    if usage is not None:
        if not isinstance(usage, Mapping):
            reason = "bad_usage"
            raise UnreadableError(reason)
        yield _request(message, context, usage)
    for call in tools.calls(message, context):
        yield {
            **call,
            "message_id": text(message.get("id")),
            "model": text(message.get("model")),
        }


def prompt(message: Message, context: Context) -> Iterator[dict[str, Any]]:
    """Yield what a person typed; nothing for results of tools and text of the client or a sub-agent's task."""
    if context.chat.subagent_id is not None:
        return
    shown = _text_of(message.get("displayContent"))
    typed = shown or _text_of(message.get("content"))
    if typed is None:
        return
    if shown is None and (typed.startswith(_MACHINE_TEXT) or typed == _NUDGE):
        return
    yield {
        **base_record(message, context, "prompt"),
        "message_uuid": text(message.get("id")),
        "prompt_length": len(typed),
        "prompt_text": typed,
        "is_human": True,
    }


def error(message: Message, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the failed request that an error shown to the person stands for; nothing for other errors."""
    shown = _text_of(message.get("content"))
    match = _API_ERROR.match(shown) if shown else None
    if match is None:
        return
    yield {
        **base_record(message, context, "request_error"),
        "message_uuid": text(message.get("id")),
        "provider": PROVIDER,
        "error_type": match[1],
        "is_synthetic": True,
    }


def _request(message: Message, context: Context, usage: Mapping[str, Any]) -> dict[str, Any]:
    columns = token_columns(
        Usage(
            prompt=usage.get("input"),
            candidates=usage.get("output"),
            cached=usage.get("cached"),
            thoughts=usage.get("thoughts"),
            tool=usage.get("tool"),
            total=usage.get("total"),
        )
    )
    record = base_record(message, context, "request")
    flags = ",".join(filter(None, (record.get("flags"), columns.pop("flags", None))))
    return {
        **record,
        **columns,
        "flags": flags or None,
        "message_id": text(message.get("id")),
        "provider": PROVIDER,
        "model": text(message.get("model")),
    }


def _text_of(content: Any) -> str | None:
    """Return the text of a message's content, text or parts; None when it holds none, or a tool's result."""
    if isinstance(content, str):
        return content or None
    if isinstance(content, Mapping):
        content = [content]
    if not isinstance(content, list):
        return None
    if any(isinstance(part, Mapping) and "functionResponse" in part for part in content):
        return None
    texts = [part if isinstance(part, str) else _part_text(part) for part in content]
    return "".join(filter(None, texts)) or None


def _part_text(part: Any) -> str | None:
    return text(part.get("text")) if isinstance(part, Mapping) else None
