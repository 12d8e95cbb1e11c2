"""What hooks appended on another machine and a sender brought: each line has one outcome."""

import json
import time
from typing import Any

import pytest

from agent_analytics.privacy.policy import policy_of
from agent_analytics.setup import delivery, hook
from ingestion.receiver import appended, intake
from tests.fixtures.receivers import Receiver

SHA = "0123456789abcdef0123456789abcdef01234567"
HOUR = 3_600_000_000
NOW = 1_795_168_800_000_000
EVENT = b'{"hook_event_name":"Stop","session_id":"s","model":"m"}'
COMMIT = {"version": 1, "sha": SHA, "agent": "claude_code", "session_id": "s", "received_at": NOW}
MISSED = '{"received_at": 1, "missed": "No space left on device"}'


def _event(at: int = NOW) -> str:
    return hook.line_of(EVENT, "claude_code", "", at).decode().strip()


def _body(**lines: Any) -> bytes:
    return json.dumps({"sent_at": time.time_ns() // 1000, **lines}).encode()


def test_lines_are_stored_as_if_they_had_been_loaded_here(receiver: Receiver) -> None:
    """An event and a commit keep the time at which their hook ran."""
    body = _body(hooks=[_event()], commits=[json.dumps(COMMIT)])
    answer = receiver.post(body, delivery.PATH, Content_Type="application/json")
    assert (answer.status_code, answer.content) == (200, b"{}")
    event, commit = receiver.stored()
    assert (event["event_name"], event["session_id"], event["event_at"]) == ("hook_stop", "s", NOW)
    assert (commit["event_name"], commit["commit_sha"]) == ("commit", SHA)


def test_the_same_line_has_the_same_key_again(receiver: Receiver) -> None:
    """A sender that was killed before it noted an arrival sends it again."""
    for _ in range(2):
        receiver.post(_body(hooks=[_event()]), delivery.PATH, Content_Type="application/json")
    first, second = receiver.stored()
    assert first == second


@pytest.mark.parametrize(
    ("lines", "outcomes"),
    [
        ({"hooks": [_event()], "missed": [MISSED, MISSED]}, (3, 1, 0)),
        ({"hooks": ["{", _event()]}, (2, 1, 1)),
        ({"hooks": ['{"received_at": 1}']}, (1, 0, 1)),
        ({"commits": [_event()]}, (1, 0, 1)),
        ({"hooks": [1]}, (1, 0, 1)),
        ({}, (0, 0, 0)),
    ],
    ids=["missed ones", "half a line", "no event", "of another kind", "no text", "nothing"],
)
def test_each_line_has_one_outcome(
    receiver: Receiver, lines: dict[str, Any], outcomes: tuple[int, int, int]
) -> None:
    """Received, accepted and dead letters; the rest was rejected where it could not be kept."""
    taken = intake.appended(policy_of(receiver.settings), _body(**lines), NOW)
    assert (taken.received, taken.accepted, taken.refused) == outcomes
    rejected = b'"rejected":2' in taken.lines.content
    assert rejected is ("missed" in lines)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b" " * (appended.MAX_BYTES + 1)])
def test_what_cannot_be_read_is_a_dead_letter_and_not_sent_for_ever(
    receiver: Receiver, body: bytes
) -> None:
    """A refusal would have the sender try again for a month."""
    taken = intake.appended(policy_of(receiver.settings), body, NOW)
    assert (taken.received, taken.refused) == (1, 1)


@pytest.mark.parametrize(
    ("ahead", "moved"), [(HOUR, 0), (HOUR + 1, HOUR + 1), (-2 * HOUR, -2 * HOUR)]
)
def test_row_26_a_sender_with_a_wrong_clock_is_put_right(
    receiver: Receiver, ahead: int, moved: int
) -> None:
    """Its lines are dated by the same clock as its sending."""
    body = json.dumps({"sent_at": NOW + ahead, "hooks": [_event(NOW + ahead)]}).encode()
    taken = intake.appended(policy_of(receiver.settings), body, NOW)
    row = json.loads(taken.lines.content.split(b"\n")[0])["row"]
    assert row["event_at"] == NOW + ahead - moved
    assert ("clock_corrected" in row.get("flags", "")) is (moved != 0)
