"""Tool calls: what the model asked for, what came of it, and the text a person typed.

Paths, commands and written lines are handed to the guard, which reduces them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from agent_analytics.attribution.lines import new_lines
from ingestion import tool_facts
from ingestion.sources.claude_code.columns import Context, base_record
from ingestion.sources.claude_code.wire import Row


class _Block(msgspec.Struct, gc=False):
    type: Any = None
    id: Any = None
    name: Any = None
    input: msgspec.Raw = msgspec.Raw()
    tool_use_id: Any = None
    is_error: Any = None
    content: msgspec.Raw = msgspec.Raw()
    text: Any = None


class _Input(msgspec.Struct, gc=False):
    file_path: Any = None
    notebook_path: Any = None
    command: Any = None


class _Hunk(msgspec.Struct, gc=False):
    lines: list[str] = []


class _Commit(msgspec.Struct, gc=False):
    sha: str | None = None
    kind: str | None = None
    branch: str | None = None


class _GitOperation(msgspec.Struct, gc=False):
    commit: _Commit | None = None


class _Result(msgspec.Struct, rename="camel", gc=False):
    type: str | None = None
    file_path: str | None = None
    content: msgspec.Raw = msgspec.Raw()
    old_string: msgspec.Raw = msgspec.Raw()
    new_string: msgspec.Raw = msgspec.Raw()
    structured_patch: list[_Hunk] | None = None
    user_modified: bool | None = None
    git_operation: _GitOperation | None = None
    total_duration_ms: Any = None
    duration_ms: Any = None


class _UserMessage(msgspec.Struct, gc=False):
    content: msgspec.Raw = msgspec.Raw()


_DECIDERS = {"user-rejected": "user_reject", "permission-rule": "config"}

_BLOCKS = msgspec.json.Decoder(list[_Block])
_INPUT = msgspec.json.Decoder(_Input)
_RESULT = msgspec.json.Decoder(_Result)
_MESSAGE = msgspec.json.Decoder(_UserMessage)


def calls(row: Row, context: Context, content: msgspec.Raw) -> Iterator[dict[str, Any]]:
    """Yield one `tool_use` event per tool call that an assistant row asks for."""
    for block in _blocks(content):
        if block.type != "tool_use" or not isinstance(block.id, str):
            continue
        asked = _decoded(_INPUT, block.input) or _Input()
        record = {
            **base_record(row, context, "tool_use", block.id),
            "tool_use_id": block.id,
            "tool_name": block.name,
            "tool_source": "mcp" if str(block.name).startswith("mcp__") else "builtin",
            "input_bytes": len(block.input),
            "tool_parameters": block.input,
        }
        path = asked.file_path or asked.notebook_path
        if isinstance(path, str):
            record["file_path"] = path
        if isinstance(asked.command, str):
            record["command"] = asked.command
        # Answers to a sub-agent, or about a notebook, do not show what was written.
        is_only_here = row.is_sidechain or block.name == "NotebookEdit"
        if is_only_here and (written := _asked_for(block.input)):
            record["written_text"] = written
        yield record


def results(row: Row, context: Context) -> Iterator[dict[str, Any]]:
    """Yield one `tool_result` event per result in a user row, or `tool_decision` for a refused call."""
    decision = row.permission_decision if isinstance(row.permission_decision, Mapping) else {}
    blocks = [
        block
        for block in _blocks(_content(row))
        if block.type == "tool_result" and isinstance(block.tool_use_id, str)
    ]
    # The client's note is about one call; beside several results nobody knows which.
    outcome = _decoded(_RESULT, row.tool_use_result) if len(blocks) == 1 else None
    for block in blocks:
        refused = decision.get("decision") == "reject" or row.tool_denial_kind is not None
        event_name = "tool_decision" if refused else "tool_result"
        record = {
            **base_record(row, context, event_name, block.tool_use_id),
            "tool_use_id": block.tool_use_id,
            "decision": "reject" if refused else decision.get("decision"),
            "decision_source": decision.get("source") or _decider(row.tool_denial_kind),
        }
        if not refused:
            record["is_success"] = block.is_error is not True
            record["result_bytes"] = len(block.content)
            if b" changed" in bytes(block.content):
                record.update(tool_facts.commit(_printed(block.content)))
            record.update(_outcome(outcome or _Result()))
        yield record


def _decider(denial: str | None) -> str | None:
    """Return who refused a call, in the words that decisions use elsewhere."""
    return None if denial is None else _DECIDERS.get(denial, denial)


def typed_text(row: Row) -> str | None:
    """Return the text of a user row that holds text; None for anything else."""
    content = _content(row)
    text = _decoded(_TEXT, content)
    if isinstance(text, str):
        return text
    blocks = _blocks(content)
    texts = [block.text for block in blocks if block.type == "text" and isinstance(block.text, str)]
    return "\n".join(texts) if texts else None


_TEXT = msgspec.json.Decoder(str)


def _outcome(outcome: _Result) -> dict[str, Any]:
    record: dict[str, Any] = {"duration_ms": outcome.duration_ms or outcome.total_duration_ms}
    if outcome.file_path:
        record["file_path"] = outcome.file_path
    if outcome.structured_patch is not None:
        record["lines_added"], record["lines_removed"] = _line_counts(outcome)
    if outcome.file_path and (written := _written(outcome)):
        record["written_text"] = written
    if outcome.git_operation and (commit := outcome.git_operation.commit):
        record["commit_sha"] = commit.sha
        record["commit_kind"] = commit.kind
    if outcome.user_modified is not None:
        record["attributes"] = {"user_modified": outcome.user_modified}
    return record


def _line_counts(outcome: _Result) -> tuple[int, int]:
    """Return lines added and removed, as git counts them; a new file is all added."""
    if outcome.type == "create" and not outcome.structured_patch:
        text = _decoded(_TEXT, outcome.content) or ""
        return text.count("\n") + (text[-1:] not in ("", "\n")), 0
    lines = [line for hunk in outcome.structured_patch or [] for line in hunk.lines]
    added = sum(line.startswith("+") for line in lines)
    return added, sum(line.startswith("-") for line in lines)


def _written(outcome: _Result) -> str | None:
    """Return the lines that an edit added to its file; None when the answer does not show them."""
    if outcome.structured_patch:
        lines = (line for hunk in outcome.structured_patch for line in hunk.lines)
        return "\n".join(line[1:] for line in lines if line[:1] == "+")
    if outcome.type == "create":
        return _text(outcome.content)
    before, after = _text(outcome.old_string), _text(outcome.new_string)
    return new_lines(before or "", after) if after else None


def _asked_for(arguments: msgspec.Raw) -> str | None:
    """Return the lines that a call asks to write; None when it writes no file."""
    written: str | None = tool_facts.facts(bytes(arguments).decode()).get("written_text")
    return written


def _printed(content: msgspec.Raw) -> str | None:
    """Return the text of an answer, alone or in blocks."""
    text = _text(content)
    if text is not None:
        return text
    return "\n".join(block.text for block in _blocks(content) if isinstance(block.text, str))


def _text(raw: msgspec.Raw) -> str | None:
    text: str | None = _decoded(_TEXT, raw)
    return text


def _content(row: Row) -> msgspec.Raw:
    message = _decoded(_MESSAGE, row.message)
    return message.content if message else msgspec.Raw()


def _blocks(content: msgspec.Raw) -> list[_Block]:
    return _decoded(_BLOCKS, content) or []


def _decoded(decoder: msgspec.json.Decoder[Any], raw: msgspec.Raw) -> Any:
    """Return what a decoder makes of some JSON; None when it has another shape."""
    if not raw:
        return None
    try:
        return decoder.decode(raw)
    except msgspec.DecodeError:
        return None
