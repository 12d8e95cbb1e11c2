"""Signals of a made-up Gemini CLI process."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.events import rows
from ingestion.otlp.signals import LogRecord, Origin, Point, Signal, Span

GEMINI = Origin(
    {"service.name": "gemini-cli", "service.version": "v20.1.0", "session.id": "s1", "team": "web"},
    "gemini-cli",
    "",
)
NOON = 1_790_000_000_000_000

Row = dict[str, Any]


@pytest.fixture
def log() -> Callable[..., LogRecord]:
    """Return a maker of log records of one event; double underscores in names are dots."""

    def make(name: str, /, origin: Origin = GEMINI, **attributes: Any) -> LogRecord:
        said = {"event.name": name, "session.id": "s1"}
        said |= {key.replace("__", "."): value for key, value in attributes.items()}
        return LogRecord(origin, NOON, NOON, None, said, None, None, ())

    return make


@pytest.fixture
def span() -> Callable[..., Span]:
    """Return a maker of spans that took two seconds; double underscores in names are dots."""

    def make(name: str, /, origin: Origin = GEMINI, **attributes: Any) -> Span:
        said = {key.replace("__", "."): value for key, value in attributes.items()}
        ended = NOON + 2_000_000
        return Span(origin, name, NOON, ended, said, "ab" * 16, "cd" * 8, None, 0, ())

    return make


@pytest.fixture
def point() -> Callable[..., Point]:
    """Return a maker of cumulative points."""

    def make(name: str, /, started_at: int = NOON - 60, **attributes: Any) -> Point:
        said = {"session.id": "s1", **attributes}
        return Point(GEMINI, name, None, "cumulative", started_at, NOON, 7.0, said, ())

    return make


@pytest.fixture
def row() -> Callable[[Signal], Row]:
    """Return a function that gives the known columns of a signal's row."""

    def made(signal: Signal) -> Row:
        return next((row for _, row in rows([signal])), {})

    return made
