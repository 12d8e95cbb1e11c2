"""Tool calls in Codex's telemetry: decisions, outcomes, files and commits."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Row = dict[str, Any]
Made = Callable[..., Row | None]

PATCH = "*** Begin Patch\n*** Add File: src/a.py\n+x\n*** End Patch"


@pytest.mark.parametrize(
    ("word", "decision"),
    [
        ("approved", "accept"),
        ("approved_for_session", "accept"),
        ("Approved", "accept"),
        ("denied", "reject"),
        ("abort", "reject"),
        ("", None),
        (None, None),
    ],
)
def test_decision_is_accept_or_reject(word: Any, decision: str | None, row: Made) -> None:
    """Who decided is written in small letters, as elsewhere."""
    found = row("tool_decision", tool_name="exec_command", decision=word, source="Config") or {}
    assert found.get("decision") == decision
    assert (found["event_name"], found["decision_source"]) == ("tool_decision", "config")


@pytest.mark.parametrize(
    ("success", "output", "said"),
    [
        ("true", "Process exited with code 3\nOutput:\n", {"is_success": False}),
        ("true", "Exit code: 0\nOutput:\n", {"is_success": True}),
        ("true", "Plan updated", {"is_success": "true"}),
        ("false", None, {"is_success": "false"}),
        ("false", "exec command rejected by policy", {"decision": "reject"}),
    ],
)
def test_exit_code_is_stronger_than_the_clients_word(
    success: str, output: str | None, said: Row, row: Made
) -> None:
    """The client says success of whatever ran; what it refused itself has no result."""
    found = row("tool_result", tool_name="exec_command", success=success, output=output) or {}
    assert found | said == found
    assert found["event_name"] == ("tool_decision" if "decision" in said else "tool_result")
    assert ("is_success" in found) == ("is_success" in said)


def test_command_and_its_commit_are_found(row: Made) -> None:
    """The text of arguments and output goes no further."""
    found = row(
        "tool_result",
        tool_name="exec_command",
        call_id="c1",
        arguments='{"cmd": "git commit -m x"}',
        output="Process exited with code 0\nOutput:\n[main abc1234] x\n",
        duration_ms="49",
    )
    assert found is not None
    assert (found["command"], found["commit_sha"], found["tool_use_id"]) == (
        "git commit -m x",
        "abc1234",
        "c1",
    )
    assert not {"arguments", "output", "tool_parameters"} & found.keys()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("apply_patch", PATCH),
        ("shell", json.dumps({"command": f"apply_patch <<EOF\n{PATCH}\nEOF"})),
    ],
    ids=["tool", "shell"],
)
def test_files_of_a_patch_are_named(name: str, arguments: str, row: Made) -> None:
    """However the patch was handed over."""
    found = row("tool_result", tool_name=name, arguments=arguments) or {}
    assert (found["tool_name"], found["file_paths"]) == ("apply_patch", ("src/a.py",))


def test_program_of_code_mode_gives_no_row(row: Made) -> None:
    """The calls it makes have results of their own."""
    assert row("tool_result", tool_name="exec", success="true") is None
    assert row("tool_result", tool_name="exec_command", call_id="exec-1") is not None


@pytest.mark.parametrize("tool", ["find", "mcp__docs__find"])
def test_foreign_tool_is_named_with_its_server(tool: str, row: Made) -> None:
    """As rollouts name it."""
    found = row("tool_result", tool_name=tool, mcp_server="docs") or {}
    assert (found["tool_name"], found["tool_source"]) == ("mcp__docs__find", "mcp")


def test_denial_of_the_sandbox_is_kept(row: Made) -> None:
    """The call was let run, and the sandbox stopped it."""
    found = row("sandbox_outcome", tool_name="exec_command", call_id="c1", outcome="denied") or {}
    assert (found["event_name"], found["tool_use_id"], found["error_type"]) == (
        "sandbox_outcome",
        "c1",
        "denied",
    )
