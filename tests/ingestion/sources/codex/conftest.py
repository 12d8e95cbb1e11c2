"""Rollout lines as Codex writes them, small and made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.codex.parse import stretch_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading

THREAD = "01a1fc75-0000-7000-8000-000000000001"
PARENT = "01a1fc75-0000-7000-8000-000000000002"
NAME = f"rollout-2026-11-20T09-00-00-{THREAD}.jsonl"
BEGUN = "2026-11-20T09:00:00.250Z"
LATER = "2026-11-20T09:00:05.000Z"

Line = dict[str, Any]


def meta(**changes: Any) -> Line:
    """Return the first line of the thread's rollout."""
    payload = {
        "id": THREAD,
        "session_id": THREAD,
        "timestamp": BEGUN,
        "cwd": "/home/ana/shop",
        "originator": "codex_cli_rs",
        "cli_version": "0.169.0",
        "source": "cli",
        "model_provider": "openai",
        "git": {"branch": "main", "repository_url": "git@github.com:acme/shop.git"},
        **changes,
    }
    return {"timestamp": BEGUN, "ordinal": 0, "type": "session_meta", "payload": payload}


def turn(**changes: Any) -> Line:
    """Return the settings of a turn."""
    payload = {"turn_id": "turn-1", "model": "gpt-5.5", "approval_policy": "never", **changes}
    return {"timestamp": LATER, "type": "turn_context", "payload": payload}


def counts(total_input: int, cached: int, output: int, reasoning: int = 0) -> dict[str, int]:
    """Return a usage object."""
    return {
        "input_tokens": total_input,
        "cached_input_tokens": cached,
        "cache_write_input_tokens": 0,
        "output_tokens": output,
        "reasoning_output_tokens": reasoning,
        "total_tokens": total_input + output,
    }


def record(usage: Any, response_id: str = "resp_1", thread_id: str = THREAD) -> Line:
    """Return the record of one response's usage."""
    payload = {"thread_id": thread_id, "response_id": response_id, "usage": usage}
    return {"timestamp": LATER, "type": "token_usage_record", "payload": payload}


def count(total: Any, last: Any, **changes: Any) -> Line:
    """Return a running total with the usage the client saw last."""
    info = {"total_token_usage": total, "last_token_usage": last}
    return event("token_count", info=info) | changes


def event(kind: str, **payload: Any) -> Line:
    """Return an event."""
    return {"timestamp": LATER, "type": "event_msg", "payload": {"type": kind, **payload}}


def item(kind: str, **payload: Any) -> Line:
    """Return an item of the conversation."""
    return {"timestamp": LATER, "type": "response_item", "payload": {"type": kind, **payload}}


def done(kind: str, **item: Any) -> Line:
    """Return the event of a completed item."""
    return event("item_completed", item={"type": kind, **item})


def written(*lines: Line | bytes) -> bytes:
    """Return lines as the bytes of a file."""
    return b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )


def reading(content: bytes, path: Path = Path(NAME), start: int = 0) -> Reading:
    """Return the lines of a file from an offset on as one reading."""
    lines, offset = [], 0
    for line in content.split(b"\n")[:-1]:
        if offset >= start:
            lines.append((offset, line))
        offset += len(line) + 1
    return Reading(path, "file", "root", start, offset, lines, None)


@pytest.fixture
def parse() -> Callable[..., Stretch]:
    """Return a function that parses lines as one rollout."""
    return lambda *lines: stretch_of(reading(written(*lines)))


@pytest.fixture
def events(parse: Callable[..., Stretch]) -> Callable[..., list[Line]]:
    """Return a function that parses lines and gives their events without null columns."""

    def found(*lines: Line | bytes) -> list[Line]:
        return [
            {name: value for name, value in row.items() if value is not None}
            for row in parse(*lines).records.get(EVENTS, [])
        ]

    return found


@pytest.fixture
def requests(events: Callable[..., list[Line]]) -> Callable[..., list[tuple[int, ...]]]:
    """Return a function that gives the requests' uncached, cached and output tokens."""
    kinds = ("input_tokens", "cache_read_tokens", "output_tokens")

    def found(*lines: Line | bytes) -> list[tuple[int, ...]]:
        rows = [row for row in events(*lines) if row["event_name"] == "request"]
        return [tuple(row[kind] for kind in kinds) for row in rows]

    return found
