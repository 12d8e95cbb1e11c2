"""Rows of the catalogue of faults (docs/faults.md), from the wire through spool, loader's gate and outcome.

Each test is named after the row it keeps. A case is a log record that differs from a good one in one thing.
"""

import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from agent_analytics.privacy.policy import policy_of
from ingestion.gate import Gate
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from tests.fixtures.receivers import Receiver

NANOS = 1_790_000_000 * 10**9
LATER = NANOS + 10**9


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a request came to: its answer, the rows that would be loaded, and the outcomes."""

    answer: httpx.Response
    rows: list[dict[str, Any]]
    outcomes: dict[str, int]


def _pairs(attributes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in attributes.items()]


def _record(more: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return a request event; `more` are further attributes as encoded values."""
    attributes = {
        "event.name": {"stringValue": "api_request"},
        "session.id": {"stringValue": "s"},
        "event.sequence": {"intValue": "1"},
        **(more or {}),
    }
    good = {"timeUnixNano": str(NANOS), "observedTimeUnixNano": str(LATER)}
    return good | {"attributes": _pairs(attributes)} | changes


def _sent(receiver: Receiver, *records: Any, **root: Any) -> Loaded:
    """Send records, load what was kept, and return both."""
    scope = {"name": "com.anthropic.claude_code.events"}
    logs = [{"scopeLogs": [{"scope": scope, "logRecords": list(records)}]}]
    body = json.dumps({"resourceLogs": logs, **root}).encode()
    answer = receiver.post(body, Content_Type="application/json")
    receiver.stop()
    gate = Gate("spool", policy_of(receiver.settings), "batch")
    for path in SpoolFolder(receiver.settings.paths.spool).sealed():
        gate.take(stretch_of(Segment(path, 0, path.stat().st_size)))
    tables = {name: table.to_pylist() for name, table in gate.release().items()}
    counts = {
        name.removesuffix("_count"): sum(row[name] for row in tables.get("outcomes", ()))
        for name in ("received_count", "accepted_count", "dead_lettered_count", "rejected_count")
    }
    assert counts["received"] == sum(count for name, count in counts.items() if name != "received")
    return Loaded(answer, tables.get("events", []), counts)


def test_row_14_unknown_fields_are_no_fault(receiver: Receiver) -> None:
    """What a later protocol adds is skipped at every level."""
    loaded = _sent(receiver, _record(novelty=[{"a": None}]), novelty={"x": 1})
    assert loaded.answer.json() == {}
    assert loaded.outcomes["accepted"] == 1


@pytest.mark.parametrize("spelled", ["20", 20, 20.0])
def test_rows_15_and_36_a_whole_number_may_be_spelled_in_three_ways(
    receiver: Receiver, spelled: Any
) -> None:
    """Text, integer and integral float are one number."""
    loaded = _sent(receiver, _record({"input_tokens": {"intValue": spelled}}))
    assert loaded.rows[0]["input_tokens"] == 20


@pytest.mark.parametrize(
    ("trace", "is_taken"), [("ab" * 16, True), ("q6urq6urq6urq6urq6urqw==", False)]
)
def test_row_15_identifiers_are_hexadecimal(receiver: Receiver, trace: str, is_taken: bool) -> None:
    """Base64 where hexadecimal belongs refuses the record; what remains of it is a dead letter."""
    loaded = _sent(receiver, _record(traceId=trace))
    assert (loaded.outcomes["accepted"], loaded.outcomes["dead_lettered"]) == (
        is_taken,
        not is_taken,
    )


@pytest.mark.parametrize("value", [{"arrayValue": 3}, {"kvlistValue": {"values": [3]}}])
def test_row_16_a_list_that_is_none_refuses_its_record_alone(
    receiver: Receiver, value: Any
) -> None:
    """The neighbour is taken, and the answer counts the refused one."""
    loaded = _sent(receiver, _record(), _record({"bad": value}))
    assert loaded.answer.json()["partialSuccess"]["rejectedLogRecords"] == "1"
    assert loaded.outcomes["accepted"] == 1


