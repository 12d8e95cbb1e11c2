"""Codex's tokens per turn: each kind a row, the total of all kinds none."""

from typing import Any

import msgspec
import pytest

from ingestion.otlp.events import codex
from ingestion.otlp.signals import Origin, Point

ORIGIN = Origin({"service.name": "codex_exec", "team": "platform"}, "codex", "")
NOON = 1_790_000_000_000_000


def point(kind: Any, name: str = "codex.turn.token_usage", source: str = "exec") -> Point:
    """Return a point of one kind's sum."""
    said = {"model": "gpt-5.5", "session_source": source, "token_type": kind}
    return Point(ORIGIN, name, None, "delta", NOON, NOON + 1, 48_269.0, said, ())


def row(read: Point) -> dict[str, Any] | None:
    """Return the row of a point."""
    return codex.point_row(read, codex.base_row(ORIGIN))


@pytest.mark.parametrize(
    ("kind", "token_type"),
    [
        ("input", "inputWithCache"),
        ("cached_input", "cacheRead"),
        ("cache_write_input", "cacheCreation"),
        ("output", "output"),
        ("reasoning_output", "reasoning"),
    ],
)
def test_each_kind_of_tokens_is_a_row(kind: str, token_type: str) -> None:
    """Input holds the cache's part, which has a row of its own."""
    found = row(point(kind)) or {}
    assert (found["token_type"], found["value"], found["temporality"]) == (
        token_type,
        48_269.0,
        "delta",
    )
    assert (found["agent"], found["model"], found["team"]) == ("codex", "gpt-5.5", "platform")


@pytest.mark.parametrize("kind", ["total", "something new", None, 3])
def test_the_total_and_unknown_kinds_give_no_row(kind: Any) -> None:
    """What adds up other kinds would count them twice."""
    assert row(point(kind)) is None


def test_other_metrics_give_no_row() -> None:
    """Most of Codex's metrics trace the program."""
    assert row(point("input", "codex.turn.tool.call")) is None


def test_a_subagents_tokens_say_so() -> None:
    """The source of the session names the thread that started it."""
    spawned = row(point("input", source="subagent_thread_spawn_01a1")) or {}
    assert spawned["query_source"] == "subagent"
    assert (row(point("input")) or {})["query_source"] is None


def test_a_redelivery_has_the_same_key_and_another_turn_another() -> None:
    """Stream and times make the key."""
    once, again = row(point("input")), row(point("input"))
    later = msgspec.structs.replace(point("input"), point_at=NOON + 2)
    assert once == again
    assert (row(later) or {})["point_id"] != (once or {})["point_id"]
