import json
from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.decode import decode
from ingestion.otlp.reasons import UndecodableError
from ingestion.otlp.signals import Point

Body = Callable[..., bytes]

SEEN = {"observedTimeUnixNano": "1790000001000000000"}


@pytest.mark.parametrize(
    ("wire", "value"),
    [
        ({"stringValue": "a"}, "a"),
        ({"intValue": "20"}, 20),
        ({"intValue": 20}, 20),
        ({"intValue": 20.0}, 20),
        ({"boolValue": False}, False),
        ({"doubleValue": 1.5}, 1.5),
        ({"doubleValue": "1.5"}, 1.5),
        ({"bytesValue": "AAE="}, "AAE="),
        ({"arrayValue": {"values": [{"intValue": "1"}, {}]}}, [1, None]),
        ({"arrayValue": {}}, []),
        ({"kvlistValue": {"values": [{"key": "k", "value": {"intValue": 1}}]}}, {"k": 1}),
        ({}, None),
        (None, None),
    ],
)
def test_value_is_read_however_it_is_spelled(
    logs: Body, attribute: Body, wire: Any, value: object
) -> None:
    """Every spelling that senders use gives the same plain value."""
    decoded = decode(logs({"attributes": attribute("a", wire)}), "json")
    assert decoded.signals[0].attributes == {"a": value}


@pytest.mark.parametrize(
    ("wire", "reason"),
    [
        ({"intValue": str(2**63)}, "bad_number"),
        ({"intValue": 2**64}, "bad_number"),
        ({"intValue": 1.9}, "bad_number"),
        ({"intValue": "many"}, "bad_number"),
        ({"intValue": True}, "bad_record"),
        ({"doubleValue": "wide"}, "bad_number"),
        ({"arrayValue": "not an array"}, "bad_value"),
        ({"arrayValue": {"values": 3}}, "bad_value"),
        ({"kvlistValue": {"values": [3]}}, "bad_value"),
        ({"stringValue": 3}, "bad_record"),
    ],
)
def test_bad_value_refuses_its_record_only(
    logs: Body, attribute: Body, wire: Any, reason: str
) -> None:
    """A record that cannot be read is refused with a reason; its neighbour is kept."""
    decoded = decode(logs({"attributes": attribute("a", wire)}, {}), "json")
    assert (decoded.refused, len(decoded.signals), decoded.received) == ([reason], 1, 2)


def test_attributes_as_an_object_refuse_the_record(logs: Body) -> None:
    """Attributes must be a list of pairs."""
    assert decode(logs({"attributes": {"a": 1}}), "json").refused == ["bad_record"]


def test_thousand_attributes_are_the_limit(logs: Body) -> None:
    """A record with more than 1,000 attributes is refused, one with 1,000 is not."""
    pairs = [{"key": str(n), "value": {"intValue": n}} for n in range(1001)]
    decoded = decode(logs({"attributes": pairs}, {"attributes": pairs[:-1]}), "json")
    assert decoded.refused == ["too_many_attributes"]
    assert len(decoded.signals[0].attributes) == 1000


def test_duplicate_key_takes_the_last_value_and_is_flagged(logs: Body, attribute: Body) -> None:
    """Of two attributes with one key the last counts."""
    pairs = [*attribute("a", {"intValue": 1}), *attribute("a", {"intValue": 2})]
    record = decode(logs({"attributes": pairs}), "json").signals[0]
    assert (record.attributes, record.flags) == ({"a": 2}, ("duplicate_key",))


def test_unknown_fields_are_ignored(logs: Body) -> None:
    """Fields that no specification names change nothing."""
    decoded = decode(logs({"new": {"deep": [1]}, "droppedAttributesCount": 1}), "json")
    assert (len(decoded.signals), decoded.refused) == (1, [])


@pytest.mark.parametrize(("given", "read"), [("AB" * 16, "ab" * 16), ("", None), ("0" * 32, None)])
def test_identifier_is_lower_case_hexadecimal_or_none(
    logs: Body, given: str, read: str | None
) -> None:
    """Case does not matter; empty and all-zero identifiers mean none."""
    assert decode(logs({"traceId": given}), "json").signals[0].trace_id == read


@pytest.mark.parametrize("given", ["q83vEjRWeJA=", "ab", "zz" * 16])
def test_identifier_that_is_not_hexadecimal_is_refused(logs: Body, given: str) -> None:
    """Base64, a wrong length and other letters are no identifier."""
    assert decode(logs({"traceId": given}), "json").refused == ["bad_identifier"]


@pytest.mark.parametrize(
    ("fields", "event_at", "flags"),
    [
        ({"timeUnixNano": "1790000000000001999"}, 1790000000000001, ()),
        ({"timeUnixNano": 1790000000000000000}, 1790000000000000, ()),
        ({"timeUnixNano": "0", **SEEN}, 1790000001000000, ("no_event_time",)),
        ({"timeUnixNano": str(2**64 - 1), **SEEN}, 1790000001000000, ("bad_time",)),
        ({"timeUnixNano": "soon"}, None, ("bad_time",)),
        ({"timeUnixNano": None}, None, ("no_event_time",)),
    ],
)  # fmt: skip
def test_time_falls_back_to_the_observation(
    logs: Body, fields: dict[str, Any], event_at: int | None, flags: tuple[str, ...]
) -> None:
    """Times are microseconds; a missing or impossible one is replaced and flagged."""
    record = decode(logs(fields), "json").signals[0]
    assert (record.event_at, record.flags) == (event_at, flags)


