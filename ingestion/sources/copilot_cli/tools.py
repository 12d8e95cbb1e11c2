"""Tool calls of a session file: what was asked for and what came of it.

Paths and commands are handed to the guard, which reduces them; contents are only counted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ingestion import tool_facts
from ingestion.json_lines import word_of
from ingestion.sources.copilot_cli.columns import Context, Line, base_record, mapping, text
from ingestion.token_parts import is_count, whole_number

_REFUSED = ("cancelled", "denied", "rejected")


def started(line: Line, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the `tool_use` of a call that began."""
    call = text(line.data.get("toolCallId"))
    if call is None:
        return
    arguments = line.data.get("arguments")
    yield {
        **base_record(line, context, "tool_use", call),
        **_tool(line.data),
        **tool_facts.facts(arguments),
        "tool_use_id": call,
        "model": text(line.data.get("model")),
        "input_bytes": None if arguments is None else len(msgspec.json.encode(arguments)),
    }


def completed(line: Line, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the `tool_result` of a call that ended, or the `tool_decision` that refused it."""
    call = text(line.data.get("toolCallId"))
    if call is None:
        return
    record = {"tool_use_id": call, **_tool(line.data)}
    code = text(mapping(line.data.get("error")).get("code"))
    if code and code.startswith(_REFUSED):
        yield {
            **base_record(line, context, "tool_decision", call),
            **record,
            "decision": "reject",
        }
        return
    exit_code = whole_number(mapping(line.data.get("shellExecution")).get("exitCode"))
    content = mapping(line.data.get("result")).get("content")
    yield {
        **base_record(line, context, "tool_result", call),
        **record,
        **_outcome(line.data),
        **tool_facts.commit(content if isinstance(content, str) else None),
        "error_type": word_of(code),
        # A command that fails is a success of the tool, with the exit code beside it.
        "is_success": line.data.get("success") is True and exit_code in (None, 0),
        "result_bytes": len(content.encode("utf-8", "replace"))
        if isinstance(content, str)
        else None,
    }


def decided(line: Line, context: Context) -> Iterator[dict[str, Any]]:
    """Yield the `tool_decision` of a permission that was asked for and given, or not."""
    call = text(line.data.get("toolCallId"))
    kind = text(mapping(line.data.get("result")).get("kind"))
    if call is None or kind is None:
        return
    yield {
        **base_record(line, context, "tool_decision", call),
        "tool_use_id": call,
        "decision": "reject" if kind.startswith(_REFUSED) else "accept",
        "decision_source": text(line.data.get("decisionSource")) or word_of(kind),
    }


def _tool(data: Mapping[str, Any]) -> dict[str, Any]:
    server, tool = text(data.get("mcpServerName")), text(data.get("mcpToolName"))
    if server and tool:
        return {"tool_name": f"mcp__{server}__{tool}", "tool_source": "mcp"}
    name = text(data.get("toolName"))
    return {"tool_name": name} if name else {}


def _outcome(data: Mapping[str, Any]) -> dict[str, Any]:
    edits = data.get("fileEdits")
    paths = [mapping(edit).get("path") for edit in edits] if isinstance(edits, list) else []
    metrics = mapping(mapping(data.get("toolTelemetry")).get("metrics"))
    return {
        **tool_facts.of_files([path for path in paths if isinstance(path, str) and path]),
        "lines_added": _whole(metrics.get("linesAdded")),
        "lines_removed": _whole(metrics.get("linesRemoved")),
    }


def _whole(value: Any) -> int | None:
    number = whole_number(value)
    return number if is_count(number) else None