def test_row_17_attributes_as_an_object_refuse_their_record(receiver: Receiver) -> None:
    """A list of pairs is the only spelling; nothing of the other is stored."""
    loaded = _sent(receiver, _record(attributes={"session.id": "s"}), _record())
    assert loaded.answer.json()["partialSuccess"]["rejectedLogRecords"] == "1"
    assert loaded.outcomes["accepted"] == 1


def test_row_21_of_two_equal_keys_the_last_counts_and_the_row_says_so(receiver: Receiver) -> None:
    """The value is the later one, flagged."""
    record = _record()
    record["attributes"] += _pairs({"session.id": {"stringValue": "later"}})
    (row,) = _sent(receiver, record).rows
    assert (row["session_id"], row["flags"]) == ("later", "duplicate_key")


@pytest.mark.parametrize("key", ["", "a.b.c", "a\0b", "ä" * 2048])
def test_row_22_an_odd_key_is_dropped_and_harms_nothing(receiver: Receiver, key: str) -> None:
    """Whatever an unknown key is called, its record is taken."""
    loaded = _sent(receiver, _record({key: {"stringValue": "v"}}))
    assert (loaded.outcomes["accepted"], loaded.rows[0]["session_id"]) == (1, "s")


@pytest.mark.parametrize("missing", [0, "0", None])
def test_row_23_a_missing_time_is_that_of_observation(receiver: Receiver, missing: Any) -> None:
    """The row says that the event had none."""
    (row,) = _sent(receiver, _record(timeUnixNano=missing)).rows
    assert row["event_at"].timestamp() == LATER // 10**9
    assert row["flags"] == "no_event_time"


@pytest.mark.parametrize("nanos", [2**64 - 1, 9_214_646_400 * 10**9, 1])
def test_row_24_an_impossible_time_is_that_of_observation(receiver: Receiver, nanos: int) -> None:
    """Year 1970, 2262 or the end of 64 bits is no time of an event."""
    (row,) = _sent(receiver, _record(timeUnixNano=str(nanos))).rows
    assert row["event_at"].timestamp() == LATER // 10**9
    assert row["flags"] == "bad_time"


def test_row_24_the_year_2038_is_a_time(receiver: Receiver) -> None:
    """The end of 32 bits is nothing special, but it is in the future."""
    (row,) = _sent(receiver, _record(timeUnixNano=str((2**31 + 1) * 10**9))).rows
    assert (row["event_at"].year, row["flags"]) == (2038, "future_time")


def test_row_31_an_event_without_an_id_has_the_same_one_each_time(receiver: Receiver) -> None:
    """It is told apart by all it says."""
    anonymous = _record({"novelty": {"stringValue": "v"}})
    anonymous["attributes"] = anonymous["attributes"][:1] + anonymous["attributes"][3:]
    other = json.loads(json.dumps(anonymous).replace('"v"', '"w"'))
    rows = _sent(receiver, anonymous, anonymous, other).rows
    first, again, different = (row["event_id"] for row in rows)
    assert first == again != different


def test_row_32_two_organisations_share_no_identifier(receiver: Receiver) -> None:
    """The same session and sequence elsewhere is another event."""
    ours, theirs = (
        _record({"organization.id": {"stringValue": name}, "user.id": {"stringValue": name}})
        for name in ("ours", "theirs")
    )
    rows = _sent(receiver, ours, theirs).rows
    assert len({row["event_id"] for row in rows}) == 2


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "text"])
def test_row_34_a_point_that_is_no_number_is_refused(receiver: Receiver, value: str) -> None:
    """Its neighbours are taken."""
    good = {"timeUnixNano": str(NANOS), "asDouble": -0.0, "attributes": []}
    points = [good, good | {"asDouble": value}]
    metric = {"name": "claude_code.cost.usage", "sum": {"dataPoints": points}}
    scope = {"name": "com.anthropic.claude_code"}
    body = {"resourceMetrics": [{"scopeMetrics": [{"scope": scope, "metrics": [metric]}]}]}
    answer = receiver.post(
        json.dumps(body).encode(), "/v1/metrics", Content_Type="application/json"
    )
    assert answer.json()["partialSuccess"]["rejectedDataPoints"] == "1"
    assert len(receiver.stored()) == 1


