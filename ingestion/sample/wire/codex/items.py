"""Tool calls in a rollout: the item that asks, and the lines that tell what came of it.

New clients tell the outcome as a completed item, old ones as an event of its own. Order and times are the
caller's.
"""

import json
from collections.abc import Iterator
from typing import Any

from ingestion.sample.activity import ToolCall
from ingestion.sample.wire.calls import command_of, exit_code, patch, printed, unified
from ingestion.sample.wire.tool_rows import Answers

Row = dict[str, Any]

_DECLINED = "exec_command failed: rejected by user"


def asked(call: ToolCall, answers: Answers) -> Row:
    """Return the item by which the model asks for a call."""
    if call.edit:
        return {
            "type": "custom_tool_call",
            "id": f"ctc_{call.id[5:]}",
            "status": "completed",
            "call_id": call.id,
            "name": "apply_patch",
            "input": patch(call.edit, answers),
        }
    name, arguments = tool_of(call)
    return {
        "type": "function_call",
        "status": "completed",
        "id": f"fc_{call.id[5:]}",
        "name": name,
        "arguments": json.dumps(arguments),
        "call_id": call.id,
    }


def tool_of(call: ToolCall) -> tuple[str, Row]:
    """Return the name and the arguments of a call that is no patch."""
    if call.name == "Agent":
        return "spawn_agent", {"message": "Find every caller and report."}
    if call.name.startswith("mcp__"):
        return call.name, {"query": "callers"}
    return "exec_command", {"cmd": command_of(call)}


def output_of(call: ToolCall, answers: Answers) -> str:
    """Return what the model is given back."""
    if not call.accepted:
        return _DECLINED
    if call.edit:
        return (
            "Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\n"
        )
    head = f"Wall time: 0.1 seconds\nProcess exited with code {exit_code(call)}\nOutput:\n"
    return head + printed(call, answers)


def answered(call: ToolCall, answers: Answers) -> Row:
    """Return the item with a call's output."""
    kind = "custom_tool_call_output" if call.edit else "function_call_output"
    return {"type": kind, "call_id": call.id, "output": output_of(call, answers)}


def completed(call: ToolCall, cwd: str, answers: Answers) -> Iterator[Row]:
    """Yield the completed item of a call; calls without one, and refused ones, have none."""
    if call.edit:
        path = f"{cwd}/{call.edit.path}"
        change: Row = {
            "type": "update",
            "unified_diff": unified(call.edit, answers),
            "move_path": None,
        }
        if call.edit.creates:
            change = {"type": "add", "content": "\n".join(call.edit.added) + "\n"}
        yield {
            "type": "FileChange",
            "id": call.id,
            "changes": {path: change},
            "status": "completed",
            "stdout": "Success. Updated the following files:\n",
            "stderr": "",
        }
    elif call.accepted and tool_of(call)[0] == "exec_command":
        yield {
            "type": "CommandExecution",
            "id": call.id,
            "command": ["/bin/bash", "-lc", command_of(call)],
            "cwd": f"file://{cwd}",
            "source": "unified_exec_startup",
            "status": "completed" if call.success else "failed",
            "aggregated_output": printed(call, answers),
            "exit_code": exit_code(call),
            "duration": _duration(call),
        }


def ended(call: ToolCall, answers: Answers) -> Iterator[Row]:
    """Yield the event by which an old client told the same."""
    if call.edit:
        yield {
            "type": "patch_apply_end",
            "call_id": call.id,
            "stdout": "",
            "stderr": "",
            "success": True,
        }
    elif call.accepted and tool_of(call)[0] == "exec_command":
        yield {
            "type": "exec_command_end",
            "call_id": call.id,
            "command": ["bash", "-lc", command_of(call)],
            "stdout": printed(call, answers),
            "stderr": "",
            "aggregated_output": printed(call, answers),
            "exit_code": exit_code(call),
            "duration": _duration(call),
        }


def _duration(call: ToolCall) -> Row:
    seconds, rest = divmod(call.ended - call.started, 1000)
    return {"secs": seconds, "nanos": rest * 1_000_000}
