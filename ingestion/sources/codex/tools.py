"""Tool calls: what the model asked for, and what came of it.

Paths, commands and written lines are handed to the guard, which reduces them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingestion import codex_facts, tool_facts
from ingestion.sources.codex.columns import Line, base_record
from ingestion.sources.codex.thread import Thread
from ingestion.token_parts import is_count, whole_number

EDIT_TOOL = "apply_patch"
_SHELL_TOOL = "exec_command"
_SHELLS = frozenset({"bash", "sh", "zsh", "/bin/bash", "/bin/sh", "/bin/zsh", "/usr/bin/bash"})
_MCP = "mcp__"
_MILLISECOND = 1_000_000
_ENDED = {"completed": True, "failed": False, "error": False}
_REFUSED = frozenset({"declined", "rejected", "denied"})


def called(line: Line, thread: Thread) -> Iterator[dict[str, Any]]:
    """Yield the `tool_use` of a call that the model asks for.

    A program of code mode is none: the calls it makes are items of their own.
    """
    payload = line.payload
    call_id = _text(payload.get("call_id")) or _text(payload.get("id"))
    if call_id is None:
        return
    name, asked = _name(payload), _asked(payload)
    said: dict[str, Any] = dict(tool_facts.facts(asked))
    command = said.get("command")
    patch = asked if isinstance(asked, str) and name == EDIT_TOOL else None
    if command and command.lstrip().startswith(EDIT_TOOL):
        name, patch = EDIT_TOOL, command
    if patch is not None:
        said |= {
            "file_path": None,
            "file_paths": tool_facts.patched_files(patch) or None,
            "written_text": tool_facts.patched_lines(patch),
        }
    thread.calls[call_id] = (name, command)
    if name == codex_facts.CODE_CELL:
        return
    yield {
        **base_record(line, thread, "tool_use", call_id),
        "tool_use_id": call_id,
        "tool_name": name,
        "tool_source": "mcp" if str(name).startswith(_MCP) else "builtin",
        "input_bytes": len(asked.encode("utf-8", "replace")) if isinstance(asked, str) else None,
        "model": thread.model,
        **said,
    }


def answered(line: Line, thread: Thread) -> Iterator[dict[str, Any]]:
    """Yield the `tool_result` of a call's output, or `tool_decision` for a refused call."""
    payload = line.payload
    call_id = _text(payload.get("call_id"))
    if call_id is None:
        return
    name, command = thread.calls.pop(call_id, (None, None))
    if name == codex_facts.CODE_CELL:
        return
    output = _output(payload.get("output"))
    ended = codex_facts.outcome(output)
    event_name = "tool_decision" if "decision" in ended else "tool_result"
    yield {
        **base_record(line, thread, event_name, "output", call_id),
        "tool_use_id": call_id,
        "tool_name": name,
        "result_bytes": len(output.encode("utf-8", "replace")) if output is not None else None,
        **ended,
        **tool_facts.commit(codex_facts.text_of(output) if output else None, command),
    }


