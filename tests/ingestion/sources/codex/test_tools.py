"""Tool calls of rollouts: what was asked, how it ended, which files and commits it touched."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ingestion.sources.codex.conftest import done, event, item, meta, turn

Line = dict[str, Any]
Events = Callable[..., list[Line]]

PATCH = (
    "*** Begin Patch\n*** Add File: src/a.py\n+x\n*** Update File: src/b.py\n@@\n-y\n*** End Patch"
)


def _only(events: Events, *lines: Line) -> Line:
    (row,) = events(*lines)
    return row


def _call(**payload: Any) -> Line:
    return item("function_call", call_id="c1", **payload)


def _output(output: Any) -> Line:
    return item("function_call_output", call_id="c1", output=output)


def test_call_of_a_patch_names_all_its_files(events: Events) -> None:
    """One call may touch several files."""
    row = _only(events, item("custom_tool_call", call_id="c1", name="apply_patch", input=PATCH))
    assert (row["event_name"], row["tool_use_id"], row["file_paths"]) == (
        "tool_use",
        "c1",
        ("src/a.py", "src/b.py"),
    )
    assert row["input_bytes"] == len(PATCH)


@pytest.mark.parametrize(
    ("line", "name", "command"),
    [
        (_call(name="exec_command", arguments='{"cmd": "git log"}'), "exec_command", "git log"),
        (_call(name="shell", arguments='{"command": ["ls", "-l"]}'), "shell", "ls -l"),
        (
            item("local_shell_call", call_id="c1", action={"command": ["bash", "-lc", "git log"]}),
            "exec_command",
            "git log",
        ),
        (_call(name="shell", arguments='{"command": "apply_patch <<EOF"}'), "apply_patch", None),
        (_call(name="find", namespace="mcp__docs", arguments="{}"), "mcp__docs__find", None),
        (item("web_search_call", id="c1"), "web_search", None),
    ],
    ids=["exec", "shell", "local_shell", "patch_by_shell", "mcp", "web_search"],
)
def test_call_is_named(line: Line, name: str, command: str | None, events: Events) -> None:
    """Each version's words for a shell, a patch and a foreign tool are known."""
    row = _only(events, line)
    assert row["tool_name"] == name
    if command:
        assert row["command"] == command


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("Chunk ID: 1\nProcess exited with code 0\nOutput:\nok", {"is_success": True}),
        ("Process exited with code 3\nOutput:\nboom", {"is_success": False}),
        ("Exit code: 0\nOutput:\nProcess exited with code 3", {"is_success": True}),
        ('{"output": "ok", "metadata": {"exit_code": 2}}', {"is_success": False}),
        ([{"type": "output_text", "text": "Exit code: 1"}], {"is_success": False}),
        ({"content": "Exit code: 0"}, {"is_success": True}),
        ("apply_patch verification failed: no such line", {"is_success": False}),
        ("Plan updated", {}),
        ("exec command rejected by user", {"decision": "reject", "decision_source": "user"}),
        (
            "patch rejected: outside of the project; rejected by user approval settings",
            {"decision": "reject", "decision_source": "config"},
        ),
    ],
)
def test_outcome_is_the_exit_codes(output: Any, said: Line, events: Events) -> None:
    """That a command ran is no success; a refused call has a decision and no result."""
    row = events(meta(), _call(name="exec_command", arguments="{}"), _output(output))[-1]
    assert row["event_name"] == ("tool_decision" if "decision" in said else "tool_result")
    assert {name: row[name] for name in said} == said
    assert ("is_success" in row) == ("is_success" in said)


def test_program_of_code_mode_is_no_call_of_its_own(events: Events) -> None:
    """The calls it makes are reported as items."""
    outer = item("custom_tool_call", call_id="c1", name="exec", input="await tools.apply_patch()")
    ended = item("custom_tool_call_output", call_id="c1", output="Exit code: 0")
    inner = done("CommandExecution", id="exec-1", command=["bash", "-lc", "ls"], exit_code=0)
    row = _only(events, outer, inner, ended)
    assert (row["tool_use_id"], row["tool_name"], row["is_success"]) == (
        "exec-1",
        "exec_command",
        True,
    )


def test_command_tells_exit_code_duration_and_commit(events: Events) -> None:
    """A command that ran and failed is completed, and no success."""
    row = _only(
        events,
        done(
            "CommandExecution",
            id="c1",
            command=["/bin/bash", "-lc", "git commit -m x"],
            status="completed",
            exit_code=3,
            duration={"secs": 1, "nanos": 5_000_000},
            aggregated_output="[main abc1234] x\n",
        ),
    )
    assert (row["is_success"], row["duration_ms"], row["commit_sha"]) == (False, 1005, "abc1234")


def test_file_change_is_counted_in_lines(events: Events) -> None:
    """Added, changed and deleted files of one patch together."""
    changes = {
        "/r/new.py": {"type": "add", "content": "a\nb\n"},
        "/r/old.py": {"type": "delete", "content": "c\n"},
        "/r/x.py": {"type": "update", "unified_diff": "@@ -1 +1,2 @@\n-a\n+b\n+++c\n"},
    }
    row = _only(events, done("FileChange", id="c1", status="completed", changes=changes))
    assert (row["lines_added"], row["lines_removed"], row["is_success"]) == (4, 2, True)
    assert row["file_paths"] == ("/r/new.py", "/r/old.py", "/r/x.py")


def test_declined_item_is_a_refusal(events: Events) -> None:
    """Nothing was done, so there is no success or failure."""
    row = _only(events, done("FileChange", id="c1", status="declined", changes={}))
    assert (row["event_name"], row["decision"], "is_success" in row) == (
        "tool_decision",
        "reject",
        False,
    )


def test_older_events_tell_the_same_as_items(events: Events) -> None:
    """Before there were items, each kind of call had an event for its end."""
    command = event("exec_command_end", call_id="c1", command=["ls"], exit_code=0)
    patch = event("patch_apply_end", call_id="c2", success=False, changes={})
    foreign = event("mcp_tool_call_end", call_id="c3", invocation={"server": "s", "tool": "t"})
    rows = events(meta(), turn(), command, patch, foreign)[1:]
    assert [(row["tool_name"], row.get("is_success")) for row in rows] == [
        ("exec_command", True),
        ("apply_patch", False),
        ("mcp__s__t", None),
    ]


def test_result_knows_the_command_it_answers(events: Events) -> None:
    """The commit is read from the output of a call that stands in a line before."""
    call = _call(name="exec_command", arguments='{"cmd": "git commit -qm x && git rev-parse HEAD"}')
    row = events(call, _output(f"Process exited with code 0\nOutput:\n{'a1' * 20}\n"))[-1]
    assert (row["commit_sha"], row["commit_kind"]) == ("a1" * 20, "committed")


@pytest.mark.parametrize("payload", [{}, {"call_id": 3}, {"call_id": ""}])
def test_call_without_identifier_is_nothing(payload: Line, events: Events) -> None:
    """What cannot be joined to its result is not counted as a call."""
    assert events(item("function_call", name="x", **payload)) == []
