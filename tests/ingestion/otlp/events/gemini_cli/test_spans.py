"""Spans of Gemini CLI."""

from collections.abc import Callable
from typing import Any

from ingestion.otlp.signals import Signal, Span

Row = dict[str, Any]
MakeSpan = Callable[..., Span]
MakeRow = Callable[[Signal], Row]


def test_a_model_calls_span_gives_no_tokens(span: MakeSpan, row: MakeRow) -> None:
    """It counts neither cache nor thoughts, so it is no request."""
    found = row(
        span(
            "llm_call",
            gen_ai__operation__name="llm_call",
            gen_ai__conversation__id="s2",
            gen_ai__request__model="gemini-2.5-pro",
            gen_ai__usage__input_tokens=12,
            gen_ai__system_instructions="You are …",
        )
    )
    assert (found["event_name"], found["session_id"]) == ("llm_call_span", "s2")
    assert (found["duration_ms"], found["requested_model"]) == (2000, "gemini-2.5-pro")
    assert "input_tokens" not in found
    assert "You are …" not in str(found)


def test_a_tools_span_is_named_by_its_call(span: MakeSpan, row: MakeRow) -> None:
    """The call's identifier is written with an underscore."""
    found = row(
        span(
            "tool_call",
            gen_ai__operation__name="tool_call",
            gen_ai__tool__name="replace",
            **{"gen_ai.tool.call_id": "c1"},
        )
    )
    assert (found["tool_use_id"], found["tool_name"]) == ("c1", "replace")


def test_a_span_of_a_library_gives_nothing(span: MakeSpan, row: MakeRow) -> None:
    """Requests over HTTP within the client are no operations of the agent."""
    assert row(span("GET", http__method="GET")) == {}
