"""Tool calls of an answer: what the model asked for and what came of it.

Paths and commands are handed to the guard, which reduces them; contents of files are never looked at, the
client counts their lines itself.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ingestion import tool_facts
from ingestion.gemini_facts import has_failed, lines_changed
from ingestion.sources.gemini_cli.columns import Context, base_record, set_time, text

_SUCCEEDED = "success"
_FAILED = "error"
_REFUSED = "cancelled"
_OUTPUT_LABEL = re.compile(r"^Output: ", re.MULTILINE)
_MCP_NAME = re.compile(r"mcp_|.+__")


def calls(message: Mapping[str, Any], context: Context) -> Iterator[dict[str, Any]]:
    """Yield a `tool_use` for each tool call of an answer, and its `tool_result` or refusal once it ended."""
    said = message.get("toolCalls")
    for call in said if isinstance(said, list) else ():
        if not isinstance(call, Mapping) or text(call.get("id")) is None:
            continue
        yield _asked(message, call, context)
        if call.get("status") in (_SUCCEEDED, _FAILED, _REFUSED):
            yield _ended(message, call, context)


def _asked(message: Mapping[str, Any], call: Mapping[str, Any], context: Context) -> dict[str, Any]:
    arguments = call.get("args")
    return {
        **_base(message, call, context, "tool_use"),
        **tool_facts.facts(arguments),
        "input_bytes": None if arguments is None else len(msgspec.json.encode(arguments)),
    }


def _ended(message: Mapping[str, Any], call: Mapping[str, Any], context: Context) -> dict[str, Any]:
    if call["status"] == _REFUSED:
        record = _base(message, call, context, "tool_decision")
        record |= {"decision": "reject", "decision_source": "user_reject"}
    else:
        record = _base(message, call, context, "tool_result")
        record |= _outcome(call)
    # A call tells when it ended; an answer, when it was written.
    if call.get("timestamp") is not None:
        set_time(record, call["timestamp"])
    return record


def _base(
    message: Mapping[str, Any], call: Mapping[str, Any], context: Context, event_name: str
) -> dict[str, Any]:
    name = text(call.get("name"))
    return {
        **base_record(message, context, event_name, call["id"]),
        "tool_use_id": call["id"],
        "tool_name": name,
        "tool_source": "mcp" if name and _MCP_NAME.match(name) else "builtin",
    }


def _outcome(call: Mapping[str, Any]) -> dict[str, Any]:
    output = _output(call.get("result"))
    display = call.get("resultDisplay")
    command = tool_facts.facts(call.get("args")).get("command")
    record: dict[str, Any] = {
        "is_success": call["status"] == _SUCCEEDED
        and not (command is not None and has_failed(output)),
        "result_bytes": len(output.encode("utf-8", "surrogatepass")),
        **(tool_facts.commit(_OUTPUT_LABEL.sub("", output), command) if command else {}),
    }
    if isinstance(display, Mapping):
        record |= lines_changed(display.get("diffStat"))
        path = text(display.get("filePath"))
        if path:
            record["file_path"] = path
    return record


def _output(result: Any) -> str:
    """Return the text that a tool gave back to the model; empty when it gave none."""
    parts = result if isinstance(result, list) else [result]
    texts = []
    for part in parts:
        response = part.get("functionResponse") if isinstance(part, Mapping) else None
        answer = response.get("response") if isinstance(response, Mapping) else None
        if isinstance(answer, Mapping):
            texts.append(text(answer.get("output")) or text(answer.get("error")))
    return "\n".join(filter(None, texts))
