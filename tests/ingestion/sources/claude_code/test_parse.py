"""What each kind of transcript row becomes."""

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

NINE_O_CLOCK = 1_795_165_200_000_000


def test_an_assistant_row_is_a_request_with_its_usage(answer: Make, events: Events) -> None:
    """The token columns are the usage's fields, cache lifetimes apart."""
    (request,) = events(answer())
    assert request["event_name"] == "request"
    assert request["event_at"] == NINE_O_CLOCK
    assert (request["input_tokens"], request["output_tokens"]) == (6, 40)
    assert (request["cache_write_5m_tokens"], request["cache_write_1h_tokens"]) == (100, 200)
    assert (request["cache_write_tokens"], request["cache_read_tokens"]) == (300, 1000)


def test_a_missing_cache_split_is_unknown_not_zero(answer: Make, events: Events) -> None:
    """Rows from before the split have the total only."""
    (request,) = events(answer(usage={"cache_creation": None}))
    assert request["cache_write_tokens"] == 300
    assert "cache_write_5m_tokens" not in request


@pytest.mark.parametrize("name", ["cache_creation_input_tokens", "cache_read_input_tokens"])
def test_a_cache_the_service_did_not_use_is_zero(name: str, answer: Make, events: Events) -> None:
    """The service gives null where no cache was used, which is no gap."""
    (request,) = events(answer(usage={name: None, "cache_creation": None}))
    assert 0 in (request["cache_write_tokens"], request["cache_read_tokens"])


def test_a_whole_that_is_left_out_is_the_sum_of_its_parts(answer: Make, events: Events) -> None:
    """Cache writes that only the split tells are no fewer tokens."""
    (request,) = events(answer(usage={"cache_creation_input_tokens": None}))
    assert request["cache_write_tokens"] == 300


def test_an_answer_without_usage_is_a_request_of_unknown_tokens(
    answer: Make, events: Events
) -> None:
    """It was paid for; a row without a message's identifier is no answer of a service."""
    message = answer()["message"] | {"usage": None}
    (request,) = events({**answer(), "message": message})
    assert (request["event_name"], request["message_id"]) == ("request", message["id"])
    assert not {"input_tokens", "output_tokens"} & request.keys()
    assert events({**answer(), "message": {**message, "id": None}}) == []


def test_a_copied_row_names_the_session_that_paid(answer: Make, events: Events) -> None:
    """`requestSessionId` becomes the origin session, and the copy keeps a key of its own."""
    original, copy = events(answer(), answer(sessionId="session-2", requestSessionId="session-1"))
    assert copy["origin_session_id"] == "session-1"
    assert copy["event_id"] != original["event_id"]


def test_the_same_row_has_the_same_key_anywhere(answer: Make, parse: Parse) -> None:
    """Position does not enter the key."""
    first = parse(answer()).records[EVENTS][0]
    later = parse(b"{}", answer()).records[EVENTS][0]
    assert first["event_id"] == later["event_id"]
    assert first["file_offset"] != later["file_offset"]


def test_usage_of_an_advisor_is_a_request_of_its_own(answer: Make, events: Events) -> None:
    """Iterations of another type than `message` have their own model and key."""
    steps = [
        {"type": "message", "input_tokens": 6, "output_tokens": 40},
        {"type": "advisor_message", "model": "claude-opus-5-5", "input_tokens": 9},
    ]
    own, advisor = events(answer(usage={"iterations": steps}))
    assert (advisor["model"], advisor["input_tokens"]) == ("claude-opus-5-5", 9)
    assert advisor["message_id"] != own["message_id"]
    assert "request_id" not in advisor


def test_a_made_up_error_message_is_an_error_not_a_request(answer: Make, events: Events) -> None:
    """`isApiErrorMessage` rows carry status and type and no usage."""
    (error,) = events(
        answer(
            isApiErrorMessage=True,
            apiErrorStatus=529,
            apiErrorType="overloaded_error",
            message={"model": "<synthetic>"},
        )
    )
    assert error["event_name"] == "request_error"
    assert (error["status_code"], error["error_type"]) == (529, "overloaded_error")
    assert "input_tokens" not in error


