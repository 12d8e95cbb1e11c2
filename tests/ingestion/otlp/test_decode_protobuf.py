import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, LogsData, ResourceLogs, ScopeLogs
from opentelemetry.proto.metrics.v1.metrics_pb2 import (
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, TracesData

from ingestion.otlp.decode import decode
from ingestion.otlp.reasons import UndecodableError
from ingestion.otlp.signals import SignalKind

_INT64 = st.integers(-(2**63), 2**63 - 1)
_SCALARS = st.one_of(
    st.builds(AnyValue),
    st.builds(AnyValue, string_value=st.text()),
    st.builds(AnyValue, int_value=_INT64),
    st.builds(AnyValue, bool_value=st.booleans()),
    st.builds(AnyValue, double_value=st.floats(allow_nan=False)),
    st.builds(AnyValue, bytes_value=st.binary(max_size=8)),
)


def _pairs(values: st.SearchStrategy[AnyValue]) -> st.SearchStrategy[list[KeyValue]]:
    return st.lists(st.builds(KeyValue, key=st.text(max_size=5), value=values), max_size=4)


_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.builds(AnyValue, array_value=st.builds(ArrayValue, values=st.lists(inner, max_size=3))),
        st.builds(AnyValue, kvlist_value=st.builds(KeyValueList, values=_pairs(inner))),
    ),
    max_leaves=6,
)
_RECORDS = st.builds(
    LogRecord,
    time_unix_nano=st.integers(0, 2**64 - 1),
    observed_time_unix_nano=st.integers(0, 2**64 - 1),
    body=_VALUES,
    attributes=_pairs(_VALUES),
    trace_id=st.sampled_from([b"", bytes(16), b"\xab" * 16, b"short"]),
)


def _plain(signals: list[Any]) -> list[Any]:
    return [
        {**msgspec.structs.asdict(s), "origin": msgspec.structs.asdict(s.origin)} for s in signals
    ]


def _collector_json(message: LogsData) -> bytes:
    """Return a message as the Collector writes it: identifiers in hexadecimal, not base64."""
    tree = MessageToDict(message)
    records = message.resource_logs[0].scope_logs[0].log_records
    written = tree["resourceLogs"][0]["scopeLogs"][0].get("logRecords", [])
    for record, fields in zip(records, written, strict=True):
        fields["traceId"] = record.trace_id.hex()
    return json.dumps(tree).encode()


@given(st.lists(_RECORDS, min_size=1, max_size=3))
def test_both_encodings_of_a_message_mean_the_same(records: list[LogRecord]) -> None:
    """Protobuf and JSON of one message give the same signals and the same refusals."""
    message = LogsData(resource_logs=[ResourceLogs(scope_logs=[ScopeLogs(log_records=records)])])
    binary = decode(message.SerializeToString(), "protobuf", "logs")
    text = decode(_collector_json(message), "json")
    assert _plain(binary.signals) == _plain(text.signals)
    assert binary.refused == text.refused


def test_captured_bodies_equal_the_collector_file(captures: Path) -> None:
    """Requests as a client sent them decode like the lines the Collector made of them."""
    scenario = captures / "claude-code-2.1.329" / "basic-httpprotobuf"
    lines = (scenario / "otlp.jsonl").read_bytes().splitlines()
    index = (scenario / "otlp" / "index.jsonl").read_text().splitlines()
    assert lines
    for line, entry in zip(lines, map(json.loads, index), strict=True):
        body = (scenario / "otlp" / entry["file"]).read_bytes()
        sent = decode(body, "protobuf", entry["path"].removeprefix("/v1/"))
        assert _plain(sent.signals) == _plain(decode(line, "json").signals)


@pytest.mark.parametrize("body", [b"\x80" * 65_536, b"\x0a\xff", b"random"])
def test_bytes_that_are_no_message_are_refused(body: bytes) -> None:
    """Garbage and truncated messages give a reason and no crash."""
    with pytest.raises(UndecodableError, match="not_protobuf"):
        decode(body, "protobuf", "logs")


def test_deeply_nested_value_is_refused() -> None:
    """A value nested 200 deep does not exhaust the stack."""
    value = AnyValue(int_value=1)
    for _ in range(40):
        value = AnyValue(array_value=ArrayValue(values=[value]))
    records = [LogRecord(body=value)]
    message = LogsData(resource_logs=[ResourceLogs(scope_logs=[ScopeLogs(log_records=records)])])
    assert decode(message.SerializeToString(), "protobuf", "logs").refused == ["too_deep"]


