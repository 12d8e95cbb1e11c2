"""Signals of a made-up process that follows the GenAI conventions."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.events import rows
from ingestion.otlp.signals import LogRecord, Origin, Point, Signal, Span

COPILOT = Origin(
    {"service.name": "github-copilot", "team": "platform"}, "github.copilot", "1.0.102"
)
STRANGER = Origin({"service.name": "shop-bot"}, "opentelemetry.instrumentation.openai", "0.9")
NOON = 1_790_000_000_000_000

Row = dict[str, Any]


@pytest.fixture
def span() -> Callable[..., Span]:
    """Return a maker of spans that took two seconds; double underscores in names are dots."""

    def make(
        name: str,
        /,
        origin: Origin = COPILOT,
        status: int = 0,
        parent: str | None = None,
        **attributes: Any,
    ) -> Span:
        said = {key.replace("__", "."): value for key, value in attributes.items()}
        ended = NOON + 2_000_000
        return Span(origin, name, NOON, ended, said, "ab" * 16, "cd" * 8, parent, status, ())

    return make


@pytest.fixture
def log() -> Callable[..., LogRecord]:
    """Return a maker of log records; double underscores in names are dots."""

    def make(origin: Origin = COPILOT, **attributes: Any) -> LogRecord:
        said = {key.replace("__", "."): value for key, value in attributes.items()}
        return LogRecord(origin, NOON, NOON, None, said, None, None, ())

    return make


@pytest.fixture
def point() -> Callable[..., Point]:
    """Return a maker of cumulative points."""

    def make(name: str, /, origin: Origin = COPILOT, **attributes: Any) -> Point:
        said = {key.replace("__", "."): value for key, value in attributes.items()}
        return Point(origin, name, "{token}", "cumulative", NOON - 60, NOON, 7.0, said, ())

    return make


@pytest.fixture
def row() -> Callable[[Signal], Row]:
    """Return a function that gives the known columns of a signal's row."""

    def made(signal: Signal) -> Row:
        return next(
            ({k: v for k, v in row.items() if v is not None} for _, row in rows([signal])), {}
        )

    return made


@pytest.fixture
def stranger() -> Origin:
    """Return the origin of a client that nobody here knows."""
    return STRANGER
