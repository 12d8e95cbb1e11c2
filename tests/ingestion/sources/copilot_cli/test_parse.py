from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.sources.copilot_cli.parse import stretch_of
from ingestion.sources.copilot_cli.paths import account_folder, is_session_file, session_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading

Row = dict[str, Any]
Make = Callable[..., Row]
Events = Callable[..., list[Row]]


def test_usage_record_is_a_request(events: Events, usage: Make) -> None:
    """Input includes the cache; the parts are told apart and add up."""
    (made,) = events(usage())
    tokens = ("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens")
    assert [made[name] for name in tokens] == [10, 1000, 290, 40]
    assert (made["event_name"], made["session_id"]) == ("request", "session-1")
    assert (made["request_id"], made["message_id"]) == ("call-1", "call-1")
    assert (made["duration_ms"], made["ttft_ms"]) == (318, 133)


def test_premium_multiplier_is_no_money(events: Events, usage: Make) -> None:
    """`cost` counts premium requests; only AI units are billed."""
    (unknown,) = events(usage(cost=3))
    (billed,) = events(
        usage(aiCreditsStatus="available", copilotUsage={"totalNanoAiu": 250_000_000})
    )
    assert "reported_cost_microusd" not in unknown
    assert billed["reported_cost_microusd"] == 2500


def test_free_request_costs_zero(events: Events, usage: Make) -> None:
    """Zero units are zero, not unknown."""
    (made,) = events(usage(aiCreditsStatus="available", totalNanoAiu=0))
    assert made["reported_cost_microusd"] == 0


def test_missing_cache_counts_are_zero(events: Events, usage: Make) -> None:
    """Services leave the counts out where they used no cache."""
    (made,) = events(usage(cacheReadTokens=None, cacheWriteTokens=None))
    assert (made["input_tokens"], made["cache_read_tokens"]) == (1300, 0)


@pytest.mark.parametrize("spelled", [float, str])
def test_counts_may_be_spelled_in_three_ways(
    events: Events, usage: Make, spelled: Callable[[int], Any]
) -> None:
    """Whatever the spelling, the cache is taken out of the input once."""
    counts = {"inputTokens": 1300, "cacheReadTokens": 1000, "cacheWriteTokens": 290}
    (made,) = events(usage(**{name: spelled(number) for name, number in counts.items()}))
    assert made["input_tokens"] == 10


def test_usage_of_another_shape_is_a_dead_letter(parse: Callable[..., Stretch], line: Make) -> None:
    """Tokens are never lost in silence."""
    stretch = parse(line("session.usage_record", usage=[1]), line("session.idle"))
    (letter,) = stretch.dead_letters
    assert (letter.reason, stretch.received, stretch.ignored) == ("bad_usage", 2, 1)


def test_fork_names_the_session_that_paid(events: Events, usage: Make) -> None:
    """Copied records keep the account they were booked on."""
    copied = usage(accounting={"sourceSessionId": "parent", "usageId": "call-1"})
    (made,) = events(copied)
    assert (made["session_id"], made["origin_session_id"]) == ("session-1", "parent")


def test_subagent_works_for_its_session(events: Events, usage: Make) -> None:
    """A sub-agent's own account is no other session."""
    (made,) = events(usage(agent="helper", accounting={"sourceSessionId": "helper"}))
    assert made["subagent_id"] == "helper"
    assert "origin_session_id" not in made


def test_call_without_identifier_is_known_by_its_account(events: Events, usage: Make) -> None:
    """The usage's own identifier stands in for the model service's."""
    (made,) = events(usage(apiCallId=None, accounting={"usageId": "u"}))
    assert made["request_id"] == "u"


def test_answer_of_an_older_client_tells_its_output(events: Events, line: Make) -> None:
    """Before usage records, output tokens stood at the answer; the rest is unknown, not zero."""
    (made,) = events(line("assistant.message", apiCallId="c", outputTokens=7, model="m"))
    assert (made["event_name"], made["output_tokens"], made["message_id"]) == ("request", 7, "c")
    assert "input_tokens" not in made
    assert events(line("assistant.message", apiCallId="c")) == []
    assert events(line("assistant.message", outputTokens=7)) == []


