"""Claude Code's hook events to rows of `events`.

A hook says what happened within a session and its prompt, and never when: the time is that of receipt. Rows
are called `hook_…`, so that what another layer tells of the same thing is not counted twice. Text, tool
inputs and answers are not looked at, except for the path or command that the guard reduces.

Source: code.claude.com/docs/en/hooks.
"""

import re
from typing import Any

import msgspec

from agent_analytics.records import EVENTS, Table
from agent_analytics.setup.hook import digest_of
from ingestion.spool.lines import Letter
from ingestion.stretches import deterministic_key

AGENT = "claude_code"

MAX_BYTES = 4 * 1024 * 1024
"""Largest hook event that is read; tool answers come with it."""

EVENT_NAMES = frozenset(
    (
        *("SessionStart", "SessionEnd", "Setup", "UserPromptSubmit", "UserPromptExpansion"),
        *("PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "PermissionRequest"),
        *("PermissionDenied", "Notification", "Stop", "StopFailure", "SubagentStart"),
        *("SubagentStop", "PreCompact", "PostCompact", "PreModelSwitch", "PostModelSwitch"),
        *("TaskCreated", "TaskCompleted", "TeammateIdle", "Elicitation", "ElicitationResult"),
        *("ConfigChange", "InstructionsLoaded", "CwdChanged", "DirectoryAdded", "FileChanged"),
        *("WorktreeCreate", "WorktreeRemove", "MessageDisplay"),
    )
)

_COLUMNS = {
    "session_id": "session_id",
    "prompt_id": "prompt_id",
    "permission_mode": "permission_mode",
    "agent_id": "subagent_id",
    "tool_name": "tool_name",
    "tool_use_id": "tool_use_id",
    "message_id": "message_id",
    "duration_ms": "duration_ms",
    "model": "model",
    "cwd": "working_folder",
    "context_tokens": "tokens_before",
}
_ATTRIBUTES = ("source", "trigger", "agent_type", "reason", "notification_type", "is_interrupt")
"""Enumerations that the policy may know; it drops and counts those it does not."""

_FAILED = frozenset({"PostToolUseFailure", "StopFailure"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,39}")
_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_IDENTIFIER = re.compile(r"[\w.:@-]{1,128}")


def read(body: bytes, received_at: int) -> tuple[Table, dict[str, Any]] | Letter:
    """Return the row of a hook event, or why it is none. `received_at` is in microseconds."""
    if len(body) > MAX_BYTES:
        return Letter("too_large", "hook event")
    try:
        event = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Letter("not_json", "hook event")
    return read_event(event, digest_of(body), received_at)


def read_event(
    event: dict[str, Any], digest: str, received_at: int
) -> tuple[Table, dict[str, Any]] | Letter:
    """Return the row of a hook event, whole or what is left of it, or why it is none.

    `digest` stands for the whole event: one that came by two roads has one key.
    """
    name, session = event.get("hook_event_name"), event.get("session_id")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return Letter("bad_envelope", "hook event without a name")
    if not isinstance(session, str) or not _IDENTIFIER.fullmatch(session):
        return Letter("bad_identifier", "hook event without a session")
    return EVENTS, _row(event, name, received_at) | {
        "event_id": deterministic_key(AGENT, "hook", name, digest)
    }


def _row(event: dict[str, Any], name: str, received_at: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "agent": AGENT,
        "source_layer": "hook",
        "event_name": f"hook_{_WORD.sub('_', name).lower()}",
        "event_at": received_at,
        "observed_at": received_at,
        **{column: event[field] for field, column in _COLUMNS.items() if field in event},
    }
    effort = event.get("effort")
    if isinstance(effort, dict):
        row["effort"] = effort.get("level")
    if name.startswith("PostToolUse"):
        row["is_success"] = name not in _FAILED
    given = event.get("tool_input")
    if isinstance(given, dict):
        row["file_path"] = _text(given.get("file_path") or given.get("notebook_path"))
        row["command"] = _text(given.get("command"))
    attributes = {field: event[field] for field in _ATTRIBUTES if field in event}
    if attributes:
        row["attributes"] = attributes
    if name not in EVENT_NAMES:
        row["flags"] = "unknown_event"
    return row


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
