"""Rows of a Claude Code transcript as plain dictionaries, keys in the order the client writes them.

One function per row type. Which rows a session gets, and in which order, is decided in `transcripts`.
"""

from dataclasses import dataclass
from typing import Any

from ingestion.sample.activity import Failure, Prompt, Request, Session
from ingestion.sample.catalog import SYNTHETIC_MODEL, Tokens
from ingestion.sample.clock import iso

Row = dict[str, Any]

_ERRORS = {429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}
_STREAM_START_TOKENS = 4


@dataclass(slots=True)
class Thread:
    """The chain of rows of one file: what every row repeats, and the last row's uuid."""

    session: Session
    cwd: str
    agent: str | None = None
    last: str | None = None

    def row(self, uuid: str, at: int, before: Row, after: Row | None = None) -> Row:
        """Return a row linked to the one before it; it becomes the last one."""
        head: Row = {"parentUuid": self.last, "isSidechain": self.agent is not None}
        if self.agent:
            head["agentId"] = self.agent
        self.last = uuid
        return (
            head
            | before
            | {"uuid": uuid, "timestamp": iso(at)}
            | (after or {})
            | {
                "userType": "external",
                "entrypoint": "cli",
                "cwd": self.cwd,
                "sessionId": self.session.id,
                "version": self.session.version,
                "gitBranch": self.session.branch,
            }
        )


def prompt_row(thread: Thread, prompt: Prompt, text: str, uuid: str) -> Row:
    """Return the row of a person's message, or of the task a subagent was given."""
    before: Row = {"type": "user", "message": {"role": "user", "content": text}}
    after = {} if thread.agent else {"permissionMode": "acceptEdits", "promptSource": "typed"}
    at = prompt.at
    return thread.row(uuid, at, {"promptId": prompt.id} | before, after)


def usage(tokens: Tokens, output: int) -> Row:
    """Return the usage object of a message with `output` as the tokens written so far."""
    return {
        "input_tokens": tokens.input,
        "cache_creation_input_tokens": tokens.write_5m + tokens.write_1h,
        "cache_read_input_tokens": tokens.read,
        "output_tokens": output,
        "output_tokens_details": {"thinking_tokens": min(tokens.thinking, output)},
        "server_tool_use": {"web_search_requests": 0, "web_fetch_requests": 0},
        "service_tier": "standard",
        "cache_creation": {
            "ephemeral_1h_input_tokens": tokens.write_1h,
            "ephemeral_5m_input_tokens": tokens.write_5m,
        },
        "inference_geo": "not_available",
        "iterations": [],
        "speed": "standard",
        "fallback_credit": None,
    }


def assistant_row(thread: Thread, request: Request, index: int, content: Row, uuid: str) -> Row:
    """Return the row of one content block, with the usage of the whole message.

    Clients that stream into the file give all but the last block the output of the stream's start.
    """
    last = index == len(request.blocks) - 1
    streaming = thread.session.is_old_client() and not last
    output = (
        min(_STREAM_START_TOKENS, request.tokens.output) if streaming else request.tokens.output
    )
    stop = "tool_use" if request.tools else "end_turn"
    message = {
        "id": request.message_id,
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": [content],
        "stop_reason": None if streaming else stop,
        "stop_sequence": None,
        "usage": usage(request.tokens, output),
    }
    before: Row = {"message": message}
    after: Row = {}
    if not thread.session.is_old_client():
        message["stop_details"] = None
        before |= {"apiBlockIndex": index, "requestId": request.id, "requestedModel": request.model}
        after = {"effort": "high", "perTurnEffort": None, "madeBy": "model"}
    else:
        before |= {"requestId": request.id}
    if thread.agent:
        before["attributionAgent"] = "general-purpose"
    before["type"] = "assistant"
    at = request.at - 80 * (len(request.blocks) - index)
    return thread.row(uuid, at, before, after)


def retry_row(thread: Thread, request: Request | Failure, attempt: int, uuid: str) -> Row:
    """Return the row of one failed attempt that was tried again."""
    status = request.status if isinstance(request, Failure) else 529
    kind = _ERRORS[status]
    before = {
        "type": "system",
        "subtype": "api_error",
        "level": "error",
        "error": {"status": status, "error": {"type": "error", "error": {"type": kind}}},
        "retryInMs": 500 * 2**attempt,
        "retryAttempt": attempt,
        "maxRetries": 10,
        "source": "request",
    }
    return thread.row(uuid, request.at - 2_000 + attempt, before)


def failure_row(thread: Thread, failure: Failure, uuid: str) -> Row:
    """Return the client's own message about a request that failed for good: no usage, no model."""
    message = {
        "id": uuid,
        "container": None,
        "model": SYNTHETIC_MODEL,
        "role": "assistant",
        "stop_reason": "stop_sequence",
        "stop_sequence": "",
        "type": "message",
        "usage": {
            "input_tokens": 0,
            "output_tokens": 0,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "server_tool_use": {"web_search_requests": 0, "web_fetch_requests": 0},
            "service_tier": None,
            "cache_creation": {"ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 0},
        },
        "content": [{"type": "text", "text": f"API Error: {failure.status}"}],
    }
    after = {
        "isApiErrorMessage": True,
        "apiErrorStatus": failure.status,
        "error": _ERRORS[failure.status],
    }
    return thread.row(
        uuid, failure.at, {"message": message, "requestId": failure.id, "type": "assistant"}, after
    )


def boundary_rows(thread: Thread, compact: Request, uuids: tuple[str, str]) -> list[Row]:
    """Return the two rows a compaction leaves; its request itself is in no transcript."""
    before = {
        "type": "system",
        "subtype": "compact_boundary",
        "content": "Conversation compacted",
        "isMeta": False,
        "level": "info",
        "logicalParentUuid": thread.last,
        "compactMetadata": {
            "trigger": "auto",
            "preTokens": compact.tokens.read,
            "durationMs": compact.duration_ms,
        },
    }
    thread.last = None
    boundary = thread.row(uuids[0], compact.at, before)
    message = {"role": "user", "content": "Summary of the conversation so far."}
    summary = thread.row(
        uuids[1],
        compact.at,
        {"type": "user", "message": message},
        {"isVisibleInTranscriptOnly": True, "isCompactSummary": True},
    )
    return [boundary, summary]


def attachment_row(thread: Thread, at: int, uuid: str) -> Row:
    """Return the row that tells the model where it runs."""
    snapshot = {"workingDirectory": thread.cwd, "isGitRepo": True, "platform": "linux"}
    attachment = {"type": "environment", "snapshot": snapshot}
    return thread.row(uuid, at, {"attachment": attachment, "type": "attachment"})


def turn_rows(thread: Thread, prompt: Prompt, uuids: tuple[str, str], *, hooks: bool) -> list[Row]:
    """Return what the client notes after a prompt was answered."""
    rows = []
    if hooks:
        before = {
            "type": "system",
            "subtype": "stop_hook_summary",
            "hookCount": 1,
            "hookInfos": [{"command": "scripts/notify", "durationMs": 21}],
            "hookErrors": [],
            "preventedContinuation": False,
            "stopReason": "",
            "hasOutput": False,
            "level": "suggestion",
        }
        rows.append(thread.row(uuids[0], prompt.ended + 20, before, {"toolUseID": uuids[1]}))
    before = {
        "type": "system",
        "subtype": "turn_duration",
        "durationMs": prompt.ended - prompt.at,
        "messageCount": len(prompt.steps),
    }
    return [*rows, thread.row(uuids[1], prompt.ended + 30, before, {"isMeta": False})]
