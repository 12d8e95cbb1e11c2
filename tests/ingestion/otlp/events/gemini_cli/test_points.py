"""Metric points of Gemini CLI."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.signals import Point, Signal

Row = dict[str, Any]
MakePoint = Callable[..., Point]
MakeRow = Callable[[Signal], Row]


@pytest.mark.parametrize(
    ("kind", "token_type"),
    [
        ("input", "inputWithCache"),
        ("output", "output"),
        ("thought", "thought"),
        ("cache", "cacheRead"),
        ("tool", "input"),
        ("audio", "audio"),
    ],
)
def test_kinds_of_tokens_say_what_they_include(
    point: MakePoint, row: MakeRow, kind: str, token_type: str
) -> None:
    """Input includes the cache; tool use lies beside it; a kind nobody knows keeps its name."""
    found = row(point("gemini_cli.token.usage", model="gemini-2.5-pro", type=kind))
    assert (found["token_type"], found["model"]) == (token_type, "gemini-2.5-pro")
    assert found["session_id"] == "s1"


def test_changed_lines_say_which(point: MakePoint, row: MakeRow) -> None:
    """`type` means something else on every counter."""
    found = row(point("gemini_cli.lines.changed", type="added", function_name="replace"))
    assert (found["line_type"], found["tool_name"]) == ("added", "replace")
    assert "token_type" not in found


def test_a_restarted_process_continues_no_stream_but_keeps_its_points(
    point: MakePoint, row: MakeRow
) -> None:
    """A resumed session counts from zero: its points differ by their start."""
    first, second = (
        row(point("gemini_cli.token.usage", started_at=start, type="input")) for start in (1, 2)
    )
    assert first["stream_key"] == second["stream_key"]
    assert first["point_id"] != second["point_id"]


def test_a_metric_of_a_library_gives_nothing(point: MakePoint, row: MakeRow) -> None:
    """Only the client's own counters are kept."""
    assert row(point("http.client.duration")) == {}