def test_a_synthetic_message_counts_for_nothing(answer: Make, parse: Parse) -> None:
    """A message no model wrote is ignored."""
    stretch = parse(answer(message={"model": "<synthetic>"}))
    assert (stretch.received, stretch.ignored, stretch.accepted) == (1, 1, 0)


def test_a_tool_call_gives_its_name_path_and_size(answer: Make, events: Events) -> None:
    """`tool_use` blocks become events beside the request."""
    block = {
        "type": "tool_use",
        "id": "toolu_1",
        "name": "Edit",
        "input": {"file_path": "/home/ana/shop/a.py", "old_string": "x", "id": None},
    }
    _, call = events(answer(message={"content": [block]}))
    assert (call["event_name"], call["tool_use_id"]) == ("tool_use", "toolu_1")
    assert call["file_path"] == "/home/ana/shop/a.py"
    assert call["input_bytes"] == len(json.dumps(block["input"]).encode())


def test_a_tool_result_counts_lines_by_its_patch(user: Make, events: Events) -> None:
    """Plus and minus lines of every hunk are counted; the text is not kept."""
    result = {
        "filePath": "/home/ana/shop/a.py",
        "userModified": False,
        "structuredPatch": [{"lines": [" a", "-b", "+c", "+d"]}, {"lines": ["+e"]}],
    }
    (event,) = events(
        user(
            [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "ok"}],
            toolUseResult=result,
        )
    )
    assert (event["lines_added"], event["lines_removed"]) == (3, 1)
    assert event["is_success"] is True


@pytest.mark.parametrize(("content", "lines"), [("a\nb\n", 2), ("a\nb", 2), ("", 0)])
def test_a_created_file_counts_lines_as_git_does(
    content: str, lines: int, user: Make, events: Events
) -> None:
    """A trailing newline ends a line and starts none."""
    result = {"type": "create", "filePath": "/x.py", "content": content, "structuredPatch": []}
    (event,) = events(
        user([{"type": "tool_result", "tool_use_id": "t", "content": ""}], toolUseResult=result)
    )
    assert (event["lines_added"], event["lines_removed"]) == (lines, 0)


def test_a_commit_the_client_saw_is_evidence(user: Make, events: Events) -> None:
    """The abbreviated hash of a commit made by a shell call is kept."""
    result = {
        "stdout": "[main b132577] text",
        "gitOperation": {"commit": {"sha": "b132577", "kind": "committed", "branch": "main"}},
    }
    (event,) = events(
        user([{"type": "tool_result", "tool_use_id": "t", "content": "x"}], toolUseResult=result)
    )
    assert (event["commit_sha"], event["commit_kind"]) == ("b132577", "committed")


@pytest.mark.parametrize("is_sidechain", [True, False])
def test_a_sub_agent_shows_only_what_it_asked_for(
    is_sidechain: bool, answer: Make, events: Events
) -> None:
    """Its answers hold no patch, so that the lines of the call count; the main agent's answers have one."""
    edit = {
        "file_path": "/a.py",
        "old_string": "total = one",
        "new_string": "total = one\ntotal += 2",
    }
    block = {"type": "tool_use", "id": "toolu_1", "name": "Edit", "input": edit}
    _, call = events(answer(message={"content": [block]}, isSidechain=is_sidechain))
    assert call.get("written_text") == ("total += 2" if is_sidechain else None)


def test_a_call_for_a_notebook_shows_the_cell(answer: Make, events: Events) -> None:
    """Its answer holds the whole notebook, so that the cell that was asked for counts."""
    given = {"notebook_path": "/code/a.ipynb", "new_source": "total += 2\nprint(total)"}
    block = {"type": "tool_use", "id": "t1", "name": "NotebookEdit", "input": given}
    _, call = events(answer(message={"content": [block]}))
    assert call["written_text"] == given["new_source"]