@pytest.mark.parametrize(
    ("buckets", "refused"),
    [
        ({"explicitBounds": [1, 2], "bucketCounts": ["1", "0", "1"]}, 0),
        ({"explicitBounds": [2, 1], "bucketCounts": ["1", "0", "1"]}, 1),
        ({"explicitBounds": [1, 1], "bucketCounts": ["1", "0", "1"]}, 1),
        ({"explicitBounds": [1, 2], "bucketCounts": ["1", "0", "2"]}, 1),
        ({"explicitBounds": ["x"], "bucketCounts": ["1", "1"]}, 1),
        ({}, 0),
    ],
)
def test_row_34_a_histogram_that_contradicts_itself_is_refused(
    receiver: Receiver, buckets: dict[str, Any], refused: int
) -> None:
    """Where bounds do not rise, or buckets do not add up to the count, the sum is not believed either."""
    points = [{"timeUnixNano": str(NANOS), "count": "2", "sum": 20.0, **buckets}]
    metric = {"name": "codex.turn.token_usage", "histogram": {"dataPoints": points}}
    body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]}
    answer = receiver.post(
        json.dumps(body).encode(), "/v1/metrics", Content_Type="application/json"
    )
    told = answer.json().get("partialSuccess", {})
    assert int(told.get("rejectedDataPoints", 0)) == refused


@pytest.mark.parametrize("name", ["input_tokens", "reported_cost_microusd", "duration_ms"])
def test_row_35_a_negative_amount_is_unknown_and_flagged(receiver: Receiver, name: str) -> None:
    """It is neither zero nor subtracted."""
    told = {"reported_cost_microusd": "cost_usd_micros"}.get(name, name)
    (row,) = _sent(receiver, _record({told: {"intValue": "-1"}})).rows
    assert (row[name], row["flags"]) == (None, "negative_value")


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ({"intValue": str(2**63)}, 0),
        ({"intValue": str(2**64)}, 0),
        ({"intValue": 1.9}, 0),
        ({"boolValue": True}, 0),
        ({"stringValue": "20"}, 1),
        ({"stringValue": "20.5"}, 0),
    ],
)
def test_row_36_what_is_no_count_is_a_dead_letter(
    receiver: Receiver, value: Any, taken: int
) -> None:
    """Nothing is rounded, wrapped or taken for one."""
    loaded = _sent(receiver, _record({"input_tokens": value}), _record({"ok": {"boolValue": True}}))
    assert (loaded.outcomes["accepted"], loaded.outcomes["dead_lettered"]) == (1 + taken, 1 - taken)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("effort", {"arrayValue": {"values": [{"stringValue": "xCANARYx"}]}}),
        ("duration_ms", {"stringValue": "xCANARYx"}),
    ],
)
def test_a_description_of_another_shape_costs_no_record(
    receiver: Receiver, name: str, value: Any
) -> None:
    """What neither counts nor tells records apart is unknown then, and the record says so."""
    (row,) = _sent(receiver, _record({"input_tokens": {"intValue": "7"}, name: value})).rows
    assert (row["input_tokens"], row[name], row["flags"]) == (7, None, "bad_value")
    spooled = b"".join(
        path.read_bytes() for path in receiver.settings.paths.spool.rglob("*") if path.is_file()
    )
    assert b"xCANARYx" not in spooled


def test_row_36_an_absurd_count_is_unknown_and_flagged(receiver: Receiver) -> None:
    """It would outweigh all others together."""
    (row,) = _sent(receiver, _record({"input_tokens": {"intValue": str(2**62)}})).rows
    assert (row["input_tokens"], row["flags"]) == (None, "implausible_value")


def test_row_25_a_time_long_past_stays_where_it_belongs(receiver: Receiver) -> None:
    """It is dated by its own day, not by that of its arrival, and flagged: nobody sends that late."""
    (row,) = _sent(receiver, _record(timeUnixNano=str(1_000_000_000 * 10**9))).rows
    assert (f"{row['event_at']:%Y-%m-%d}", row["flags"]) == ("2001-09-09", "past_time")


def test_row_25_a_time_in_the_future_is_flagged(receiver: Receiver) -> None:
    """A day ahead is a wrong clock; the time stays, so that it can be judged."""
    (row,) = _sent(receiver, _record(timeUnixNano=str(4_000_000_000 * 10**9))).rows
    assert (row["event_at"].year, row["flags"]) == (2096, "future_time")
