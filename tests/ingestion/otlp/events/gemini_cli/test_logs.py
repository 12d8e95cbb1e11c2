"""Log records of Gemini CLI: answers, errors, prompts and tool calls."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.otlp.signals import LogRecord, Origin, Signal

Row = dict[str, Any]
MakeLog = Callable[..., LogRecord]
MakeRow = Callable[[Signal], Row]

TOKENS = ("input_tokens", "cache_write_tokens", "cache_read_tokens", "output_tokens")


def test_an_answer_is_a_request_with_disjoint_tokens(log: MakeLog, row: MakeRow) -> None:
    """Input excludes the cache, output includes thoughts."""
    found = row(
        log(
            "gemini_cli.api_response",
            model="gemini-2.5-pro",
            role="main",
            status_code=200,
            duration_ms=153,
            input_token_count=100,
            output_token_count=20,
            cached_content_token_count=60,
            thoughts_token_count=7,
            tool_token_count=3,
            total_token_count=130,
            finish_reasons=["stop", "stop"],
        )
    )
    assert found["event_name"] == "request"
    assert [found[name] for name in TOKENS] == [43, 0, 60, 27]
    assert found["reasoning_tokens"] == 7
    assert (found["provider"], found["model"]) == ("google", "gemini-2.5-pro")
    assert (found["query_source"], found["stop_reason"]) == ("main", "stop")
    assert "status_code" not in found
    assert found["is_sidechain"] is False


def test_an_answer_to_a_subagent_is_of_a_side_conversation(log: MakeLog, row: MakeRow) -> None:
    """The role of a request tells who asked."""
    assert row(log("gemini_cli.api_response", role="subagent"))["is_sidechain"] is True


def test_an_answer_of_a_fallback_model_is_that_models(log: MakeLog, row: MakeRow) -> None:
    """The answer names the model that gave it; the change itself and the routing before it cost nothing."""
    told = {"input_token_count": 100, "output_token_count": 20}
    assert row(log("gemini_cli.api_response", model="gemini-2.5-flash", **told))["model"] == (
        "gemini-2.5-flash"
    )
    for name in ("flash_fallback", "model_routing"):
        found = row(log(f"gemini_cli.{name}", decision_model="gemini-2.5-flash"))
        assert found.get("event_name") != "request"


def test_the_runtimes_version_is_not_the_clients(log: MakeLog, row: MakeRow) -> None:
    """The resource tells the version of Node; the client's own is unknown."""
    found = row(log("gemini_cli.user_prompt"))
    assert "client_version" not in found
    assert (found["agent"], found["team"], found["session_id"]) == ("gemini_cli", "web", "s1")


@pytest.mark.parametrize("half", [{}, {"gen_ai.usage.input_tokens": 5}])
def test_details_by_the_conventions_give_no_tokens(
    log: MakeLog, row: MakeRow, half: dict[str, int]
) -> None:
    """Two records per call repeat what the answer says, and the system's instructions."""
    found = row(
        log(
            "gen_ai.client.inference.operation.details",
            gen_ai__system_instructions="You are …",
            **half,
        )
    )
    assert found["event_name"] == "client_inference_operation_details"
    assert not found.keys() & {*TOKENS, "attributes"}
    assert "You are …" not in found.values()


def test_a_failed_call_is_an_error(log: MakeLog, row: MakeRow) -> None:
    """The status is kept, the message left to the guard."""
    found = row(
        log(
            "gemini_cli.api_error",
            model_name="gemini-2.5-pro",
            status_code=503,
            error__type="ApiError",
            error="overloaded",
        )
    )
    assert found["event_name"] == "request_error"
    assert (found["status_code"], found["error_type"]) == (503, "ApiError")
    assert (found["model"], found["error_text"]) == ("gemini-2.5-pro", "overloaded")


@pytest.mark.parametrize(
    ("prompt_id", "kept"), [("s1", None), ("s1########2", "s1########2"), ("ab12", "ab12")]
)
def test_the_sessions_own_id_names_no_prompt(
    log: MakeLog, row: MakeRow, prompt_id: str, kept: str | None
) -> None:
    """Without a person at the keyboard every prompt of a session has the session's id."""
    found = row(log("gemini_cli.user_prompt", prompt_id=prompt_id, prompt_length=5, prompt="hello"))
    assert found["event_name"] == "prompt"
    assert (found.get("prompt_id"), found["prompt_length"]) == (kept, 5)
    assert found["is_human"] is True


@pytest.mark.parametrize(
    ("word", "event_name", "decision"),
    [
        ("accept", "tool_result", ("accept", None)),
        ("auto_accept", "tool_result", ("accept", "user_permanent")),
        ("modify", "tool_result", ("accept", "user_temporary")),
        ("reject", "tool_decision", ("reject", None)),
        (None, "tool_result", (None, None)),
        ("perhaps", "tool_result", (None, None)),
    ],
)
def test_a_tool_call_is_its_result_or_a_refusal(
    log: MakeLog,
    row: MakeRow,
    word: str | None,
    event_name: str,
    decision: tuple[str | None, str | None],
) -> None:
    """A refused call did not run, so it neither succeeded nor failed."""
    found = row(log("gemini_cli.tool_call", function_name="replace", success=True, decision=word))
    assert found["event_name"] == event_name
    assert (found.get("decision"), found.get("decision_source")) == decision
    assert found.get("is_success") is (True if event_name == "tool_result" else None)


def test_a_tool_call_tells_file_and_lines(log: MakeLog, row: MakeRow) -> None:
    """Arguments and statistics are JSON text."""
    found = row(
        log(
            "gemini_cli.tool_call",
            function_name="write_file",
            function_args='{"file_path": "/w/a.py", "content": "x"}',
            metadata='{"model_added_lines": 9, "model_removed_lines": 1, "user_added_lines": 2,'
            ' "user_removed_lines": 0}',
            tool_type="native",
            mcp_server_name=None,
        )
    )
    assert found["file_path"] == "/w/a.py"
    assert (found["lines_added"], found["lines_removed"]) == (11, 1)
    assert (found["tool_source"], found["input_bytes"]) == ("builtin", 40)


@pytest.mark.parametrize("metadata", ["{", "[]", "7", '{"model_added_lines": "many"}'])
def test_statistics_of_another_shape_are_unknown(log: MakeLog, row: MakeRow, metadata: str) -> None:
    """Lines that cannot be read are not zero."""
    found = row(log("gemini_cli.tool_call", function_name="replace", metadata=metadata))
    assert "lines_added" not in found


def test_a_file_operation_keeps_kind_and_language(log: MakeLog, row: MakeRow) -> None:
    """The extension loses its dot."""
    found = row(log("gemini_cli.file_operation", extension=".PY", programming_language="python"))
    assert (found["file_extension"], found["language"]) == ("py", "python")


def test_a_library_within_the_client_gives_nothing(log: MakeLog, row: MakeRow) -> None:
    """Records without the client's names are not its events."""
    library = Origin({"service.name": "gemini-cli"}, "@opentelemetry/instrumentation-http", "1")
    assert row(log("http.request", origin=library)) == {}


def test_a_record_delivered_twice_has_one_key(log: MakeLog, row: MakeRow) -> None:
    """What a record says makes its key; another answer of the same moment has another."""
    first, again, other = (
        row(log("gemini_cli.api_response", input_token_count=n))["event_id"] for n in (1, 1, 2)
    )
    assert first == again != other
