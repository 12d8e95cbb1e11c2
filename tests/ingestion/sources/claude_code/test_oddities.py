"""Values no client should write, and some have: none stops a load, none becomes a wrong number."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.stretches import Stretch

Row = dict[str, Any]
Make = Callable[..., Row]
Events = Callable[..., list[Row]]
Parse = Callable[..., Stretch]

BROKEN = b"a\xff"


def _broken(row: Row) -> bytes:
    return json.dumps(row).encode().replace(b"BROKEN", BROKEN)


def test_invalid_utf8_in_a_prompt_is_replaced_and_flagged(user: Make, events: Events) -> None:
    """A broken byte within the message costs neither the row nor the load."""
    (prompt,) = events(_broken(user("BROKEN")))
    assert (prompt["prompt_length"], prompt["flags"]) == (2, "invalid_utf8")


@pytest.mark.parametrize(
    "message",
    [
        {"model": "BROKEN"},
        {"content": [{"type": "tool_use", "id": "BROKEN", "input": {}}]},
        {"content": [{"type": "tool_use", "id": "t", "input": {"command": "BROKEN"}}]},
    ],
    ids=["model", "call", "argument"],
)
def test_invalid_utf8_in_an_answer_is_replaced_and_flagged(
    message: Row, answer: Make, events: Events
) -> None:
    """Wherever the byte is, the usage is kept."""
    request, *_ = events(_broken(answer(message=message)))
    assert (request["output_tokens"], request["flags"]) == (40, "invalid_utf8")


def test_a_row_after_a_torn_one_and_nul_is_read(answer: Make, parse: Parse) -> None:
    """After a power cut the good object is kept; the torn one is refused, each at its own place."""
    torn = b'{"type":"user","mess\x00\x00\x00'
    stretch = parse(torn + json.dumps(answer()).encode())
    (record,) = stretch.records[EVENTS]
    (letter,) = stretch.dead_letters
    assert (record["file_offset"], letter.file_offset) == (len(torn), 0)
    assert (stretch.received, stretch.accepted, stretch.ignored) == (2, 1, 0)


def test_a_whole_object_before_a_torn_one_is_kept(answer: Make, parse: Parse) -> None:
    """The object counts as accepted, the rest as refused."""
    stretch = parse(json.dumps(answer()).encode() + b'{"type":"us')
    assert len(stretch.records[EVENTS]) == 1
    assert (stretch.received, stretch.accepted, len(stretch.dead_letters)) == (2, 1, 1)


@pytest.mark.parametrize("usage", ["many", 5, [1]], ids=["text", "number", "list"])
def test_usage_of_another_shape_refuses_its_row(usage: Any, answer: Make, parse: Parse) -> None:
    """Tokens that cannot be read are told, not lost in silence."""
    row = answer()
    row["message"]["usage"] = usage
    assert [letter.reason for letter in parse(row).dead_letters] == ["bad_usage"]


def test_a_message_that_cannot_be_read_refuses_its_row(parse: Parse) -> None:
    """So is a message whose numbers are too large to be one."""
    row = b'{"type":"assistant","message":{"usage":{"output_tokens":1e400}}}'
    assert [letter.reason for letter in parse(row).dead_letters] == ["bad_message"]


@pytest.mark.parametrize("message", [None, {}], ids=["null", "empty"])
def test_an_answer_without_content_is_ignored(message: Any, answer: Make, parse: Parse) -> None:
    """No usage was claimed, so none is missing."""
    row = {**answer(), "message": message}
    assert (parse(row).ignored, parse(row).dead_letters) == (1, [])


@pytest.mark.parametrize(
    ("cost", "stored"),
    [(0.25, 250_000), ("0.25", 250_000), (0, 0), (True, None), ({}, None), ([1], None)],
)
def test_a_cost_is_an_amount_or_unknown(
    cost: Any, stored: int | None, answer: Make, events: Events
) -> None:
    """Truth is not one dollar."""
    (request,) = events(answer(costUSD=cost))
    assert request.get("reported_cost_microusd") == stored


@pytest.mark.parametrize("timestamp", [1e308, -1e308, 10**15, "0000-00-00T00:00:00Z"])
def test_a_time_beyond_all_calendars_is_flagged(
    timestamp: Any, answer: Make, events: Events
) -> None:
    """It is unknown, whatever the number."""
    (request,) = events(answer(timestamp=timestamp))
    assert (request.get("event_at"), request["flags"]) == (None, "bad_time")


def test_running_totals_with_an_impossible_start_keep_their_cost(events: Events) -> None:
    """The time is unknown, the total is not."""
    row = {
        "type": "cost-state",
        "sessionId": "s",
        "startTime": 1e308,
        "modelUsage": {"m": {"costUSD": 1}},
    }
    (total,) = events(row)
    assert total["reported_cost_microusd"] == 1_000_000
    assert "event_at" not in total


@pytest.mark.parametrize("error", ["cannot read /home/ana/x", {"error": {"type": "no such thing"}}])
def test_an_errors_type_is_a_word_or_unknown(error: Any, answer: Make, events: Events) -> None:
    """Prose is never a type."""
    (event,) = events(answer(isApiErrorMessage=True, error=error))
    assert "error_type" not in event


@pytest.mark.parametrize(
    ("address", "repository"),
    [
        ("https://github.com/acme/shop/pull/3", "https://github.com/acme/shop"),
        ("https://gitlab.com/acme/a/b/-/merge_requests/3", "https://gitlab.com/acme/a/b"),
        ("https://bitbucket.org/acme/shop/pull-requests/3", "https://bitbucket.org/acme/shop"),
    ],
)
def test_a_pull_request_is_one_event_however_often_it_is_written(
    address: str, repository: str, events: Events
) -> None:
    """Its row has no identifier; session, address and number are its key."""
    row = {"type": "pr-link", "sessionId": "s", "prNumber": 3, "prUrl": address}
    first, again = events(row, row)
    assert first["event_id"] == again["event_id"]
    assert (first["repository_url"], first["pull_request_number"]) == (repository, 3)


def test_a_delegated_tasks_duration_is_kept_beside_its_report(user: Make, events: Events) -> None:
    """A tool's note whose content is a list still says how long it took."""
    (result,) = events(
        user(
            [{"type": "tool_result", "tool_use_id": "t", "content": []}],
            toolUseResult={"content": [{"type": "text", "text": "x"}], "totalDurationMs": 5},
        )
    )
    assert result["duration_ms"] == 5


