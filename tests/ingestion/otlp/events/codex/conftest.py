"""Signals of a made-up Codex process."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.events import codex
from ingestion.otlp.signals import LogRecord, Origin

ORIGIN = Origin(
    {"service.name": "codex_exec", "service.version": "0.169.0", "team": "platform"},
    "codex_otel.log_only",
    "",
)
NOON = 1_790_000_000_000_000

Row = dict[str, Any]


@pytest.fixture
def log() -> Callable[..., LogRecord]:
    """Return a maker of log records of one event with some attributes."""

    def make(name: str, /, **attributes: Any) -> LogRecord:
        said = {
            "event.name": f"codex.{name}",
            "event.timestamp": "2026-09-21T14:13:20.000Z",
            "conversation.id": "thread-1",
            "model": "gpt-5.5",
        }
        said |= {key.replace("__", "."): value for key, value in attributes.items()}
        return LogRecord(ORIGIN, NOON, NOON, None, said, None, None, ())

    return make


@pytest.fixture
def row(log: Callable[..., LogRecord]) -> Callable[..., Row | None]:
    """Return a maker of the row of one event, without null columns; None when it gives no row."""

    def made(name: str, /, **attributes: Any) -> Row | None:
        found = codex.log_row(log(name, **attributes), codex.base_row(ORIGIN))
        return found and {key: value for key, value in found.items() if value is not None}

    return made
