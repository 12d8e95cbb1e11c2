from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ingestion.otlp.events.claude_code.spans import span_row
from ingestion.otlp.signals import Span

Make = Callable[..., Span]
Row = dict[str, Any]


@pytest.mark.parametrize(
    ("name", "attributes", "event_name"),
    [
        ("claude_code.llm_request", {"success": True}, "request"),
        ("claude_code.llm_request", {}, "request"),
        ("claude_code.llm_request", {"success": False}, "request_error"),
        ("claude_code.llm_request", {"success": "false"}, "request_error"),
        ("claude_code.tool.execution", {}, "tool_execution"),
        ("claude_code.tool.blocked_on_user", {}, "tool_blocked_on_user"),
        ("claude_code.interaction", {}, "interaction"),
    ],
)
def test_span_is_named_by_what_it_covers(
    span: Make, base: Row, name: str, attributes: Row, event_name: str
) -> None:
    """A failed request is an error, not a request."""
    assert span_row(span(name, **attributes), base)["event_name"] == event_name


def test_span_happens_when_it_ends(span: Make, base: Row) -> None:
    """The row's time is the end, as for the log record of the same request."""
    made = span("claude_code.tool")
    row = span_row(made, base)
    assert (row["event_at"], row["duration_ms"]) == (made.ended_at, 2000)


def test_duration_said_counts_before_duration_measured(span: Make, base: Row) -> None:
    """The client's own duration leaves out its waiting."""
    assert span_row(span("claude_code.tool", duration_ms=5), base)["duration_ms"] == 5


def test_row_27_span_that_ends_before_it_starts_has_no_duration(span: Make, base: Row) -> None:
    """A clock set back gives no negative duration."""
    made = span("claude_code.tool")
    back = msgspec.structs.replace(made, ended_at=made.started_at - 1_000_000)
    assert span_row(back, base)["duration_ms"] is None


def test_key_is_the_span(span: Make, base: Row) -> None:
    """The same span has one key whatever it says; another span has another."""
    first, again = span("claude_code.tool"), span("claude_code.tool", model="m")
    other = msgspec.structs.replace(first, span_id="ef" * 8)
    keys = [span_row(each, base)["event_id"] for each in (first, again, other)]
    assert keys[0] == keys[1] != keys[2]


def test_text_of_a_prompt_goes_to_the_guard(span: Make, base: Row) -> None:
    """Prompt, path and command are given under the names that the guard reduces."""
    row = span_row(span("claude_code.tool", user_prompt="p", file_path="f", full_command="c"), base)
    assert (row["prompt_text"], row["file_path"], row["command"]) == ("p", "f", "c")
