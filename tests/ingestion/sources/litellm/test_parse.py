import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.litellm.paths import is_log_file
from ingestion.stretches import Stretch

Row = dict[str, Any]
Make = Callable[..., Row]
Events = Callable[..., list[Row]]
Parse = Callable[..., Stretch]


def test_payload_becomes_a_request(events: Events, payload: Make) -> None:
    """Every number in its column: tokens apart, dollars as micro-USD, seconds as milliseconds."""
    (row,) = events(payload())
    assert row.pop("event_id")
    assert row == {
        "source_layer": "proxy",
        "agent": "claude_code",
        "client_version": "2.1.329",
        "event_name": "request",
        "event_at": 1_795_000_000_000_000,
        "session_id": "session-1",
        "message_id": "msg_1",
        "user_email": "ana@acme.example",
        "team": "payments",
        "provider": "anthropic",
        "model": "claude-opus-5-5",
        "requested_model": "opus",
        "duration_ms": 3500,
        "ttft_ms": 750,
        "input_tokens": 200,
        "cache_read_tokens": 1000,
        "cache_write_tokens": 300,
        "output_tokens": 21,
        "reported_cost_microusd": 14_820,
        "is_synthetic": False,
        "file_key": "file",
        "file_offset": 0,
    }


def test_spend_row_with_metadata_written_as_text(events: Events, spend: Make) -> None:
    """The spend table says the same in other words; its times have no zone and are UTC."""
    (row,) = events(spend())
    assert row["event_at"] == 1_795_165_200_250_000
    assert (row["agent"], row["account_id"], row["team"]) == ("litellm", "bo", "team-7")
    assert (row["model"], row["session_id"]) == ("gpt-5.2", "generated-1")
    assert (row["input_tokens"], row["cache_read_tokens"]) == (100, 0)
    assert (row["reported_cost_microusd"], row["duration_ms"]) == (2000, 1000)
    assert "ttft_ms" not in row


def test_one_call_in_both_logs_has_one_key(events: Events, payload: Make, spend: Make) -> None:
    """A payload and a spend row of one response are the same event."""
    first, second = events(payload(id="same"), spend(request_id="same"))
    assert first["event_id"] == second["event_id"]


def test_payload_inside_the_callbacks_arguments(events: Events, payload: Make) -> None:
    """A callback that writes all its arguments holds the payload under its name."""
    assert events({"standard_logging_object": payload(), "kwargs": {}}) == events(payload())


def test_answers_from_the_proxys_cache_asked_no_model(events: Events, payload: Make) -> None:
    """Each has the id of the answer that was cached and is an event of its own all the same."""
    asked, first, second = events(
        payload(), payload(cache_hit="True", startTime=1.0), payload(cache_hit=True, startTime=2.0)
    )
    assert [row["is_synthetic"] for row in (asked, first, second)] == [False, True, True]
    assert len({row["event_id"] for row in (asked, first, second)}) == 3


def test_failed_call_is_an_error(events: Events, payload: Make) -> None:
    """Status code, class and message are kept; no tokens, no request."""
    information = {"error_code": "429", "error_class": "RateLimitError", "error_message": "slow"}
    (row,) = events(
        payload(
            status="failure",
            prompt_tokens=0,
            completion_tokens=0,
            response_cost=0,
            error_information=information,
        )
    )
    assert (row["event_name"], row["status_code"]) == ("request_error", 429)
    assert (row["error_type"], row["error_text"]) == ("RateLimitError", "slow")


def test_answer_that_broke_off_is_paid_for(events: Events, payload: Make) -> None:
    """A failure with tokens is a request and an error."""
    rows = events(payload(status="failure"))
    assert [row["event_name"] for row in rows] == ["request", "request_error"]


@pytest.mark.parametrize(
    ("user_agent", "agent", "version"),
    [
        ("claude-cli/2.1.0 (external)", "claude_code", "2.1.0"),
        ("codex_cli_rs/0.169.0 (Mac OS)", "codex", "0.169.0"),
        ("GeminiCLI/v0.61.0/gemini-3", "gemini_cli", "0.61.0"),
        ("GitHubCopilotChat/0.41", "litellm", None),
        ("opencode/1.2", "opencode", "1.2"),
        ("curl/8", "litellm", None),
    ],
)
def test_client_is_told_by_its_user_agent(
    events: Events, payload: Make, user_agent: str, agent: str, version: str | None
) -> None:
    """Known clients by the beginning of the user agent, also where only a tag repeats it."""
    noted = payload(metadata={"user_agent": user_agent})
    tagged = payload(metadata={"user_agent": None}, request_tags=[f"User-Agent: {user_agent}"])
    for row in events(noted, tagged):
        assert (row["agent"], row.get("client_version")) == (agent, version)


@pytest.mark.parametrize(
    ("metadata", "fields", "named"),
    [
        ({"user_api_key_user_id": "u-1"}, {}, (None, "u-1")),
        ({"user_api_key_alias": "ana@b.c"}, {}, ("ana@b.c", None)),
        ({}, {"end_user": "zoe"}, (None, "zoe")),
        ({"user_api_key_user_id": "default_user_id"}, {}, (None, None)),
    ],
)
def test_person_is_the_best_name_of_the_key(
    events: Events, payload: Make, metadata: Row, fields: Row, named: tuple[str | None, str | None]
) -> None:
    """An e-mail anywhere, else the first name that is somebody's."""
    (row,) = events(payload(metadata={"user_api_key_user_email": None, **metadata}, **fields))
    assert (row.get("user_email"), row.get("account_id")) == named


