from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.signals import Origin, Point

Make = Callable[..., Point]
Row = dict[str, Any]
Rows = Callable[[Any], Row]


@pytest.mark.parametrize(
    ("name", "token_type"),
    [
        ("input_tokens", "inputWithCache"),
        ("output_tokens", "output"),
        ("cache_read.input_tokens", "cacheRead"),
        ("cache_write.input_tokens", "cacheCreation"),
        ("cache_creation.input_tokens", "cacheCreation"),
        ("reasoning.output_tokens", "reasoning"),
    ],
)
def test_counter_is_one_kind_of_tokens(point: Make, row: Rows, name: str, token_type: str) -> None:
    """Input counts include the cache and say so."""
    made = row(point(f"gen_ai.client.inference.usage.{name}", gen_ai__request__model="m"))
    assert (made["token_type"], made["model"]) == (token_type, "m")


def test_lines_are_told_apart(point: Make, row: Rows) -> None:
    """Copilot counts lines in two metrics."""
    assert row(point("github.copilot.code.lines_added"))["line_type"] == "added"
    assert row(point("github.copilot.code.lines_removed"))["line_type"] == "removed"


def test_strangers_other_metrics_are_nothing(point: Make, row: Rows, stranger: Origin) -> None:
    """Only the conventions' metrics are taken of a client nobody knows."""
    assert row(point("http.server.requests", origin=stranger)) == {}
    assert row(point("gen_ai.client.inference.usage.input_tokens", origin=stranger)) != {}


def test_point_is_told_by_stream_and_time(point: Make, row: Rows) -> None:
    """Another attribute is another stream, whatever its value."""
    first, again, other = (
        row(point("gen_ai.x", model=name))["point_id"] for name in ("a", "a", "b")
    )
    assert first == again != other
