"""Gemini CLI's names of tools, and a call as a chat tells it."""

from typing import Any

from ingestion.sample.activity import ToolCall
from ingestion.sample.clock import iso
from ingestion.sample.wire.calls import exit_code, hunk_of, printed
from ingestion.sample.wire.tool_rows import Answers

Row = dict[str, Any]

_NAMES = {
    "Bash": "run_shell_command",
    "Edit": "replace",
    "Glob": "glob",
    "Grep": "search_file_content",
    "Read": "read_file",
    "Write": "write_file",
}


def name_of(call: ToolCall) -> str:
    """Return what the client calls the tool."""
    return _NAMES.get(call.name, call.name.removeprefix("mcp__"))


def arguments_of(call: ToolCall, cwd: str, answers: Answers) -> Row:
    """Return what the model asked for."""
    if call.edit:
        path, added = f"{cwd}/{call.edit.path}", "\n".join(call.edit.added)
        if call.edit.creates:
            return {"file_path": path, "content": added + "\n"}
        old = "\n".join(hunk_of(call.edit, answers).removed)
        return {
            "file_path": path,
            "instruction": "change it",
            "old_string": old,
            "new_string": added,
        }
    if call.command:
        return {"command": call.command, "description": "run"}
    return {"file_path": f"{cwd}/README.md"} if call.name == "Read" else {"pattern": "callers"}


def lines_of(call: ToolCall, answers: Answers) -> Row:
    """Return the client's own count of the lines that an edit changed; nothing for other calls."""
    if call.edit is None:
        return {}
    removed = 0 if call.edit.creates else len(hunk_of(call.edit, answers).removed)
    return {"model_added_lines": len(call.edit.added), "model_removed_lines": removed}


def told(call: ToolCall, cwd: str, answers: Answers) -> Row:
    """Return an ended call as the answer that asked for it tells it in the end."""
    name, status = name_of(call), "success" if call.accepted else "cancelled"
    output = printed(call, answers)
    if call.command:
        failed = "" if call.success else f"Exit Code: {exit_code(call)}\n"
        output = f"<untrusted_context>\nOutput: {output}{failed}</untrusted_context>"
    elif not call.success and call.accepted:
        status = "error"
    response = {"id": call.id, "name": name, "response": {"output": output}}
    row: Row = {
        "id": call.id,
        "name": name,
        "args": arguments_of(call, cwd, answers),
        "result": [{"functionResponse": response}],
        "status": status,
        "timestamp": iso(call.ended),
        "displayName": name,
    }
    if call.edit:
        row["resultDisplay"] = {
            "fileName": call.edit.path.rpartition("/")[2],
            "filePath": f"{cwd}/{call.edit.path}",
            "isNewFile": call.edit.creates,
            "diffStat": lines_of(call, answers),
        }
    return row