def test_empty_body_holds_no_records() -> None:
    """An empty protobuf request is valid and empty."""
    assert decode(b"", "protobuf", "logs").received == 0


def test_protobuf_needs_its_signal() -> None:
    """Protobuf does not say what it is, so the sender must."""
    with pytest.raises(UndecodableError, match="no_signal"):
        decode(b"", "protobuf")


_TEXT = KeyValue(key="k", value=AnyValue(string_value="v"))
_BODIES: dict[SignalKind, bytes] = {
    "logs": LogsData(
        resource_logs=[
            ResourceLogs(
                scope_logs=[
                    ScopeLogs(
                        log_records=[
                            LogRecord(time_unix_nano=1_790_000_000 * 10**9, attributes=[_TEXT])
                        ]
                    )
                ]
            )
        ]
    ).SerializeToString(),
    "traces": TracesData(
        resource_spans=[
            ResourceSpans(
                scope_spans=[
                    ScopeSpans(
                        spans=[
                            Span(trace_id=b"t" * 16, span_id=b"s" * 8, name="n", attributes=[_TEXT])
                        ]
                    )
                ]
            )
        ]
    ).SerializeToString(),
    "metrics": MetricsData(
        resource_metrics=[
            ResourceMetrics(
                scope_metrics=[
                    ScopeMetrics(
                        metrics=[Metric(name="m", sum=Sum(data_points=[NumberDataPoint(as_int=1)]))]
                    )
                ]
            )
        ]
    ).SerializeToString(),
}


@pytest.mark.parametrize("told", _BODIES)
@pytest.mark.parametrize("sent", _BODIES)
def test_another_signals_message_is_never_taken(told: SignalKind, sent: SignalKind) -> None:
    """Messages of one signal parse as another's; no record of them becomes a signal."""
    if told == sent:
        assert len(decode(_BODIES[sent], "protobuf", told).signals) == 1
        return
    try:
        decoded = decode(_BODIES[sent], "protobuf", told)
    except UndecodableError:
        return
    assert decoded.signals == []


def test_what_is_remembered_of_an_attribute_changes_nothing() -> None:
    """The second record with the same bytes means what the first did, whatever the value's kind."""
    pairs = [
        KeyValue(key="text", value=AnyValue(string_value="v")),
        KeyValue(key="empty", value=AnyValue(string_value="")),
        KeyValue(key="none"),
        KeyValue(key="int", value=AnyValue(int_value=300)),
        KeyValue(key="long", value=AnyValue(string_value="x" * 200)),
    ]
    records = [LogRecord(attributes=pairs), LogRecord(attributes=pairs)]
    message = LogsData(resource_logs=[ResourceLogs(scope_logs=[ScopeLogs(log_records=records)])])
    first, second = decode(message.SerializeToString(), "protobuf", "logs").signals
    meant = {"text": "v", "empty": "", "none": None, "int": 300, "long": "x" * 200}
    assert first.attributes == second.attributes == meant


@pytest.mark.parametrize("name", ["codex.turn.token_usage", "codex.turn.e2e_duration_ms"])
def test_histograms_mean_the_same_in_both_encodings(name: str) -> None:
    """The sum of the one that counts tokens is a point unless it contradicts itself; the other is ignored."""
    at, bounds = 1_790_000_000_000_000_000, [1.0, 5.0]
    read, wrong = (
        HistogramDataPoint(
            time_unix_nano=at, count=1, sum=4.0, explicit_bounds=bounds, bucket_counts=[0, 1, more]
        )
        for more in (0, 1)
    )
    histogram = Histogram(data_points=[read, wrong], aggregation_temporality=1)  # type: ignore[arg-type]
    metric = Metric(name=name, histogram=histogram)
    scope = ScopeMetrics(metrics=[metric])
    message = MetricsData(resource_metrics=[ResourceMetrics(scope_metrics=[scope])])
    binary = decode(message.SerializeToString(), "protobuf", "metrics")
    text = decode(json.dumps(MessageToDict(message)).encode(), "json")
    assert _plain(binary.signals) == _plain(text.signals)
    assert binary.received == text.received == 2
    is_read = name == "codex.turn.token_usage"
    assert len(binary.signals) == len(binary.refused) == len(text.refused) == is_read
