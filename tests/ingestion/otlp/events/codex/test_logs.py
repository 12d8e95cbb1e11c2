"""Codex's log records: which of them tell something, and what their numbers include."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.events import codex
from ingestion.otlp.signals import LogRecord, Origin, Point, Span

Row = dict[str, Any]
Made = Callable[..., Row | None]
Make = Callable[..., LogRecord]

TOKENS = {
    "event__kind": "response.completed",
    "input_token_count": "100",
    "output_token_count": "10",
    "tool_token_count": "110",
    "cached_token_count": 40,
    "cache_write_token_count": 7,
    "reasoning_token_count": 4,
    "ttft_ms": 12,
    "model_reasoning_effort": "medium",
}


@pytest.mark.parametrize(
    ("scope", "service", "known"),
    [
        ("codex_otel.log_only", None, True),
        ("codex_otel::metrics::client", None, True),
        ("codex", None, True),
        ("codex_exec", "codex_exec", True),
        ("", "codex_vscode", True),
        ("", "Codex Desktop", True),
        ("codexample", "other", False),
        ("other", None, False),
    ],
)
def test_codex_is_known_by_scope_or_service(scope: str, service: str | None, known: bool) -> None:
    """Its services are named after whatever started it."""
    assert codex.speaks(Origin({"service.name": service}, scope, "")) is known


def test_answer_with_tokens_is_a_request(row: Made) -> None:
    """Cached tokens are taken off the input, reasoning stays in the output, the total is nothing."""
    said = {
        "agent": "codex",
        "client_version": "0.169.0",
        "entrypoint": "codex_exec",
        "team": "platform",
        "source_layer": "otlp_event",
        "event_name": "request",
        "session_id": "thread-1",
        "model": "gpt-5.5",
        "effort": "medium",
        "ttft_ms": 12,
        "input_tokens": 53,
        "cache_read_tokens": 40,
        "cache_write_tokens": 7,
        "output_tokens": 10,
        "reasoning_tokens": 4,
    }
    found = row("sse_event", **TOKENS) or {}
    assert found | said == found
    assert "attributes" not in found


def test_completion_without_tokens_is_no_request(row: Made) -> None:
    """Each answer is completed twice; counting both would double it."""
    assert row("sse_event", event__kind="response.completed", duration_ms="3") is None


@pytest.mark.parametrize(
    ("name", "attributes", "said"),
    [
        ("sse_event", {"error__message": "cut"}, {"error_type": "stream"}),
        (
            "api_request",
            {"http__response__status_code": 500, "attempt": 0},
            {"error_type": "http", "status_code": 500, "attempt": 1},
        ),
        ("api_request", {"http__response__status_code": "400"}, {"error_type": "http"}),
        ("api_request", {"error__message": "refused"}, {"error_type": "connection"}),
        ("websocket_request", {"error__message": "x"}, {"error_type": "websocket"}),
    ],
)
def test_failed_attempt_is_an_error(name: str, attributes: Row, said: Row, row: Made) -> None:
    """Each attempt that failed is one."""
    found = row(name, **attributes) or {}
    assert found | said | {"event_name": "request_error"} == found


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("api_request", {"http__response__status_code": 399}),
        ("api_request", {}),
        ("sse_event", {"event__kind": "response.created"}),
        ("websocket_event", {"event__kind": "x"}),
        ("startup_phase", {"startup__phase": "x"}),
        ("brand_new", {}),
        ("agent_communication", {"kind": "result", "state": "send"}),
        ("agent_communication", {"kind": "spawn", "state": "receive"}),
    ],
)
def test_record_that_tells_nothing_gives_no_row(name: str, attributes: Row, row: Made) -> None:
    """What worked is told by its answer; the rest follows the stream."""
    assert row(name, **attributes) is None


def test_record_without_a_name_gives_no_row() -> None:
    """The client warns about its own exporter that way."""
    origin = Origin({}, "codex_otel::metrics::client", "")
    record = LogRecord(origin, None, None, "flushing", {}, None, None, ())
    assert codex.log_row(record, {}) is None


@pytest.mark.parametrize(("prompt", "kept"), [("[REDACTED]", False), ("text", True)])
def test_prompt_is_a_persons(prompt: str, kept: bool, row: Made) -> None:
    """A redacted text is none."""
    found = row("user_prompt", prompt=prompt, prompt_length="67") or {}
    assert (found["event_name"], found["is_human"], "prompt_text" in found) == (
        "prompt",
        True,
        kept,
    )


def test_spawned_thread_is_named_with_its_parent(row: Made) -> None:
    """What the parent wrote to it is not looked at."""
    found = row(
        "agent_communication",
        kind="spawn",
        state="send",
        sender_thread_id="a",
        receiver_thread_id="b",
        content="planted",
    )
    assert found is not None
    assert (found["event_name"], found["session_id"], found["subagent_id"]) == (
        "subagent_started",
        "a",
        "b",
    )
    assert "planted" not in str(found)


@pytest.mark.parametrize(("amount", "cost"), [("0.0125", 12_500), (None, None), (True, None)])
def test_cost_of_a_turn_is_the_servers_estimate(amount: Any, cost: int | None, row: Made) -> None:
    """It belongs to the turn, not to one request."""
    found = row("turn_cost", usage__estimated_usd=amount, turn__id="t") or {}
    assert (found["event_name"], found["prompt_id"]) == ("turn_cost", "t")
    assert found.get("reported_cost_microusd") == cost


def test_redelivered_record_has_the_same_key(log: Make) -> None:
    """Whatever says something else is another record."""
    keys = {
        (codex.log_row(log("sse_event", **TOKENS, slug=slug), {}) or {})["event_id"]
        for slug in ("a", "a", "b")
    }
    assert len(keys) == 2


def test_spans_and_points_give_no_row() -> None:
    """They repeat what the log records tell."""
    origin = Origin({}, "codex", "")
    assert codex.span_row(Span(origin, "x", 1, 2, {}, "a", "b", None, 0, ()), {}) is None
    assert codex.point_row(Point(origin, "m", None, "delta", 1, 2, 1.0, {}, ()), {}) is None