@pytest.mark.parametrize("as_blocks", [True, False])
@pytest.mark.parametrize(
    ("printed", "sha"),
    [
        ("[main 87f2f6a] Add stats\n 1 file changed, 6 insertions(+)", "87f2f6a"),
        ("[main 87f2f6a] Add stats", None),
        ("87f2f6a Add stats\n 1 file changed, 6 insertions(+)", None),
    ],
)
def test_a_commit_that_only_git_tells_of_is_evidence(
    printed: str, sha: str | None, as_blocks: bool, user: Make, events: Events
) -> None:
    """Where the client takes no note, as of a sub-agent's commit, git's own lines tell."""
    content = [{"type": "text", "text": printed}] if as_blocks else printed
    (event,) = events(
        user([{"type": "tool_result", "tool_use_id": "t", "content": content}], isSidechain=True)
    )
    assert event.get("commit_sha") == sha


def test_a_refused_call_is_a_decision_without_a_result(user: Make, events: Events) -> None:
    """A rejection says who refused and claims neither success nor failure."""
    (event,) = events(
        user(
            [{"type": "tool_result", "tool_use_id": "t", "is_error": True, "content": "no"}],
            permissionDecision={"decision": "reject", "source": "hook"},
            toolDenialKind="permission-rule",
        )
    )
    assert event["event_name"] == "tool_decision"
    assert (event["decision"], event["decision_source"]) == ("reject", "hook")
    assert "is_success" not in event


def test_a_failed_call_is_a_failure(user: Make, events: Events) -> None:
    """`is_error` means the call ran and failed."""
    (event,) = events(
        user(
            [{"type": "tool_result", "tool_use_id": "t", "is_error": True, "content": "x"}],
            toolUseResult="Error: Exit code 3",
        )
    )
    assert event["is_success"] is False


def test_text_a_person_typed_is_a_prompt(user: Make, events: Events) -> None:
    """The prompt's length is measured; string and block form are equal."""
    as_text, as_blocks = events(
        user("fix it"), user([{"type": "text", "text": "fix it"}], uuid="row-9")
    )
    assert as_text["event_name"] == as_blocks["event_name"] == "prompt"
    assert as_text["prompt_length"] == as_blocks["prompt_length"] == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"isMeta": True},
        {"isCompactSummary": True},
        {"isSidechain": True},
        {"isVisibleInTranscriptOnly": True},
    ],
)
def test_text_nobody_typed_is_no_prompt(changes: Row, user: Make, events: Events) -> None:
    """Meta rows, summaries and a sub-agent's instructions are not prompts."""
    assert events(user("text", **changes)) == []


def test_running_totals_keep_one_row_per_model(events: Events) -> None:
    """Later cost rows replace earlier ones: the key is session and model."""
    first, later = (
        {
            "type": "cost-state",
            "sessionId": "session-1",
            "startTime": 1_795_165_200_000,
            "totalDuration": 0,
            "modelUsage": {"claude-sonnet-5-5": {"costUSD": cost}},
        }
        for cost in (0.1, 0.25)
    )
    one, two = events(first, later)
    assert one["event_id"] == two["event_id"]
    assert two["reported_cost_microusd"] == 250_000


def test_an_unknown_row_type_is_counted_by_name(parse: Parse) -> None:
    """Drift is seen: the type's name is counted, the row ignored."""
    stretch = parse({"type": "hologram", "version": "9.9.9"})
    assert stretch.ignored == 1
    assert list(stretch.dropped) == [
        ("claude_code", "9.9.9", "row type hologram", "type", "unknown")
    ]


def test_null_fields_inside_a_tools_input_lose_nothing(answer: Make, events: Events) -> None:
    """Nulls anywhere in a row leave its usage intact."""
    block = {"type": "tool_use", "id": "t", "name": "Run", "input": {"id": None, "model": None}}
    request, _ = events(answer(message={"content": [block]}, gitBranch=None, agentId=None))
    assert request["output_tokens"] == 40


def test_a_bad_time_is_flagged(answer: Make, events: Events) -> None:
    """The row is kept without a time."""
    (request,) = events(answer(timestamp="10000-01-01T00:00:00Z"))
    assert request["flags"] == "bad_time"
    assert "event_at" not in request
