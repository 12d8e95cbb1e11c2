import json
from typing import Any

import pytest

from agent_analytics.columns import rows_of
from ingestion.otlp.events.claude_code.tools import add_details


def _details(row: dict[str, Any] | None = None, **texts: str) -> dict[str, Any]:
    columns = {
        name: [value] for name, value in {"event_name": "tool_result", **(row or {})}.items()
    }
    add_details(columns, {name: [text] for name, text in texts.items()})
    (row,) = rows_of(columns)
    del row["event_name"]
    return row


def test_command_commit_and_branch_come_from_the_parameters() -> None:
    """Only named facts are taken out of the parameters."""
    text = json.dumps(
        {"full_command": "git commit", "git_commit_id": "ab12", "git_branch": "main", "other": "x"}
    )
    assert _details(tool_parameters=text) == {
        "command": "git commit",
        "commit_sha": "ab12",
        "git_branch": "main",
    }


@pytest.mark.parametrize("name", ["file_path", "notebook_path"])
def test_path_comes_from_the_input(name: str) -> None:
    """A file tool names its file in its input."""
    assert _details(tool_input=json.dumps({name: "/a/b.py", "content": "secret"})) == {
        "file_path": "/a/b.py"
    }


def test_path_of_a_cut_input_is_still_found() -> None:
    """Long inputs are cut in the middle of their JSON; the path comes first."""
    assert _details(tool_input='{"file_path":"/a/b.py","content":"cut he') == {
        "file_path": "/a/b.py"
    }


def test_mcp_tool_gets_its_full_name() -> None:
    """MCP tools are named as in transcripts and hooks."""
    text = json.dumps({"mcp_server_name": "my weather", "mcp_tool_name": "forecast"})
    row = _details({"tool_name": "mcp_tool"}, tool_parameters=text)
    assert (row["tool_name"], row["tool_source"]) == ("mcp__my_weather__forecast", "mcp")


def test_other_tool_keeps_its_name() -> None:
    """Names of an MCP tool rename nothing but an MCP tool."""
    text = json.dumps({"mcp_server_name": "a", "mcp_tool_name": "b"})
    assert _details({"tool_name": "Bash"}, tool_parameters=text) == {"tool_name": "Bash"}


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"full_command": 3}', "[" * 100_000])
def test_text_that_is_no_such_json_says_nothing(text: str) -> None:
    """Parameters and inputs of other forms are passed over."""
    assert _details(tool_parameters=text, tool_input=text) == {}
