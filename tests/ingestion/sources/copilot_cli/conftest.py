"""Session lines as Copilot CLI writes them, small and made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.copilot_cli.parse import stretch_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading

PLACE = Path("/home/ana/.copilot/session-state/session-1/events.jsonl")

USAGE = {
    "model": "claude-sonnet-4.5",
    "inputTokens": 1300,
    "outputTokens": 40,
    "cacheReadTokens": 1000,
    "cacheWriteTokens": 290,
    "cost": 1,
    "duration": 318,
    "timeToFirstTokenMs": 133.4,
    "apiCallId": "call-1",
    "modelProvider": "anthropic",
    "aiCreditsStatus": "unavailable",
    "accounting": {"sourceSessionId": "session-1", "sequence": 1, "usageId": "call-1"},
}

Row = dict[str, Any]


@pytest.fixture
def line() -> Callable[..., Row]:
    """Return a maker of lines of one type; the rest is the line's data."""

    def make(kind: str, /, agent: str | None = None, **data: Any) -> Row:
        envelope = {"type": kind, "id": f"{kind}-1", "timestamp": "2026-11-20T09:00:00.000Z"}
        return {**envelope, "data": data, **({"agentId": agent} if agent else {})}

    return make


@pytest.fixture
def usage(line: Callable[..., Row]) -> Callable[..., Row]:
    """Return a maker of usage records."""

    def make(agent: str | None = None, **changes: Any) -> Row:
        return line("session.usage_record", agent=agent, usage={**USAGE, **changes})

    return make


@pytest.fixture
def parse() -> Callable[..., Stretch]:
    """Return a function that parses objects or raw lines as one stretch of a session's file."""

    def parsed(*rows: Row | bytes, path: Path = PLACE) -> Stretch:
        lines = []
        offset = 0
        for row in rows:
            text = row if isinstance(row, bytes) else json.dumps(row).encode()
            lines.append((offset, text))
            offset += len(text) + 1
        return stretch_of(Reading(path, "file", "root", 0, offset, lines, None))

    return parsed


@pytest.fixture
def events(parse: Callable[..., Stretch]) -> Callable[..., list[Row]]:
    """Return a function that parses lines and gives their events without null columns."""

    def found(*rows: Row | bytes, path: Path = PLACE) -> list[Row]:
        return [
            {name: value for name, value in record.items() if value is not None}
            for record in parse(*rows, path=path).records.get(EVENTS, [])
        ]

    return found
