"""Lines of chats to events: one oddity a test."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.sources.gemini_cli.chats import Chat
from ingestion.stretches import Stretch
from tests.ingestion.sources.gemini_cli.chat_lines import answer, call, header, tokens, typed

Row = dict[str, Any]
Read = Callable[..., Stretch]
Events = Callable[..., list[Row]]

TOKENS = ("input_tokens", "cache_write_tokens", "cache_read_tokens", "output_tokens")
SUBAGENT = Chat("s1", "agent-7", None)


def test_an_answer_is_a_request(events: Events) -> None:
    """Tokens are disjoint, and the message's identifier is kept."""
    (row,) = events(header(), answer())
    assert (row["event_name"], row["session_id"], row["message_id"]) == ("request", "s1", "m1")
    assert [row[name] for name in TOKENS] == [40, 0, 60, 27]
    assert (row["provider"], row["model"]) == ("google", "gemini-2.5-pro")
    assert (row["working_folder"], row["is_sidechain"]) == ("/w/shop", False)


def test_an_answer_of_a_fallback_model_is_that_models(events: Events) -> None:
    """A session that changes to another model in its middle has requests of both."""
    asked, fallen = events(header(), answer(), answer(id="m2", model="gemini-2.5-flash"))
    assert (asked["model"], fallen["model"]) == ("gemini-2.5-pro", "gemini-2.5-flash")


def test_a_rewritten_answer_has_the_key_of_the_first(events: Events) -> None:
    """The last line of a message takes the place of those before it."""
    first, last = events(answer(tokens=tokens(output=1)), answer())
    assert first["event_id"] == last["event_id"]
    assert first["file_offset"] < last["file_offset"]


def test_an_answer_before_its_usage_is_no_request_yet(events: Events) -> None:
    """Older lines of a message may have no tokens."""
    assert events(answer(tokens=None)) == []


def test_usage_of_another_shape_is_a_dead_letter(read: Read) -> None:
    """Tokens are never lost in silence."""
    stretch = read(answer(tokens=[1]), answer())
    assert [letter.reason for letter in stretch.dead_letters] == ["bad_usage"]
    assert (stretch.received, stretch.accepted, stretch.ignored) == (2, 1, 0)


def test_a_subagents_answers_are_its_parents_sessions(events: Events) -> None:
    """A sub-agent is told apart, and its task is no prompt of a person."""
    (row,) = events(typed("find the bug"), answer(), chat=SUBAGENT)
    assert (row["session_id"], row["subagent_id"]) == ("s1", "agent-7")
    assert row["is_sidechain"] is True


def test_a_rewind_takes_nothing_back(events: Events) -> None:
    """What was taken out of view was used."""
    assert len(events(answer(), {"$rewindTo": "m1"}, answer(id="m2"))) == 2


def test_a_rewritten_history_adds_only_answers_nobody_told(events: Events) -> None:
    """A summary in the person's place is no prompt; answers with a line of their own are known."""
    history = {"messages": [typed("summary"), answer(), answer(id="m0")], "lastUpdated": "t"}
    told, added = events(answer(), {"$set": history})
    assert (told["message_id"], added["message_id"]) == ("m1", "m0")


@pytest.mark.parametrize(
    ("line", "length"),
    [
        (typed("fix it"), 6),
        (typed("fix it", content="fix it"), 6),
        (typed("", content=["fix", {"text": " it"}]), 6),
        (typed("fix it\n--- Content of files ---", displayContent="fix it"), 6),
        (typed("System: x", displayContent=[{"text": "System: x"}]), 9),
        (typed("<session_context>\nThis is …"), None),
        (typed("Please continue."), None),
        (typed("Please continue. And test."), 26),
        (typed("", content=[{"functionResponse": {"id": "c"}}, {"text": "note"}]), None),
        (typed("", content=[]), None),
        (typed("", content=None), None),
        (typed("", content={"text": "alone"}), 5),
    ],
)
def test_only_what_a_person_typed_is_a_prompt(
    events: Events, line: Row, length: int | None
) -> None:
    """The client writes tool results and its own text under the person's name."""
    rows = events(line)
    assert [row["prompt_length"] for row in rows] == ([] if length is None else [length])


def test_an_edit_tells_file_and_lines(events: Events) -> None:
    """The client counts the lines, the person's changes included."""
    shown = {
        "filePath": "/w/shop/a.py",
        "diffStat": {"model_added_lines": 3, "model_removed_lines": 1, "user_added_lines": 1},
    }
    edit = call("replace", args={"file_path": "a.py"}, resultDisplay=shown)
    _, asked, ended = events(answer(toolCalls=[edit]))
    assert (asked["event_name"], asked["file_path"]) == ("tool_use", "a.py")
    assert (ended["event_name"], ended["file_path"]) == ("tool_result", "/w/shop/a.py")
    assert (ended["lines_added"], ended["lines_removed"]) == (4, 1)
    assert ended["event_at"] - asked["event_at"] == 2_000_000
    assert asked["tool_use_id"] == ended["tool_use_id"] == "c1"


def test_a_commit_is_read_from_gits_answer(events: Events) -> None:
    """The client puts a label before the first line of the output."""
    output = (
        "<untrusted_context>\nOutput: [main d6c7ca3] Add\n 1 file changed\n</untrusted_context>"
    )
    shell = call("run_shell_command", output, args={"command": "git commit -m Add"})
    *_, ended = events(answer(toolCalls=[shell]))
    assert (ended["commit_sha"], ended["commit_kind"]) == ("d6c7ca3", "committed")
    assert ended["is_success"] is True


