"""Copilot CLI's names of tools and the arguments of a call."""

from typing import Any

from ingestion.sample.activity import ToolCall
from ingestion.sample.wire.calls import hunk_of
from ingestion.sample.wire.tool_rows import Answers

_NAMES = {
    "Agent": "task",
    "Bash": "bash",
    "Edit": "edit",
    "Glob": "glob",
    "Grep": "grep",
    "Read": "view",
    "Write": "create",
}


def name_of(call: ToolCall) -> str:
    """Return what the client calls the tool."""
    return _NAMES.get(call.name, call.name.removeprefix("mcp__").replace("__", "-"))


def arguments_of(call: ToolCall, cwd: str, answers: Answers) -> dict[str, Any]:
    """Return what the model asked for."""
    if call.edit:
        path, added = f"{cwd}/{call.edit.path}", "\n".join(call.edit.added)
        if call.edit.creates:
            return {"path": path, "file_text": added + "\n"}
        old = "\n".join(hunk_of(call.edit, answers).removed)
        return {"path": path, "old_str": old, "new_str": added}
    if call.command:
        return {"command": call.command, "description": "run", "mode": "sync"}
    if call.agent:
        return {"agent_type": "explore", "prompt": "Find every caller and report."}
    return {"path": f"{cwd}/README.md"} if call.name == "Read" else {"pattern": "callers"}