def completed(line: Line, thread: Thread, item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the event of a completed item, or of the older event that told the same, if it is a call's."""
    maker = _ITEMS.get(_text(item.get("type")) or "")
    call_id = _text(item.get("id")) or _text(item.get("call_id"))
    if maker is None or call_id is None:
        return
    facts = maker(item)
    status = _text(item.get("status"))
    is_refused = status in _REFUSED
    event_name = "tool_decision" if is_refused else "tool_result"
    record = {
        **base_record(line, thread, event_name, "item", call_id),
        "tool_use_id": call_id,
        "duration_ms": _duration(item.get("duration")),
        **facts,
    }
    if is_refused:
        record |= {"decision": "reject", "decision_source": "config", "is_success": None}
    elif record.get("is_success") is None:
        record["is_success"] = _ENDED.get(status or "")
    yield record


def _command_facts(item: Mapping[str, Any]) -> dict[str, Any]:
    command = _shell_command(item.get("command"))
    exit_code = item.get("exit_code")
    output = _text(item.get("aggregated_output")) or _text(item.get("stdout"))
    return {
        "tool_name": _SHELL_TOOL,
        "tool_source": "builtin",
        "command": command,
        "is_success": exit_code == 0 if isinstance(exit_code, int) else None,
        **tool_facts.commit(output, command),
    }


def _change_facts(item: Mapping[str, Any]) -> dict[str, Any]:
    changes = item.get("changes")
    facts: dict[str, Any] = {"tool_name": EDIT_TOOL, "tool_source": "builtin"}
    if isinstance(item.get("success"), bool):
        facts["is_success"] = item["success"]
    if not isinstance(changes, Mapping) or not changes:
        return facts
    told = [change for change in changes.values() if isinstance(change, Mapping)]
    counts = list(map(_lines_of, told))
    return {
        **facts,
        "file_paths": tuple(sorted(map(str, changes))),
        "lines_added": sum(added for added, _ in counts),
        "lines_removed": sum(removed for _, removed in counts),
        "written_text": "\n".join(filter(None, map(_written, told))) or None,
    }


def _mcp_facts(item: Mapping[str, Any]) -> dict[str, Any]:
    said = item.get("invocation")
    call = said if isinstance(said, Mapping) else item
    server, tool = _text(call.get("server")), _text(call.get("tool"))
    name = f"{_MCP}{server}__{tool}" if server and tool else None
    return {"tool_name": name, "tool_source": "mcp"}


def _lines_of(change: Mapping[str, Any]) -> tuple[int, int]:
    """Return lines added and removed by the change of one file, as git counts them."""
    diff = _text(change.get("unified_diff"))
    if diff is None:
        content = change.get("content")
        count = len(content.splitlines()) if isinstance(content, str) else 0
        return (0, count) if change.get("type") == "delete" else (count, 0)
    rows = diff.splitlines()
    added = sum(row.startswith("+") and not row.startswith("+++ ") for row in rows)
    return added, sum(row.startswith("-") and not row.startswith("--- ") for row in rows)


def _written(change: Mapping[str, Any]) -> str | None:
    diff = _text(change.get("unified_diff"))
    if diff is not None:
        return tool_facts.patched_lines(diff)
    return None if change.get("type") == "delete" else _text(change.get("content"))


def _name(payload: Mapping[str, Any]) -> str | None:
    name, space = _text(payload.get("name")), _text(payload.get("namespace"))
    if name is None:
        kind = _text(payload.get("type")) or ""
        return _SHELL_TOOL if kind == "local_shell_call" else kind.removesuffix("_call") or None
    if space and space.startswith(_MCP) and not name.startswith(_MCP):
        return f"{space.rstrip('_')}__{name}"
    return name


def _asked(payload: Mapping[str, Any]) -> Any:
    """Return what a call was asked to do: text, or the object of the older shell call."""
    for key in ("arguments", "input"):
        if isinstance(payload.get(key), str):
            return payload[key]
    action = payload.get("action")
    if isinstance(action, Mapping):
        return {"command": _shell_command(action.get("command"))}
    return None


def _shell_command(command: Any) -> str | None:
    """Return the command line that a shell was given; of any other program its words."""
    if isinstance(command, str):
        return command
    if not isinstance(command, Sequence):
        return None
    words = [word for word in command if isinstance(word, str)]
    if len(words) > 2 and words[0] in _SHELLS and words[1].startswith("-"):  # noqa: PLR2004
        return words[2]
    return " ".join(words) or None


def _output(output: Any) -> str | None:
    """Return a call's output as text; older and richer outputs hold it in parts."""
    if isinstance(output, Mapping):
        output = output.get("content")
    if isinstance(output, list):
        parts = [part.get("text") for part in output if isinstance(part, Mapping)]
        output = "\n".join(part for part in parts if isinstance(part, str))
    return output if isinstance(output, str) else None


def _duration(duration: Any) -> int | None:
    """Return a duration of seconds and nanoseconds in milliseconds; None for anything else."""
    if not isinstance(duration, Mapping):
        return None
    seconds, nanos = map(whole_number, (duration.get("secs"), duration.get("nanos")))
    if not (is_count(seconds) and is_count(nanos)):
        return None
    return seconds * 1000 + nanos // _MILLISECOND


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


_ITEMS = {
    "CommandExecution": _command_facts,
    "FileChange": _change_facts,
    "McpToolCall": _mcp_facts,
    "exec_command_end": _command_facts,
    "patch_apply_end": _change_facts,
    "mcp_tool_call_end": _mcp_facts,
}
"""Items, and the events that older clients wrote instead."""
