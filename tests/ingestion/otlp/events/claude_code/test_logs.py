from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ingestion.otlp.events.claude_code.logs import log_batches
from ingestion.otlp.signals import LogRecord

Log = Callable[..., LogRecord]
Row = dict[str, Any]


def log_row(record: LogRecord, base: Row) -> Row:
    """Return the row of one record."""
    (batch,) = log_batches([record], base)
    (row,) = batch.rows()
    return row


def test_request_fills_token_columns(log: Log, base: Row) -> None:
    """An answered request carries its tokens by kind, its cost and who answered."""
    record = log(
        "api_request",
        input_tokens=1,
        output_tokens=2,
        cache_read_tokens=3,
        cache_creation_tokens=9,
        cache_creation_5m_tokens=4,
        cache_creation_1h_tokens=5,
        cost_usd_micros=12,
        cost_usd=0.5,
    )
    row = log_row(record, base)
    assert row["event_name"] == "request"
    assert row["provider"] == "anthropic"
    columns = ("input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
    assert [row[f"{column}_tokens"] for column in columns] == [1, 2, 3, 9, 4, 5]
    assert row["reported_cost_microusd"] == 12


@pytest.mark.parametrize(("cost", "microusd"), [(0.0125, 12_500), ("0.1", 100_000), ([], None)])
def test_cost_in_usd_stands_in_for_micro_usd(
    log: Log, base: Row, cost: object, microusd: int | None
) -> None:
    """Older clients give the cost in USD only."""
    row = log_row(log("api_request", cost_usd=cost), base)
    assert row.get("reported_cost_microusd") == microusd


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("api_error", "request_error"),
        ("api_retries_exhausted", "retries_exhausted"),
        ("user_prompt", "prompt"),
        ("assistant_response", "response"),
        ("compaction", "compaction"),
        ("subagent_completed", "subagent_completed"),
        ("claude_code.at_mention", "at_mention"),
    ],
)
def test_event_is_named_for_all_agents(log: Log, base: Row, said: str, stored: str) -> None:
    """Events that every agent has get a common name; others keep the client's."""
    assert log_row(log(said), base)["event_name"] == stored


@pytest.mark.parametrize("attributes", [{}, {"event.name": {"a": "b"}}, {"event.name": ""}])
def test_name_is_taken_from_the_body_without_its_attribute(
    log: Log, base: Row, attributes: Row
) -> None:
    """Without `event.name`, or where it is no text, the body names the event."""
    record = msgspec.structs.replace(log("x"), attributes=attributes, body="claude_code.compaction")
    assert log_row(record, base)["event_name"] == "compaction"


def test_source_of_a_decision_has_its_column(log: Log, base: Row) -> None:
    """`source` means who decided on a tool decision, and nothing of ours elsewhere."""
    assert log_row(log("tool_decision", source="hook"), base)["decision_source"] == "hook"
    assert "decision_source" not in log_row(log("plugin_loaded", source="hook"), base)


def test_record_says_better_than_its_resource(log: Log, base: Row) -> None:
    """An attribute of the record overrides the same of the resource; an empty one does not."""
    assert log_row(log("x", team="payments"), base)["team"] == "payments"
    assert log_row(log("x", team=None), base)["team"] == "platform"


def test_unmapped_attribute_goes_to_the_guard(log: Log, base: Row) -> None:
    """What has no column is left to the privacy guard."""
    assert log_row(log("x", hook_event="Stop"), base)["attributes"] == {"hook_event": "Stop"}


@pytest.mark.parametrize(
    "change",
    [
        {"session__id": "s2"},
        {"event__sequence": 4},
        {"event__timestamp": "2026-01-01T00:00:00Z"},
        {"request_id": "r2"},
        {"tool_use_id": "t2"},
        {"user__id": "u2"},
        {"organization__id": "o2"},
    ],
)
def test_key_tells_records_apart(log: Log, base: Row, change: Row) -> None:
    """Each part of a record's identity changes its key."""
    assert log_row(log("x", **change), base)["event_id"] != log_row(log("x"), base)["event_id"]


def test_redelivered_record_has_the_same_key(log: Log, base: Row) -> None:
    """A number that comes back as text is the same number, and other content the same record."""
    first = log_row(log("x", event__sequence=3, hook_event="Stop"), base)
    again = log_row(log("x", event__sequence="3"), {})
    assert first["event_id"] == again["event_id"]


def test_record_without_sequence_is_told_apart_by_content(log: Log, base: Row) -> None:
    """Two records without any identity are one only when they say the same."""
    keys = [
        log_row(log("x", event__sequence=None, length=length), base)["event_id"]
        for length in (1, 1, 2)
    ]
    assert keys[0] == keys[1] != keys[2]


def test_identifiers_of_a_trace_are_kept(log: Log, base: Row) -> None:
    """With tracing on, a log record names its span."""
    record = msgspec.structs.replace(log("x"), trace_id="ab" * 16, span_id="cd" * 8)
    row = log_row(record, base)
    assert (row["trace_id"], row["span_id"]) == ("ab" * 16, "cd" * 8)
