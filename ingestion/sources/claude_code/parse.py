"""Transcript lines to rows of `events`: pure, so that where a file was cut changes nothing.

Each kind of row has a function here or in `answers` and `tools`. Finding files belongs to `paths` and
`ingestion.tail`, the JSON itself to `wire`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from agent_analytics.records import FILES
from ingestion.json_lines import parts_of, word_of
from ingestion.line_events import add_line
from ingestion.moments import microseconds
from ingestion.sources.claude_code import answers, tools
from ingestion.sources.claude_code.columns import AGENT, Context, base_record
from ingestion.sources.claude_code.wire import Row, rows_of
from ingestion.stretches import Stretch, deterministic_key
from ingestion.tail import Reading

Record = dict[str, Any]

_PULL_REQUEST = re.compile(r"/(?:pull|pull-requests|-/merge_requests)/")

_MACHINE_TEXT = (
    "<local-command-stdout",
    "<bash-stdout",
    "<bash-stderr",
    "[Request interrupted",
    "<task-notification",
)
"""How text begins that the client, not a person, put into a user row."""

_SILENT = frozenset(
    (
        "agent-color",
        "agent-name",
        "agent-setting",
        "ai-title",
        "api-request",
        "api-request-blob",
        "api-request-resumed",
        "api-request-shape",
        "artifact",
        "atis-latch",
        "attachment",
        "attribution-snapshot",
        "bridge-session",
        "content-replacement",
        "continued-in",
        "custom-title",
        "derived-from",
        "dev-mods",
        "ended-by-model",
        "file-history-delta",
        "file-history-snapshot",
        "fork-context-ref",
        "frame-link",
        "history-suppression",
        "hybrid-organization",
        "isolation-latch",
        "last-prompt",
        "memory-mode",
        "mode",
        "observer-ref",
        "permission-mode",
        "progress",
        "queue-operation",
        "relocated",
        "repl-mode",
        "resume-head-vouch",
        "session-owner",
        "summary",
        "tag",
        "tools-used",
        "worktree-state",
    )
)
"""Known row types that carry nothing to keep; an unknown type is counted by name."""


def stretch_of(reading: Reading) -> Stretch:
    """Return what newly read lines of one transcript say.

    Every row made of a line is one record received. A line that carries nothing to keep is one record
    ignored; what cannot be read of a line is one dead letter.
    """
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    for offset, line in reading.lines:
        for start, part in parts_of(line):
            context = Context(reading.file_key, reading.root_key, offset + start)
            said = (
                (record, flag)
                for row, flag in rows_of(part)
                for record in _records(row, context, stretch)
            )
            add_line(stretch, "transcript line", context.offset, part, said)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _records(row: Row, context: Context, stretch: Stretch) -> Iterator[Record]:
    maker = _MAKERS.get(row.type or "")
    if maker is not None:
        yield from maker(row, context)
    elif row.type not in _SILENT:
        name = f"row type {word_of(row.type) or '(other)'}" if row.type else "row without a type"
        stretch.dropped[AGENT, row.version or "", name, "type", "unknown"] += 1


def _user(row: Row, context: Context) -> Iterator[Record]:
    results = list(tools.results(row, context))
    yield from results
    if results or row.is_sidechain or row.is_meta or row.is_compact_summary:
        return
    text = tools.typed_text(row)
    if text is None or row.is_visible_in_transcript_only or text.startswith(_MACHINE_TEXT):
        return
    yield {
        **base_record(row, context, "prompt"),
        "prompt_length": len(text),
        "prompt_text": text,
        "is_human": True,
    }


def _system(row: Row, context: Context) -> Iterator[Record]:
    if row.subtype == "api_error":
        status, error_type = answers.error_of(row.error)
        yield {
            **base_record(row, context, "request_error"),
            "attempt": row.retry_attempt,
            "status_code": status,
            "error_type": error_type,
            "attributes": {"max_retries": row.max_retries, "retry_in_ms": row.retry_in_ms},
        }
    elif row.subtype == "compact_boundary":
        facts = row.compact_metadata if isinstance(row.compact_metadata, dict) else {}
        yield {
            **base_record(row, context, "compaction"),
            "tokens_before": facts.get("preTokens"),
            "tokens_after": facts.get("postTokens"),
            "duration_ms": facts.get("durationMs"),
            "attributes": {"trigger": facts.get("trigger")},
        }
    elif row.subtype == "turn_duration":
        yield {**base_record(row, context, "turn"), "duration_ms": row.duration_ms}


def _pull_request(row: Row, context: Context) -> Iterator[Record]:
    # The row has no identifier of its own, and resuming a session may write it again.
    link = (row.session_id, row.pr_url, row.pr_number)
    record = base_record(row, context, "pull_request")
    record["event_id"] = deterministic_key(AGENT, "pull_request", *link)
    record["pull_request_number"] = row.pr_number
    if row.pr_url:
        record["repository_url"] = _PULL_REQUEST.split(row.pr_url, maxsplit=1)[0]
    yield record


def _session_cost(row: Row, context: Context) -> Iterator[Record]:
    """Yield the client's running totals, one per model; later rows replace earlier ones."""
    usage = row.model_usage if isinstance(row.model_usage, dict) else {}
    for model, totals in usage.items():
        if not isinstance(totals, dict):
            continue
        yield {
            **base_record(row, context, "session_cost"),
            "event_id": deterministic_key(AGENT, "session_cost", row.session_id, model),
            "event_at": _milliseconds(row.start_time, row.total_duration),
            "provider": "anthropic",
            "model": model,
            "input_tokens": totals.get("inputTokens"),
            "output_tokens": totals.get("outputTokens"),
            "reasoning_tokens": totals.get("thinkingTokens"),
            "cache_read_tokens": totals.get("cacheReadInputTokens"),
            "cache_write_tokens": totals.get("cacheCreationInputTokens"),
            "cache_write_5m_tokens": totals.get("cacheCreationEphemeral5mInputTokens"),
            "cache_write_1h_tokens": totals.get("cacheCreationEphemeral1hInputTokens"),
            "web_search_requests": totals.get("webSearchRequests"),
            "reported_cost_microusd": answers.cost_of(totals.get("costUSD")),
        }


def _milliseconds(start: Any, duration: Any) -> int | None:
    if not isinstance(start, int | float):
        return None
    return microseconds(start + (duration if isinstance(duration, int | float) else 0))


_MAKERS: dict[str, Callable[[Row, Context], Iterator[Record]]] = {
    "assistant": answers.records,
    "user": _user,
    "system": _system,
    "pr-link": _pull_request,
    "cost-state": _session_cost,
}
