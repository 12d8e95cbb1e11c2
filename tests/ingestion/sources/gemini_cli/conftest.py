"""Lines of made-up chats."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.gemini_cli.chats import Chat, ChatReading
from ingestion.sources.gemini_cli.parse import stretch_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading
from tests.ingestion.sources.gemini_cli import chat_lines

Row = dict[str, Any]


@pytest.fixture
def read() -> Callable[..., Stretch]:
    """Return a reader of lines of the session `s1`, or of another chat."""

    def made(*rows: Row | bytes, chat: Chat | None = None) -> Stretch:
        text = chat_lines.text(*rows)
        lines, offset = [], 0
        for line in text.splitlines():
            lines.append((offset, line))
            offset += len(line) + 1
        reading = Reading(Path("chat.jsonl"), "file", "root", 0, len(text), lines, None)
        return stretch_of(ChatReading(reading, chat or Chat("s1", None, "/w/shop")))

    return made


@pytest.fixture
def events(read: Callable[..., Stretch]) -> Callable[..., list[Row]]:
    """Return a reader of lines that gives the known columns of their events."""

    def made(*rows: Row | bytes, chat: Chat | None = None) -> list[Row]:
        found = read(*rows, chat=chat).records.get(EVENTS, [])
        return [{k: v for k, v in row.items() if v is not None} for row in found]

    return made