def test_only_a_newline_ends_a_line_of_a_created_file(user: Make, events: Events) -> None:
    """Form feeds and separators within a line do not, as in git."""
    note = {"type": "create", "content": "a\x0cb\u2028c\rd\n", "structuredPatch": []}
    (result,) = events(
        user([{"type": "tool_result", "tool_use_id": "t", "content": ""}], toolUseResult=note)
    )
    assert result["lines_added"] == 1


def test_an_unknown_type_that_is_prose_is_counted_without_its_text(parse: Parse) -> None:
    """Names are counted, text is not."""
    (dropped,) = parse({"type": "please read this"}).dropped
    assert dropped[2] == "row type (other)"


def test_a_note_beside_several_results_belongs_to_none(user: Make, events: Events) -> None:
    """Lines are never counted twice."""
    results = [{"type": "tool_result", "tool_use_id": name, "content": ""} for name in "ab"]
    note = {"structuredPatch": [{"lines": ["+x"]}]}
    assert [event.get("lines_added") for event in events(user(results, toolUseResult=note))] == [
        None,
        None,
    ]


def test_side_usage_of_messages_without_identifier_stays_apart(
    answer: Make, events: Events
) -> None:
    """Two messages that nobody named are two."""
    usage = {"iterations": [{"type": "fallback", "model": "m", "output_tokens": 1}]}
    rows = [answer(uuid=uuid, message={"id": None}, usage=usage) for uuid in ("row-1", "row-2")]
    _, one, _, other = events(*rows)
    assert one["message_id"] != other["message_id"]


@pytest.mark.parametrize(
    ("kind", "decider"),
    [("user-rejected", "user_reject"), ("permission-rule", "config"), ("new-kind", "new-kind")],
)
def test_a_denial_alone_tells_who_refused(
    kind: str, decider: str, user: Make, events: Events
) -> None:
    """Older lines have no decision beside it."""
    result = {"type": "tool_result", "tool_use_id": "t", "is_error": True, "content": ""}
    (event,) = events(user([result], toolDenialKind=kind))
    assert (event["decision"], event["decision_source"]) == ("reject", decider)


def test_every_row_of_a_line_is_counted(parse: Parse) -> None:
    """A line that gives two rows is two records received."""
    usage = {"one": {"costUSD": 1}, "two": {"costUSD": 2}}
    stretch = parse({"type": "cost-state", "sessionId": "s", "modelUsage": usage}, {"type": "mode"})
    assert (stretch.received, stretch.accepted, stretch.ignored) == (3, 2, 1)