@pytest.mark.parametrize(
    ("data", "agent", "count"),
    [
        ({"content": "abc"}, None, 1),
        ({"content": "abc", "source": "user"}, None, 1),
        ({"content": "abc", "source": "skill-pdf"}, None, 0),
        ({"content": "abc", "isAutopilotContinuation": True}, None, 0),
        ({"content": "abc"}, "helper", 0),
        ({"content": None}, None, 0),
    ],
)
def test_only_what_a_person_typed_is_a_prompt(
    events: Events, line: Make, data: Row, agent: str | None, count: int
) -> None:
    """Tasks of sub-agents and texts of the client are none."""
    assert len(events(line("user.message", agent=agent, **data))) == count


def test_prompt_is_measured(events: Events, line: Make) -> None:
    """Its length is kept, its text is the guard's to drop."""
    (made,) = events(line("user.message", content="abc", messageId="m", interactionId="i"))
    assert (made["prompt_length"], made["message_uuid"], made["prompt_id"]) == (3, "m", "i")


def test_session_says_where_it_works(events: Events, line: Make) -> None:
    """Folder, branch and repository come with the start; a host that is not named is github.com."""
    context = {"cwd": "/home/ana/shop", "repository": "acme/shop", "branch": "main"}
    (made,) = events(line("session.start", copilotVersion="1.0.102", context=context))
    assert (made["event_name"], made["client_version"]) == ("session_start", "1.0.102")
    assert made["repository_url"] == "https://github.com/acme/shop"
    (own,) = events(line("session.resume", context={**context, "repositoryHost": "ghe.acme"}))
    assert own["repository_url"] == "https://ghe.acme/acme/shop"


def test_tool_call_is_asked_for_and_answered(events: Events, line: Make) -> None:
    """Path and command go to the guard; lines and sizes are counted."""
    asked, answered = events(
        line("tool.execution_start", toolCallId="t", toolName="edit", arguments={"path": "/a.py"}),
        line(
            "tool.execution_complete",
            toolCallId="t",
            success=True,
            result={"content": "four"},
            fileEdits=[{"path": "/a.py", "kind": "edit"}],
            toolTelemetry={"metrics": {"linesAdded": 2, "linesRemoved": 1.0}},
        ),
    )
    assert (asked["event_name"], asked["file_path"], asked["tool_name"]) == (
        "tool_use",
        "/a.py",
        "edit",
    )
    counted = ("is_success", "lines_added", "lines_removed", "result_bytes", "file_path")
    assert [answered[name] for name in counted] == [True, 2, 1, 4, "/a.py"]


@pytest.mark.parametrize(
    ("data", "success"),
    [
        ({"success": True}, True),
        ({"success": True, "shellExecution": {"exitCode": 0}}, True),
        ({"success": True, "shellExecution": {"exitCode": 3}}, False),
        ({"success": False, "error": {"code": "failure", "message": "x"}}, False),
    ],
)
def test_failing_command_is_a_failure(events: Events, line: Make, data: Row, success: bool) -> None:
    """The client calls a command that ran a success, whatever its exit code."""
    (made,) = events(line("tool.execution_complete", toolCallId="t", **data))
    assert (made["event_name"], made["is_success"]) == ("tool_result", success)


@pytest.mark.parametrize("code", ["denied", "rejected", "denied-by-rules"])
def test_refused_call_has_a_decision_and_no_result(events: Events, line: Make, code: str) -> None:
    """A call that never ran has not failed."""
    (made,) = events(
        line("tool.execution_complete", toolCallId="t", success=False, error={"code": code})
    )
    assert (made["event_name"], made["decision"]) == ("tool_decision", "reject")


def test_patch_of_several_files_names_them_all(events: Events, line: Make) -> None:
    """Every file a call edited can meet the commit that holds it."""
    edits = [{"path": "/a.py"}, {"path": "/b.py"}, {"kind": "edit"}]
    (made,) = events(line("tool.execution_complete", toolCallId="t", success=True, fileEdits=edits))
    assert made["file_paths"] == ("/a.py", "/b.py")


@pytest.mark.parametrize(
    ("kind", "decision"),
    [
        ("approved", "accept"),
        ("approved-for-session", "accept"),
        ("denied-interactively-by-user", "reject"),
        ("cancelled", "reject"),
    ],
)
def test_permission_is_a_decision(events: Events, line: Make, kind: str, decision: str) -> None:
    """How it was decided stands in for who decided."""
    (made,) = events(line("permission.completed", toolCallId="t", result={"kind": kind}))
    assert (made["decision"], made["decision_source"]) == (decision, kind)


def test_commit_is_seen_in_the_output(events: Events, line: Make) -> None:
    """Git's own line and count name it."""
    output = {"content": "[main abc1234] Add\n 1 file changed, 2 insertions(+)\n"}
    (made,) = events(line("tool.execution_complete", toolCallId="t", success=True, result=output))
    assert made["commit_sha"] == "abc1234"


