"""Lines of session files to rows of `events`: pure, so that where a file was cut changes nothing.

Each kind of line has a function here or in `usage`, `tools` and `spans`. Finding files belongs to `paths`
and `ingestion.tail`, the JSON itself to `ingestion.json_lines`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent_analytics.records import FILES
from ingestion.json_lines import objects_of, parts_of, word_of
from ingestion.line_events import add_line
from ingestion.sources.copilot_cli import spans, tools, usage
from ingestion.sources.copilot_cli.columns import (
    AGENT,
    Context,
    Line,
    base_record,
    line_of,
    mapping,
    text,
)
from ingestion.sources.copilot_cli.paths import session_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading

Record = dict[str, Any]

_SILENT = (
    "assistant.",
    "capabilities.",
    "command.",
    "commands.",
    "elicitation.",
    "exit_plan_mode.",
    "external_tool.",
    "factory.",
    "hook.",
    "mcp.",
    "mcp_app.",
    "model.",
    "pending_messages.",
    "permission.requested",
    "sampling.",
    "session.",
    "skill.",
    "subagent.",
    "system.",
    "tool.",
    "tool_search.",
    "ui.",
    "user_input.",
)
"""How the types of lines begin that carry nothing to keep; an unknown type is counted by name."""

_GITHUB = "github.com"


def stretch_of(reading: Reading) -> Stretch:
    """Return what newly read lines of one session file say.

    Every row made of a line is one record received. A line that carries nothing to keep is one record
    ignored; what cannot be read of a line is one dead letter.
    """
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    session = session_of(reading.path)
    for offset, line in reading.lines:
        for start, part in parts_of(line):
            context = Context(session, reading.file_key, reading.root_key, offset + start)
            said = (
                (record, flag)
                for value, flag in objects_of(part)
                for record in _records(value, context, stretch)
            )
            add_line(stretch, "session line", context.offset, part, said)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _records(value: Mapping[str, Any], context: Context, stretch: Stretch) -> Iterator[Record]:
    if value.get("type") == spans.SPAN:
        yield from spans.records(value, context)
        return
    line = line_of(value)
    maker = _MAKERS.get(line.type or "")
    if maker is not None:
        yield from maker(line, context)
    elif line.type is None or not line.type.startswith(_SILENT):
        name = (
            f"line type {word_of(line.type) or '(other)'}" if line.type else "line without a type"
        )
        stretch.dropped[AGENT, "", name, "type", "unknown"] += 1


def _place(line: Line, context: Context) -> Iterator[Record]:
    """Yield where a session works: told when it starts, resumes or changes its folder."""
    place = mapping(line.data.get("context")) or line.data
    repository, host = text(place.get("repository")), text(place.get("repositoryHost"))
    yield {
        **base_record(line, context, (line.type or "").replace(".", "_")),
        "client_version": text(line.data.get("copilotVersion")),
        "effort": text(line.data.get("reasoningEffort")),
        "working_folder": text(place.get("cwd")),
        "git_branch": text(place.get("branch")),
        "repository_url": f"https://{host or _GITHUB}/{repository}" if repository else None,
    }


def _prompt(line: Line, context: Context) -> Iterator[Record]:
    """Yield the prompt of a person; a sub-agent's task and what the client adds itself are none."""
    source = line.data.get("source")
    is_typed = source in (None, "user") and not line.data.get("isAutopilotContinuation")
    content = line.data.get("content")
    if line.agent_id or not is_typed or not isinstance(content, str):
        return
    yield {
        **base_record(line, context, "prompt"),
        "message_uuid": text(line.data.get("messageId")) or line.id,
        "prompt_length": len(content),
        "prompt_text": content,
        "is_human": True,
    }


def _compaction(line: Line, context: Context) -> Iterator[Record]:
    yield {
        **base_record(line, context, "compaction"),
        "tokens_before": line.data.get("preCompactionTokens"),
        "tokens_after": line.data.get("postCompactionTokens"),
        "attributes": {"trigger": text(line.data.get("trigger"))},
    }


def _subagent(line: Line, context: Context) -> Iterator[Record]:
    yield {
        **base_record(line, context, "subagent_completed"),
        "duration_ms": line.data.get("durationMs"),
        "model": text(line.data.get("model")),
    }


_MAKERS: dict[str, Callable[[Line, Context], Iterator[Record]]] = {
    "assistant.message": usage.answer,
    "permission.completed": tools.decided,
    "session.compaction_complete": _compaction,
    "session.context_changed": _place,
    "session.error": usage.error,
    "session.resume": _place,
    "session.start": _place,
    "session.usage_record": usage.request,
    "subagent.completed": _subagent,
    "tool.execution_complete": tools.completed,
    "tool.execution_start": tools.started,
    "user.message": _prompt,
}