def test_git_quoted_in_a_file_is_no_commit(events: Events) -> None:
    """Only a command can commit."""
    output = "[main d6c7ca3] Add\n 1 file changed, 1 insertion(+)"
    *_, ended = events(answer(toolCalls=[call("read_file", output)]))
    assert "commit_sha" not in ended


@pytest.mark.parametrize(
    ("fields", "event_name", "success"),
    [
        ({"status": "success"}, "tool_result", True),
        ({"status": "error"}, "tool_result", False),
        ({"status": "cancelled"}, "tool_decision", None),
        ({"status": "executing"}, "tool_use", None),
        ({"args": {"command": "false"}}, "tool_result", False),
        ({"args": {"path": "x"}}, "tool_result", True),
    ],
)
def test_a_call_ends_by_its_status_and_a_command_by_its_exit_code(
    events: Events, fields: Row, event_name: str, success: bool | None
) -> None:
    """A command that fails is a success of its tool, but not here."""
    shell = call("run_shell_command", "Output: (empty)\nExit Code: 1", **fields)
    row = events(answer(toolCalls=[shell]))[-1]
    assert row["event_name"] == event_name
    assert row.get("is_success") is success
    assert row.get("decision") == ("reject" if event_name == "tool_decision" else None)


@pytest.mark.parametrize(
    ("name", "source"), [("replace", "builtin"), ("mcp_db_query", "mcp"), ("db__query", "mcp")]
)
def test_a_tool_of_a_server_is_known_by_its_name(events: Events, name: str, source: str) -> None:
    """Servers' tools carry a prefix, older ones the server's name."""
    assert events(answer(toolCalls=[call(name)]))[-1]["tool_source"] == source


@pytest.mark.parametrize("calls", [None, "x", [7], [{"id": 7, "name": "replace"}]])
def test_tool_calls_of_another_shape_are_left(events: Events, calls: Any) -> None:
    """The answer itself counts all the same."""
    assert [row["event_name"] for row in events(answer(toolCalls=calls))] == ["request"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[API Error: quota (Status: RESOURCE_EXHAUSTED)]", "RESOURCE_EXHAUSTED"),
        ("[API Error: no answer]", None),
    ],
)
def test_an_error_of_the_service_is_a_failed_request(
    events: Events, text: str, kind: str | None
) -> None:
    """It is shown once all attempts have failed."""
    (row,) = events({**typed(text), "type": "error"})
    assert (row["event_name"], row.get("error_type")) == ("request_error", kind)
    assert row["is_synthetic"] is True


@pytest.mark.parametrize("kind", ["info", "warning", "error"])
def test_other_notes_to_the_person_are_ignored(read: Read, kind: str) -> None:
    """A note without a failed request carries nothing to keep."""
    stretch = read({**typed("Update available"), "type": kind})
    assert (stretch.received, stretch.ignored, stretch.dropped) == (1, 1, {})


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ({"id": "x", "type": "plan"}, "message type plan"),
        ({"id": "x", "type": "two words"}, "message type (other)"),
        ({"unheard": 1}, "line of an unknown kind"),
    ],
)
def test_what_nobody_knows_is_counted(read: Read, line: Row, name: str) -> None:
    """A new kind of line shows up as drift."""
    stretch = read(line)
    assert list(stretch.dropped) == [("gemini_cli", "", name, "type", "unknown")]
    assert stretch.ignored == 1


def test_a_document_is_a_whole_chat(events: Events) -> None:
    """Older clients wrote one document, which names its session itself."""
    document = {**header(sessionId="s2"), "messages": [typed("fix it"), answer()]}
    rows = events(document, chat=Chat(None, None, "/w"))
    assert [(row["event_name"], row["session_id"]) for row in rows] == [
        ("prompt", "s2"),
        ("request", "s2"),
    ]


def test_a_document_carried_on_line_by_line_has_the_same_keys(events: Events) -> None:
    """A resumed old chat is written anew as lines beside its document."""
    (whole,) = events({**header(), "messages": [answer()]})
    (line,) = events(answer())
    assert whole["event_id"] == line["event_id"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "m1", "tok', "not_json"),
        (b"[1]", "not an object"),
        (b'{"messages": [1]}', "bad_message"),
    ],
)
def test_what_cannot_be_read_is_a_dead_letter(read: Read, line: bytes, reason: str) -> None:
    """The letter names reason and place, the other lines count."""
    stretch = read(header(), line, answer())
    assert [(x.reason, x.file_offset > 0) for x in stretch.dead_letters] == [(reason, True)]
    assert stretch.received == stretch.accepted + stretch.ignored + 1


def test_a_time_nobody_can_read_is_flagged(events: Events) -> None:
    """The request counts all the same."""
    (row,) = events(answer(timestamp="yesterday"))
    assert row["flags"] == "bad_time"
    assert "event_at" not in row


@pytest.mark.parametrize("kind", [{"a": 1}, ["gemini"], 7, None])
def test_a_message_of_a_nameless_kind_is_counted(read: Read, kind: object) -> None:
    """It stops nothing, and the messages beside it are read."""
    stretch = read(header(), answer(id="m0", type=kind), answer())
    assert (stretch.accepted, stretch.ignored) == (1, 2)
    assert [what[2] for what in stretch.dropped] == ["message type (other)"]
