"""Collector files of a small company: what arrives twice, late, as text or not at all."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import zstandard

Record = dict[str, Any]


def lines_of(small: Any) -> dict[str, list[bytes]]:
    """Return the complete lines of every file, unpacked."""
    found = {}
    for path in sorted(small.wire.glob("otlp/*")):
        body = path.read_bytes()
        if path.suffix == ".gz":
            body = gzip.decompress(body)
        if path.suffix == ".zst":
            body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
        found[path.name] = body.split(b"\n")[:-1]
    return found


@pytest.fixture(scope="module")
def exports(small: Any) -> list[Record]:
    """Return every export request of Claude Code; all complete lines are valid JSON."""
    found = [json.loads(line) for lines in lines_of(small).values() for line in lines]
    return [export for export in found if '"com.anthropic.claude_code' in json.dumps(export)]


@pytest.fixture(scope="module")
def events(exports: list[Record]) -> list[Record]:
    """Return the attributes of every log record as key to OTLP value."""
    return [
        {pair["key"]: pair["value"] for pair in record["attributes"]}
        for export in exports
        for resource in export.get("resourceLogs", [])
        for record in resource["scopeLogs"][0]["logRecords"]
    ]


def text(event: Record, key: str) -> str:
    """Return an attribute that must be a string."""
    value: str = event[key]["stringValue"]
    return value


def points(exports: list[Record]) -> Iterator[tuple[str, int, Record]]:
    """Yield the name, temporality and content of every data point."""
    for export in exports:
        for resource in export.get("resourceMetrics", []):
            for metric in resource["scopeMetrics"][0]["metrics"]:
                for point in metric["sum"]["dataPoints"]:
                    yield metric["name"], metric["sum"]["aggregationTemporality"], point


def test_old_files_are_packed_and_the_live_one_is_torn(small: Any) -> None:
    """Rotated files carry a time and a compression; one live file ends in half a line."""
    names = list(lines_of(small))
    assert any(name.endswith("-time.jsonl") for name in names)
    assert {"otel-berlin.jsonl", "otel-lisbon.jsonl"} <= set(names)
    assert not (small.wire / "otlp" / "otel-lisbon.jsonl").read_bytes().endswith(b"\n")


def test_some_lines_arrive_twice_and_out_of_order(small: Any) -> None:
    """A redelivered export is byte for byte the same and comes after a newer one."""
    repeated = 0
    for lines in lines_of(small).values():
        repeated += sum(number - 1 for number in Counter(lines).values())
    assert repeated == small.truth["planted"]["redelivered_lines"] > 0


def test_numbers_are_typed_as_clients_type_them(events: list[Record]) -> None:
    """Durations of tools are text, those of requests integers; old clients send text only."""
    requests = [e for e in events if text(e, "event.name") == "api_request"]
    kinds = {next(iter(event["input_tokens"])) for event in requests}
    results = [e for e in events if text(e, "event.name") == "tool_result"]
    assert kinds == {"stringValue", "intValue"}
    assert all(isinstance(e["event.sequence"]["intValue"], str) for e in events)
    assert all("stringValue" in e["duration_ms"] and "stringValue" in e["success"] for e in results)


def test_a_sequence_starts_again_with_every_process(events: list[Record]) -> None:
    """Resumed sessions have more than one event of the same number."""
    seen = {
        (text(e, "session.id"), e["event.sequence"]["intValue"], text(e, "event.timestamp"))
        for e in events
    }
    again = Counter((session, number) for session, number, _ in seen)
    assert max(again.values()) > 1


def test_a_tool_can_answer_before_its_request(events: list[Record]) -> None:
    """Some results are older than the request that asked for them."""
    requests = {
        text(e, "request_id"): text(e, "event.timestamp")
        for e in events
        if text(e, "event.name") == "api_request"
    }
    early = [
        e
        for e in events
        if text(e, "event.name") == "tool_result"
        and text(e, "event.timestamp") < requests.get(text(e, "request_id"), "")
    ]
    assert early


def test_throw_away_sessions_only_start_up(events: list[Record]) -> None:
    """An id of a continued process's start has neither prompt nor request."""
    names = defaultdict(set)
    for event in events:
        names[text(event, "session.id")].add(text(event, "event.name"))
    phantoms = [found for found in names.values() if found <= {"plugin_loaded", "hook_registered"}]
    assert phantoms


def test_only_signed_in_people_have_an_address(small: Any, events: list[Record]) -> None:
    """Some clients name their person, those with a key do not, and the installation is always there."""
    addresses = {text(e, "user.email") for e in events if "user.email" in e}
    assert addresses < {person["email"] for person in small.truth["people"]}
    assert any("user.email" not in e for e in events)
    assert all(len(text(e, "user.id")) == 64 for e in events)


def test_metrics_repeat_the_tokens_of_the_events(exports: list[Record]) -> None:
    """One team sums up from its process's start, the others send what is new."""
    temporalities = Counter(kind for _, kind, _ in points(exports))
    names = {name.removeprefix("claude_code.") for name, _, _ in points(exports)}
    assert set(temporalities) == {1, 2}
    assert names == {
        "session.count",
        "lines_of_code.count",
        "commit.count",
        "cost.usage",
        "token.usage",
        "code_edit_tool.decision",
        "active_time.total",
    }


def test_nothing_arrives_while_the_collector_is_down(small: Any) -> None:
    """The site that was down has no event from inside its outage except the last moments before it."""
    start, end = small.truth["meta"]["outage"]
    exported = [
        record["attributes"]
        for name, lines in lines_of(small).items()
        if name.startswith("otel-berlin")
        for line in lines
        for resource in json.loads(line).get("resourceLogs", [])
        for record in resource["scopeLogs"][0]["logRecords"]
    ]
    stamps = [
        a["value"]["stringValue"] for at in exported for a in at if a["key"] == "event.timestamp"
    ]
    assert small.truth["planted"]["lines_lost_in_outage"] > 0
    assert not [stamp for stamp in stamps if start <= stamp < end[:11] + "11:59:00.000Z"]


@pytest.mark.parametrize(
    "name",
    [
        "user_prompt",
        "api_request",
        "api_error",
        "api_retries_exhausted",
        "assistant_response",
        "tool_decision",
        "tool_result",
        "compaction",
        "subagent_completed",
        "hook_execution_complete",
        "hook_registered",
        "plugin_loaded",
    ],
)
def test_every_event_occurs(events: list[Record], name: str) -> None:
    """Even a small company sends each kind of event."""
    assert any(text(event, "event.name") == name for event in events)


def test_traces_repeat_the_requests_of_the_few_who_have_them(exports: list[Record]) -> None:
    """Spans of requests carry the same request ids as the events."""
    spans = [
        span
        for export in exports
        for resource in export.get("resourceSpans", [])
        for span in resource["scopeSpans"][0]["spans"]
    ]
    names = {span["name"] for span in spans}
    assert names == {"claude_code.interaction", "claude_code.llm_request", "claude_code.tool"}
    assert all(len(span["traceId"]) == 32 and len(span["spanId"]) == 16 for span in spans)
