from collections.abc import Callable
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.opencode.parse import add_session
from ingestion.sources.opencode.sessions import Message, Session
from ingestion.stretches import Stretch

Row = dict[str, Any]
Make = Callable[..., Row]

NOON = 1_790_000_000_000


def _stretch(*parts: Row | None, document: Row | None, parent: str | None = None) -> Stretch:
    own = tuple((f"prt_{number}", part) for number, part in enumerate(parts))
    session = Session("ses_1", parent, "/home/ana/shop", "1.18.33", NOON, NOON)
    session.messages = [Message("msg_1", NOON, document, own)]
    stretch = Stretch("file")
    add_session(stretch, session, "root")
    return stretch


def _events(*parts: Row, document: Row, parent: str | None = None) -> list[Row]:
    rows = _stretch(*parts, document=document, parent=parent).records[EVENTS]
    known = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return [row for row in known if row["event_name"] != "session_start"]


def _tool(**state: Any) -> Row:
    times = {"start": NOON, "end": NOON + 40}
    return {"type": "tool", "callID": "call", "tool": "edit", "state": {"time": times, **state}}


def _step(**tokens: int) -> Row:
    cache = {"read": tokens.pop("read", 0), "write": tokens.pop("write", 0)}
    counts = {"input": 0, "output": 0, "reasoning": 0, **tokens, "cache": cache}
    return {"type": "step-finish", "reason": "stop", "tokens": counts, "cost": 0}


def test_message_is_a_request(assistant: Make) -> None:
    """Its counts are disjoint already; only reasoning lies beside the output."""
    (made,) = _events(document=assistant())
    tokens = ("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens")
    assert [made[name] for name in tokens] == [6, 9120, 2214, 180]
    assert (made["event_name"], made["reasoning_tokens"]) == ("request", 30)
    assert (made["provider"], made["model"], made["prompt_id"]) == (
        "anthropic",
        "claude-sonnet-5-5",
        "msg_0",
    )
    assert (made["reported_cost_microusd"], made["duration_ms"]) == (11_370, 3287)


def test_what_a_fork_copied_counts_in_its_parent(assistant: Make) -> None:
    """A message older than its session was written in another; one of the same instant is its own."""
    copied = assistant(time={"created": NOON - 1, "completed": NOON + 3287})
    assert _events(document=copied) == []
    assert len(_events(document=assistant())) == 1


@pytest.mark.parametrize("spelled", [float, str])
def test_counts_may_be_spelled_in_three_ways(
    assistant: Make, spelled: Callable[[int], Any]
) -> None:
    """Reasoning is added to the output, and nothing but zeros is still no usage."""
    told = {"input": spelled(6), "output": spelled(180), "reasoning": spelled(20)}
    (made,) = _events(document=assistant(tokens=told))
    assert made["output_tokens"] == 200
    (silent,) = _events(document=assistant(tokens=dict.fromkeys(told, spelled(0))))
    assert "output_tokens" not in silent


def test_one_step_repeats_its_message(assistant: Make) -> None:
    """A message's numbers are the sum of its steps: one level counts."""
    (made,) = _events(_step(input=6, output=150), document=assistant())
    assert (made["message_id"], made["input_tokens"]) == ("msg_1", 6)


def test_several_steps_are_several_requests(assistant: Make) -> None:
    """Each step is a call of the model; the first keeps the message's name, so that growing adds."""
    both = _events(_step(input=2, output=3), _step(input=4, output=5), document=assistant())
    assert [(row["message_id"], row["input_tokens"]) for row in both] == [
        ("msg_1", 2),
        ("msg_1#2", 4),
    ]


def test_message_without_usage_is_unknown_not_free(assistant: Make) -> None:
    """A service that told nothing leaves zeros everywhere."""
    (made,) = _events(document=assistant(tokens=_step()["tokens"]))
    assert made["event_name"] == "request"
    assert "input_tokens" not in made


def test_message_in_the_making_is_nothing_yet(assistant: Make) -> None:
    """It is read again when it is complete."""
    assert _events(document=assistant(tokens={}, time={"created": NOON})) == []


def test_failed_message_is_an_error(assistant: Make) -> None:
    """An answer that never came has a class and perhaps a status, and no text of it is kept."""
    error = {"name": "APIError", "data": {"statusCode": 529, "message": "planted"}}
    (made,) = _events(document=assistant(tokens={}, error=error))
    assert (made["event_name"], made["error_type"], made["status_code"]) == (
        "request_error",
        "APIError",
        529,
    )
    assert "planted" not in repr(made)