def test_missing_time_takes_the_timestamp_attribute(logs: Body, attribute: Body) -> None:
    """`event.timestamp` is a time of its own and needs no flag."""
    pairs = attribute("event.timestamp", {"stringValue": "2026-09-21T14:13:20.5Z"})
    record = decode(logs({"timeUnixNano": "0", "attributes": pairs}), "json").signals[0]
    assert (record.event_at, record.flags) == (1790000000500000, ())


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_point_that_is_no_number_is_refused(points: Body, value: str) -> None:
    """NaN and infinite points are refused, others of the metric kept."""
    decoded = decode(points({"asDouble": value}, {"asInt": "3"}), "json")
    assert (decoded.refused, [p.value for p in decoded.signals]) == (["bad_number"], [3.0])


def test_point_without_recorded_value_is_ignored(points: Body) -> None:
    """A point flagged as having no value carries nothing."""
    decoded = decode(points({"asDouble": 1, "flags": 1}), "json")
    assert (decoded.signals, decoded.ignored, decoded.received) == ([], 1, 1)


def test_the_sum_of_a_histogram_of_tokens_is_a_point() -> None:
    """Codex counts its tokens in nothing else; times and temporality are those of the histogram."""
    points = [{"timeUnixNano": "1790000000000000000", "count": "1", "sum": 48750.0}]
    metric = {
        "name": "codex.turn.token_usage",
        "histogram": {"dataPoints": points, "aggregationTemporality": 1},
    }
    body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]}
    decoded = decode(json.dumps(body).encode(), "json")
    (point,) = decoded.signals
    assert isinstance(point, Point)
    assert (point.value, point.temporality, decoded.ignored) == (48750.0, "delta", 0)


def test_a_histogram_of_tokens_without_a_sum_is_refused() -> None:
    """Tokens are never lost in silence."""
    metric = {"name": "codex.turn.token_usage", "histogram": {"dataPoints": [{"count": "1"}]}}
    body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]}
    assert decode(json.dumps(body).encode(), "json").refused == ["bad_number"]


def test_histogram_points_are_counted_as_ignored() -> None:
    """Kinds of points we do not keep are counted, not lost."""
    metric = {"name": "h", "histogram": {"dataPoints": [{"count": "2"}, {}]}}
    body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]}
    assert decode(json.dumps(body).encode(), "json").ignored == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"not json", "not_json"),
        (b'{"resourceLogs": [', "not_json"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b"[]", "bad_envelope"),
        (b'{"resourceLogs": 3}', "bad_envelope"),
        (b'{"resourceLogs":[{"scopeLogs":{}}]}', "bad_envelope"),
        (b'{"other": []}', "no_signal"),
    ],
)
def test_unreadable_request_is_refused_whole(body: bytes, reason: str) -> None:
    """A request that cannot be read gives one short reason and no crash."""
    with pytest.raises(UndecodableError, match=f"^{reason}$"):
        decode(body, "json")


def test_announced_signal_must_be_the_one_sent(logs: Body) -> None:
    """Logs sent as traces are refused."""
    with pytest.raises(UndecodableError, match="wrong_signal"):
        decode(logs({}), "json", "traces")


def test_request_over_the_size_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request larger than the limit is not even parsed."""
    monkeypatch.setattr("ingestion.otlp.decode.MAX_BYTES", 3)
    with pytest.raises(UndecodableError, match="too_large"):
        decode(b"    ", "json")


def test_value_nested_too_deep_refuses_its_record(logs: Body, attribute: Body) -> None:
    """A value may nest 32 levels."""
    value: dict[str, Any] = {"intValue": 1}
    for _ in range(33):
        value = {"arrayValue": {"values": [value]}}
    decoded = decode(logs({"attributes": attribute("a", value)}, {}), "json")
    assert (decoded.refused, len(decoded.signals)) == (["too_deep"], 1)


def test_snake_case_keys_are_read() -> None:
    """A sender that spells field names in snake_case is understood, attribute keys are left alone."""
    attributes = [{"key": "a_b", "value": {"int_value": "1"}}]
    record = {"time_unix_nano": "1790000000000000000", "attributes": attributes}
    body = {"resource_logs": [{"scope_logs": [{"log_records": [record]}]}]}
    signal = decode(json.dumps(body).encode(), "json").signals[0]
    assert (signal.attributes, signal.event_at) == ({"a_b": 1}, 1790000000000000)


@pytest.mark.parametrize("text", [b'"\\ud83d cut"', b'"\xff bad"', '"\N{PILE OF POO}"'.encode()])
def test_broken_unicode_is_replaced(logs: Body, attribute: Body, text: bytes) -> None:
    """Text that is no valid Unicode is read with replacement characters."""
    body = logs({"attributes": attribute("a", {"stringValue": "@"})}).replace(b'"@"', text)
    value = decode(body, "json").signals[0].attributes["a"]
    assert value.encode()


def test_profiles_are_ignored() -> None:
    """A signal we do not keep is counted as ignored."""
    assert decode(b'{"resourceProfiles": []}', "json").ignored == 1


@pytest.mark.parametrize(("written", "name"), [(None, "field"), ("attribute", "attribute")])
def test_name_of_an_event_may_be_a_field_of_its_own(
    logs: Body, attribute: Body, written: str | None, name: str
) -> None:
    """A name in the attributes counts before the one beside them: some clients fill that with a place."""
    pairs = attribute("event.name", {"stringValue": written}) if written else []
    decoded = decode(logs({"eventName": "field", "attributes": pairs}), "json")
    assert decoded.signals[0].attributes == {"event.name": name}
