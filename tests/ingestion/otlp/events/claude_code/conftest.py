"""Signals of a made-up Claude Code process."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.signals import LogRecord, Origin, Point, Span

ORIGIN = Origin({"team": "platform"}, "com.anthropic.claude_code.events", "2.1.329")
NOON = 1_790_000_000_000_000


@pytest.fixture
def log() -> Callable[..., LogRecord]:
    """Return a maker of log records of one event with some attributes."""

    def make(name: str, /, **attributes: Any) -> LogRecord:
        said = {"event.name": name, "session.id": "s1", "event.sequence": 3}
        said |= {key.replace("__", "."): value for key, value in attributes.items()}
        return LogRecord(ORIGIN, NOON, NOON, None, said, None, None, ())

    return make


@pytest.fixture
def span() -> Callable[..., Span]:
    """Return a maker of spans that took two seconds."""

    def make(name: str, /, **attributes: Any) -> Span:
        ended = NOON + 2_000_000
        return Span(ORIGIN, name, NOON, ended, attributes, "ab" * 16, "cd" * 8, None, 0, ())

    return make


@pytest.fixture
def point() -> Callable[..., Point]:
    """Return a maker of delta points of one metric."""

    def make(name: str, /, **attributes: Any) -> Point:
        return Point(ORIGIN, name, "tokens", "delta", NOON - 60, NOON, 7.0, attributes, ())

    return make


@pytest.fixture
def base() -> dict[str, Any]:
    """Return what the process gives to each of its rows."""
    return {"agent": "claude_code", "client_version": "2.1.329", "team": "platform"}
