"""Tool parts of a message: what was asked for and what came of it.

Paths and commands are handed to the guard, which reduces them; contents are only counted.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from ingestion import tool_facts
from ingestion.sources.opencode.sessions import Document
from ingestion.token_parts import is_count, whole_number

Record = Callable[[str, str, Any], dict[str, Any]]
"""Makes the common columns of an event out of its name, its own identifier and its time."""

_REFUSALS = (
    "The user rejected permission",
    "The user dismissed",
    "The user has specified a rule which prevents",
)
"""How the error of a call begins that a person or a rule refused; no field says so."""


def records(
    part_id: str, part: Document, message: Document, record: Record
) -> Iterator[dict[str, Any]]:
    """Yield the `tool_use` of a tool part and, once it is over, its `tool_result` or `tool_decision`."""
    state = _mapping(part.get("state"))
    times = _mapping(state.get("time"))
    call = part.get("callID")
    tool = part.get("tool")
    asked = state.get("input")
    same = {
        "tool_use_id": call if isinstance(call, str) and call else part_id,
        "tool_name": tool if isinstance(tool, str) else None,
        **tool_facts.facts(asked),
    }
    started = times.get("start", _mapping(message.get("time")).get("created"))
    yield {
        **record("tool_use", part_id, started),
        **same,
        "input_bytes": None if asked is None else len(msgspec.json.encode(asked)),
    }
    ended = times.get("end", started)
    error = state.get("error")
    if isinstance(error, str) and error.startswith(_REFUSALS):
        yield {**record("tool_decision", part_id, ended), **same, "decision": "reject"}
    elif state.get("status") in ("completed", "error"):
        yield {
            **record("tool_result", part_id, ended),
            **same,
            **_outcome(state, same.get("command")),
            "duration_ms": _elapsed(started, ended),
        }


def _outcome(state: Mapping[str, Any], command: str | None) -> dict[str, Any]:
    output = state.get("output")
    size = len(output.encode("utf-8", "replace")) if isinstance(output, str) else None
    details = _mapping(state.get("metadata"))
    difference = _mapping(details.get("filediff"))
    return {
        # A command that fails is a call that completed.
        "is_success": state.get("status") == "completed" and details.get("exit") in (None, 0),
        "result_bytes": size,
        "lines_added": _count(difference.get("additions")),
        "lines_removed": _count(difference.get("deletions")),
        **tool_facts.commit(output if isinstance(output, str) else None, command or ""),
    }


def _elapsed(started: Any, ended: Any) -> int | None:
    is_timed = is_count(started) and is_count(ended) and ended >= started
    return ended - started if is_timed else None


def _count(value: Any) -> int | None:
    number = whole_number(value)
    return number if is_count(number) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