def test_session_error_is_the_end_of_a_request(events: Events, line: Make) -> None:
    """Attempts are not noted in the file, only what was left of them."""
    (made,) = events(line("session.error", errorType="rate_limit", statusCode=429, message="no"))
    assert (made["event_name"], made["status_code"]) == ("request_error", 429)
    assert (made["error_type"], made["is_synthetic"]) == ("rate_limit", True)


def test_unknown_type_is_counted_by_name(parse: Callable[..., Stretch], line: Make) -> None:
    """What the client invents next is no error; what is prose is not a name."""
    stretch = parse(line("brand.new"), line("two words"), line("hook.start"), {"id": "x"})
    names = [name for _, _, name, *_ in stretch.dropped]
    assert names == ["line type brand.new", "line type (other)", "line without a type"]
    assert (stretch.received, stretch.ignored) == (4, 4)


def test_time_nobody_can_read_is_flagged(events: Events, usage: Make) -> None:
    """The record is kept without its time."""
    (made,) = events({**usage(), "timestamp": "yesterday"})
    assert made["flags"] == "bad_time"
    assert "event_at" not in made


def test_copy_of_a_file_gives_the_same_keys(events: Events, usage: Make) -> None:
    """A line is known by its session and identifier, not by its file."""
    (here,) = events(usage())
    (there,) = events(b"", usage(), path=Path("/backup/session-state/session-1/events.jsonl"))
    assert here["event_id"] == there["event_id"]


def test_exported_span_means_what_a_sent_one_means(events: Events) -> None:
    """Spans in the client's own file are read by the adapter of the telemetry."""
    span = {
        "type": "span",
        "traceId": "ab" * 16,
        "spanId": "cd" * 8,
        "name": "chat m",
        "startTime": [1_790_000_000, 0],
        "endTime": [1_790_000_002, 500_000_000],
        "attributes": {
            "gen_ai.operation.name": "chat",
            "gen_ai.conversation.id": "s",
            "gen_ai.usage.input_tokens": 10,
            "gen_ai.usage.cache_read.input_tokens": 4,
            "gen_ai.usage.output_tokens": 2,
        },
        "status": {"code": 0},
        "resource": {"attributes": {"service.name": "github-copilot", "team": "web"}},
        "instrumentationScope": {"name": "github.copilot", "version": "1.0.102"},
    }
    (made,) = events(span)
    assert (made["event_name"], made["source_layer"], made["agent"]) == (
        "request",
        "otlp_span",
        "copilot_cli",
    )
    assert (made["session_id"], made["input_tokens"], made["team"]) == ("s", 6, "web")
    assert (made["event_at"], made["duration_ms"]) == (1_790_000_002_500_000, 2500)


def test_exported_span_without_attributes_is_a_dead_letter(
    parse: Callable[..., Stretch],
) -> None:
    """Some builds write spans as empty objects: what they held is lost, and that is said."""
    stretch = parse({"type": "span", "name": "chat"})
    assert [letter.reason for letter in stretch.dead_letters] == ["bad_span"]


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("/h/.copilot/session-state/s/events.jsonl", True),
        ("/h/.copilot/session-state/s/rewind-file-snapshots/x.jsonl", False),
        ("/h/.copilot/session-state/s/backups/events.jsonl", False),
        ("/h/.copilot/otel/spans.jsonl", True),
        ("/backup/copied.jsonl", True),
    ],
)
def test_only_events_of_a_session_are_read(path: str, is_read: bool) -> None:
    """Snapshots beside them hold files of the person's."""
    assert is_session_file(Path(path)) is is_read


def test_file_is_named_by_its_place() -> None:
    """The folder names the session, and the folder above it the account."""
    path = Path("/h/.copilot/session-state/s/events.jsonl")
    assert session_of(path) == "s"
    assert session_of(Path("/backup/copied.jsonl")) == "copied"
    assert account_folder(Path("/h"), path) == Path("/h/.copilot")
    assert account_folder(Path("/backup"), Path("/backup/copied.jsonl")) == Path("/backup")


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_bytes_are_counted_and_never_crash(garbage: list[bytes]) -> None:
    """Whatever a line holds, every record met has one outcome."""
    lines = list(enumerate(garbage))
    stretch = stretch_of(Reading(Path("x.jsonl"), "f", "r", 0, 0, lines, None))
    counted = stretch.accepted + stretch.ignored + len(stretch.dead_letters)
    assert stretch.received == counted
