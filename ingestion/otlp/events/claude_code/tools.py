"""The few facts about a tool call that hide in JSON text within an attribute.

Only a file's path, the command, the commit and the names of an MCP tool are taken out; the guard reduces
them further. The rest of the text is never looked at.
"""

import re
from typing import Any

import msgspec

from agent_analytics.columns import Columns, count_of, fill

_MCP_TOOL = "mcp_tool"
_FIRST_PATH = re.compile(r'^\{"(?:file_path|notebook_path)":"((?:[^"\\]|\\.)*)"')
_UNNAMEABLE = re.compile(r"[^A-Za-z0-9_-]")


class _Parameters(msgspec.Struct, gc=False):
    """What `tool_parameters` may say."""

    full_command: str | None = None
    bash_command: str | None = None
    file_path: str | None = None
    git_commit_id: str | None = None
    git_branch: str | None = None
    mcp_server_name: str | None = None
    mcp_tool_name: str | None = None


class _Input(msgspec.Struct, gc=False):
    """What `tool_input` may say."""

    command: str | None = None
    file_path: str | None = None
    notebook_path: str | None = None


_PARAMETERS = msgspec.json.Decoder(_Parameters)
_INPUT = msgspec.json.Decoder(_Input)


def add_details(columns: Columns, attributes: Columns) -> None:
    """Add the guard's raw inputs and the MCP names of tool calls to their columns."""
    nothing = (None,) * count_of(columns)
    rows: list[dict[str, Any]] = []
    for tool_name, tool_source, parameters, given in zip(
        columns.get("tool_name", nothing),
        columns.get("tool_source", nothing),
        attributes.get("tool_parameters", nothing),
        attributes.get("tool_input", nothing),
        strict=True,
    ):
        row = {"tool_name": tool_name, "tool_source": tool_source}
        if isinstance(parameters, str):
            _add_parameters(row, parameters)
        if isinstance(given, str):
            _add_input(row, given)
        rows.append(row)
    for name in dict.fromkeys(name for row in rows for name in row):
        fill(columns, name, [row.get(name) for row in rows])


def _add_parameters(row: dict[str, Any], text: str) -> None:
    try:
        said = _PARAMETERS.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return
    row["command"] = said.full_command or said.bash_command
    row["file_path"] = said.file_path
    row["commit_sha"] = said.git_commit_id
    if said.git_branch:
        row["git_branch"] = said.git_branch
    if row.get("tool_name") == _MCP_TOOL and said.mcp_server_name and said.mcp_tool_name:
        server, tool = (
            _UNNAMEABLE.sub("_", name) for name in (said.mcp_server_name, said.mcp_tool_name)
        )
        row["tool_name"] = f"mcp__{server}__{tool}"
        row["tool_source"] = row["tool_source"] or "mcp"


def _add_input(row: dict[str, Any], text: str) -> None:
    try:
        said = _INPUT.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        # The client cuts long inputs, which breaks the JSON; the path comes first where there is one.
        cut = _FIRST_PATH.match(text)
        said = _Input(file_path=cut[1] if cut else None)
    row["command"] = row.get("command") or said.command
    row["file_path"] = row.get("file_path") or said.file_path or said.notebook_path