@pytest.mark.parametrize(
    "bundle",
    [
        "user_abc_account_def_session_{}",
        '{{"device_id":"0f","account_uuid":"","session_id":"{}"}}',
    ],
)
def test_session_of_a_bundle_of_identifiers(events: Events, payload: Make, bundle: str) -> None:
    """Claude Code's session is in the identifiers that it sends as user; the rest names nobody."""
    session = "11111111-2222-4333-8444-555555555555"
    end_user = bundle.format(session)
    (row,) = events(payload(end_user=end_user, metadata={"user_api_key_user_email": None}))
    assert row["session_id"] == session
    assert "account_id" not in row


def test_made_up_session_is_no_session_of_a_known_client(events: Events, payload: Make) -> None:
    """It is kept for a client that is not known: nothing else says who called."""
    known = payload(session_id="trace-1")
    unknown = payload(session_id="trace-1", metadata={"user_agent": "curl/8"})
    rows = events(known, unknown)
    assert [row.get("session_id") for row in rows] == [None, "trace-1"]


@pytest.mark.parametrize(
    ("said", "decision", "ratio"),
    [
        ({"accepted": True, "diff_ratio": 0.75}, "accept", 0.75),
        ({"accepted": False, "diff_ratio": 0}, "reject", 0.0),
        ({"diff_ratio": 1}, None, 1.0),
        ({"accepted": "yes", "diff_ratio": 1.01}, None, None),
    ],
)
def test_what_became_of_an_answer(
    events: Events, payload: Make, said: Row, decision: str | None, ratio: float | None
) -> None:
    """The caller's own notes: a flag, and a share between 0 and 1."""
    (row,) = events(payload(metadata={"spend_logs_metadata": said}))
    assert (row.get("decision"), row.get("diff_ratio")) == (decision, ratio)


def _page(calls: list[Row]) -> bytes:
    return json.dumps({"data": calls, "total": len(calls)}).encode()


@pytest.mark.parametrize("wrap", [lambda calls: b" " + json.dumps(calls).encode(), _page])
def test_calls_may_stand_in_an_array(
    parse: Parse, payload: Make, spend: Make, wrap: Callable[[list[Row]], bytes]
) -> None:
    """A callback's batch, or what the proxy's interface answers, is as many calls as it has members."""
    alone = parse(payload(), spend())
    together = parse(wrap([payload(), spend()]))
    keys = [[row["event_id"] for row in s.records[EVENTS]] for s in (alone, together)]
    assert keys[0] == keys[1]
    assert (together.received, together.accepted, together.dead_letters) == (2, 2, [])


def test_what_is_no_call_in_an_array_is_a_dead_letter(parse: Parse, payload: Make) -> None:
    """The calls before it are kept."""
    stretch = parse(json.dumps([payload(), 1]).encode())
    assert (stretch.accepted, [letter.reason for letter in stretch.dead_letters]) == (
        1,
        ["not an object"],
    )


@pytest.mark.parametrize(
    "line",
    [
        {"message": "started", "level": "INFO", "timestamp": "2026-11-20T09:00:00"},
        {
            **{"request_id": "r", "spend": 0, "startTime": 1.0},
            "user": "litellm-internal-health-check",
        },
        {"request_id": "r", "spend": 0.0, "startTime": 1.0, "call_type": "acount_tokens"},
    ],
)
def test_lines_that_tell_of_no_call_are_ignored(parse: Parse, line: Row) -> None:
    """Server log, health checks and calls that used nothing count as read, not as requests."""
    stretch = parse(line)
    assert (stretch.received, stretch.ignored, stretch.accepted) == (1, 1, 0)


@pytest.mark.parametrize("line", [b"{torn", b'{"id": 1}', b"[1]"])
def test_anything_else_is_a_dead_letter(parse: Parse, line: bytes) -> None:
    """With its place and a reason, never its text."""
    stretch = parse(line)
    assert (stretch.received, len(stretch.dead_letters)) == (1, 1)


def test_time_nobody_can_read_is_flagged(events: Events, payload: Make) -> None:
    """The request still counts."""
    (row,) = events(payload(startTime="yesterday"))
    assert row["flags"] == "bad_time"


@pytest.mark.parametrize(
    ("name", "is_log"),
    [
        ("proxy.jsonl", True),
        ("batch_09-00_ab.json", True),
        ("proxy.jsonl.12", True),
        ("proxy.jsonl.2.gz", True),
        ("proxy.log-20261120.zst", True),
        ("archive.tar.gz", False),
        ("notes7", False),
    ],
)
def test_rotated_logs_are_found(name: str, is_log: bool) -> None:
    """A rotation adds a number or a date, and a compression."""
    assert is_log_file(Path(name)) is is_log


def test_values_of_other_types_stop_nothing(parse: Parse, payload: Make) -> None:
    """Any one field may be of another shape; the call still counts."""
    for name in payload():
        if name in ("id", "startTime", "response_cost", "prompt_tokens", "completion_tokens"):
            continue
        for value in (7, [], {}, "x", None, True):
            stretch = parse(json.dumps(payload() | {name: value}).encode())
            assert not stretch.dead_letters, (name, value)
