"""Transcript lines as the client writes them, small and made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.claude_code.parse import stretch_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading

USAGE = {
    "input_tokens": 6,
    "cache_creation_input_tokens": 300,
    "cache_read_input_tokens": 1000,
    "output_tokens": 40,
    "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200},
}

COMMON = {
    "uuid": "row-1",
    "sessionId": "session-1",
    "timestamp": "2026-11-20T09:00:00.000Z",
    "version": "2.1.329",
    "cwd": "/home/ana/shop",
}

Row = dict[str, Any]
Rows = list[Row]


@pytest.fixture
def answer() -> Callable[..., Row]:
    """Return a maker of assistant rows with one text block."""

    def row(**changes: Any) -> Row:
        message = {
            "id": "msg_1",
            "model": "claude-sonnet-5-5",
            "content": [{"type": "text", "text": "planted answer"}],
            "usage": {**USAGE, **changes.pop("usage", {})},
            **changes.pop("message", {}),
        }
        return {**COMMON, "type": "assistant", "requestId": "req_1", "message": message, **changes}

    return row


@pytest.fixture
def user() -> Callable[..., Row]:
    """Return a maker of user rows."""

    def row(content: Any, **changes: Any) -> Row:
        message = {"role": "user", "content": content}
        return {**COMMON, "type": "user", "promptId": "prompt-1", "message": message, **changes}

    return row


@pytest.fixture
def parse() -> Callable[..., Stretch]:
    """Return a function that parses rows or raw lines as one stretch of a file."""

    def parsed(*rows: dict[str, Any] | bytes) -> Stretch:
        lines = []
        offset = 0
        for row in rows:
            line = row if isinstance(row, bytes) else json.dumps(row).encode()
            lines.append((offset, line))
            offset += len(line) + 1
        return stretch_of(Reading(Path("x.jsonl"), "file", "root", 0, offset, lines, None))

    return parsed


@pytest.fixture
def events(parse: Callable[..., Stretch]) -> Callable[..., Rows]:
    """Return a function that parses rows and gives their events without null columns."""

    def found(*rows: dict[str, Any] | bytes) -> Rows:
        return [
            {name: value for name, value in record.items() if value is not None}
            for record in parse(*rows).records.get(EVENTS, [])
        ]

    return found