def test_message_that_failed_after_its_answer_still_costs(assistant: Make) -> None:
    """Tokens that were used are counted, however it ended."""
    (made,) = _events(document=assistant(error={"name": "MessageAbortedError"}))
    assert made["event_name"] == "request"


def test_attempt_is_an_error_that_is_not_the_end(assistant: Make) -> None:
    """Retries are noted as parts of the message that succeeded."""
    retry = {"type": "retry", "attempt": 1, "error": {"data": {"statusCode": 500}}}
    request, error = _events(retry, document=assistant())
    assert (request["event_name"], error["event_name"]) == ("request", "request_error")
    assert (error["attempt"], error["status_code"]) == (1, 500)
    assert "is_synthetic" not in error


def test_compaction_is_named_as_in_other_agents(assistant: Make) -> None:
    """The summary's message says what it was asked for."""
    (made,) = _events(document=assistant(summary=True))
    assert made["query_source"] == "compact"


@pytest.mark.parametrize(
    ("part", "parent", "count"),
    [
        ({"type": "text", "text": "abc"}, None, 1),
        ({"type": "text", "text": "abc", "synthetic": True}, None, 0),
        ({"type": "file"}, None, 0),
        ({"type": "text", "text": "abc"}, "ses_0", 0),
    ],
)
def test_only_what_a_person_typed_is_a_prompt(part: Row, parent: str | None, count: int) -> None:
    """A sub-agent's task and texts put in by opencode are none."""
    made = _events(part, document={"role": "user", "time": {"created": NOON}}, parent=parent)
    assert [row["prompt_length"] for row in made] == [3] * count


def test_subagent_is_a_session_of_its_own(assistant: Make) -> None:
    """It names itself as the one who acted, because its session has a parent."""
    (made,) = _events(document=assistant(), parent="ses_0")
    assert (made["session_id"], made["subagent_id"]) == ("ses_1", "ses_1")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ({"status": "completed"}, ["tool_use", "tool_result"]),
        ({"status": "error", "error": "no match"}, ["tool_use", "tool_result"]),
        ({"status": "running"}, ["tool_use"]),
        (
            {"status": "error", "error": "The user rejected permission to use this"},
            ["tool_use", "tool_decision"],
        ),
        (
            {"status": "error", "error": "The user has specified a rule which prevents you"},
            ["tool_use", "tool_decision"],
        ),
    ],
)
def test_tool_part_is_asked_for_and_answered(assistant: Make, state: Row, names: list[str]) -> None:
    """A refused call has no result, one that runs has none yet."""
    _, *tools = _events(_tool(**state), document=assistant())
    assert [row["event_name"] for row in tools] == names


def test_tool_result_tells_file_lines_and_time(assistant: Make) -> None:
    """The path goes to the guard; lines are those of the difference."""
    part = _tool(
        status="completed",
        input={"filePath": "/a.py"},
        output="four",
        metadata={"filediff": {"additions": 2, "deletions": 1}},
    )
    result = _events(part, document=assistant())[-1]
    told = (
        "file_path",
        "lines_added",
        "lines_removed",
        "result_bytes",
        "duration_ms",
        "is_success",
    )
    assert [result[name] for name in told] == ["/a.py", 2, 1, 4, 40, True]


@pytest.mark.parametrize(("code", "success"), [(0, True), (3, False), (None, True)])
def test_failing_command_is_a_failure(assistant: Make, code: int | None, success: bool) -> None:
    """A command that ran completed, whatever its exit code."""
    part = _tool(status="completed", metadata={"exit": code})
    assert _events(part, document=assistant())[-1]["is_success"] is success


def test_commit_is_seen_in_the_output(assistant: Make) -> None:
    """Command and output stand in one part."""
    part = _tool(
        status="completed", input={"command": "git commit -m x"}, output="[main abc1234] x\n"
    )
    assert _events(part, document=assistant())[-1]["commit_sha"] == "abc1234"


def test_document_that_is_none_is_a_dead_letter(assistant: Make) -> None:
    """Messages and parts that cannot be read are counted; the rest of the session is kept."""
    stretch = _stretch(None, document=assistant())
    assert [letter.detail for letter in stretch.dead_letters] == ["part"]
    assert (stretch.received, stretch.accepted) == (3, 2)
    lost = _stretch(None, document=None)
    assert [letter.detail for letter in lost.dead_letters] == ["message", "message"]
    assert (lost.received, lost.accepted) == (3, 1)


def test_time_that_is_none_is_unknown(assistant: Make) -> None:
    """Columns of time take milliseconds or nothing."""
    (made,) = _events(document=assistant(time={"created": "noon"}))
    assert "event_at" not in made
