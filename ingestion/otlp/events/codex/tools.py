"""What a record about a tool call tells beside its identifiers: outcome, files, command and commit."""

from typing import Any

from ingestion import codex_facts, tool_facts
from ingestion.otlp.signals import Attributes

_EDIT_TOOL = "apply_patch"


def decided(attributes: Attributes) -> dict[str, Any]:
    """Return who let a call run, or refused it."""
    source = attributes.get("source")
    return {
        "event_name": "tool_decision",
        "decision": codex_facts.decision(attributes.get("decision")),
        "decision_source": source.lower() if isinstance(source, str) else None,
        **_name(attributes),
    }


def ended(attributes: Attributes) -> dict[str, Any] | None:
    """Return how a call ended; None for a program of code mode, whose calls have records of their own.

    The client says success of every call that ran; its exit code is in the output.
    """
    if attributes.get("tool_name") == codex_facts.CODE_CELL:
        return None
    output, arguments = attributes.get("output"), attributes.get("arguments")
    output = output if isinstance(output, str) else None
    row: dict[str, Any] = {
        "event_name": "tool_result",
        "is_success": attributes.get("success"),
        "result_bytes": attributes.get("output_length"),
        **_name(attributes),
        **_asked(attributes.get("tool_name"), arguments),
    }
    row |= codex_facts.outcome(output)
    if "decision" in row:
        row |= {"event_name": "tool_decision", "is_success": None}
    if output:
        row |= tool_facts.commit(codex_facts.text_of(output), row.get("command"))
    return row


def sandbox(attributes: Attributes) -> dict[str, Any]:
    """Return what the sandbox made of a call that was let run."""
    outcome = attributes.get("outcome")
    return {"error_type": outcome if outcome == "denied" else None}


def _asked(name: Any, arguments: Any) -> dict[str, Any]:
    if not isinstance(arguments, str):
        return {}
    asked: dict[str, Any] = {"input_bytes": len(arguments.encode("utf-8", "replace"))}
    said = tool_facts.facts(arguments)
    command = said.get("command")
    is_patch = command is not None and command.lstrip().startswith(_EDIT_TOOL)
    if is_patch or name == _EDIT_TOOL:
        patch = command if is_patch and command else arguments
        return {
            **asked,
            "tool_name": _EDIT_TOOL,
            "file_paths": tool_facts.patched_files(patch) or None,
            "written_text": tool_facts.patched_lines(patch),
        }
    return asked | said


def _name(attributes: Attributes) -> dict[str, Any]:
    server, tool = attributes.get("mcp_server"), attributes.get("tool_name")
    if isinstance(server, str) and server and isinstance(tool, str):
        name = tool if tool.startswith("mcp__") else f"mcp__{server}__{tool}"
        return {"tool_name": name, "tool_source": "mcp"}
    return {"tool_source": "builtin"}
