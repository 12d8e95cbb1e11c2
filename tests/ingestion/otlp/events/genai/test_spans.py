from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ingestion.otlp.signals import Origin, Span

Make = Callable[..., Span]
Row = dict[str, Any]
Rows = Callable[[Any], Row]

USAGE = {"gen_ai__usage__input_tokens": 10, "gen_ai__usage__output_tokens": 4}


@pytest.mark.parametrize(
    ("name", "attributes", "event_name"),
    [
        ("chat m", USAGE, "request"),
        ("generate_content m", USAGE, "request"),
        ("text_completion m", {}, "request"),
        ("chat m", {"error__type": "ModelCallError"}, "request_error"),
        ("chat m", {"error__type": "ModelCallError", **USAGE}, "request"),
        ("embeddings m", USAGE, "embeddings"),
        ("execute_tool bash", {}, "tool_result"),
        ("execute_tool bash", {"error__type": "denied"}, "tool_decision"),
        ("execute_tool bash", {"error__type": "ToolError"}, "tool_result"),
        ("plan", {}, "plan"),
        ("ai.streamText.doStream", USAGE, "request"),
        ("x", {"gen_ai__operation__name": "chat"}, "request"),
    ],
)
def test_span_is_named_by_its_operation(
    span: Make, row: Rows, name: str, attributes: Row, event_name: str
) -> None:
    """An answered call is a request, a failed one an error; one that failed after answering still costs."""
    assert row(span(name, **attributes))["event_name"] == event_name


def test_failure_may_be_told_by_the_status_alone(span: Make, row: Rows) -> None:
    """Status 2 is an error, whatever the attributes say."""
    assert row(span("chat m", status=2))["event_name"] == "request_error"
    assert row(span("execute_tool t", status=2))["is_success"] is False


def test_invocation_repeats_its_calls_and_has_no_tokens(span: Make, row: Rows) -> None:
    """The sum that an agent's invocation carries is in no column."""
    made = row(span("invoke_agent", parent="ef" * 8, **USAGE))
    assert made["event_name"] == "invoke_agent"
    assert not {"input_tokens", "output_tokens"} & set(made)


def test_outermost_invocation_is_a_prompt(span: Make, row: Rows) -> None:
    """A person's prompt starts it; one inside another is a sub-agent's."""
    outer, inner = span("invoke_agent"), span("invoke_agent helper", parent="ef" * 8)
    assert (row(outer)["event_name"], row(outer)["event_at"]) == ("prompt", outer.started_at)
    assert row(inner)["event_name"] == "invoke_agent"


def test_strangers_invocation_is_no_prompt(span: Make, row: Rows, stranger: Origin) -> None:
    """Nobody knows who invokes an agent of an unknown client."""
    made = row(span("invoke_agent", origin=stranger, gen_ai__agent__name="x"))
    assert made["event_name"] == "invoke_agent"


@pytest.mark.parametrize(
    ("code", "success"), [(0, True), ("0", True), (3, False), ("3", False), (None, True)]
)
def test_exit_code_tells_what_the_status_does_not(
    span: Make, row: Rows, code: object, success: bool
) -> None:
    """A command that failed is a failure, although its span is not."""
    assert row(span("execute_tool bash", process__exit__code=code))["is_success"] is success


def test_permission_says_what_was_decided(span: Make, row: Rows) -> None:
    """Results begin with the decision."""
    key = "github__copilot__permission__result"
    denied = span("permission", **{key: "denied-no-approval-rule"})
    assert row(denied)["decision"] == "reject"
    assert row(span("permission", **{key: "approved"}))["decision"] == "accept"


def test_request_tells_who_what_and_why(span: Make, row: Rows) -> None:
    """Identifiers, model, times and cost come from their attributes."""
    made = row(
        span(
            "chat m",
            **USAGE,
            gen_ai__conversation__id="s",
            gen_ai__request__model="asked",
            gen_ai__response__model="answered",
            gen_ai__response__id="r",
            gen_ai__response__finish_reasons=["stop", "x"],
            gen_ai__response__time_to_first_chunk=0.25,
            gen_ai__provider__name="openai",
            github__copilot__interaction_id="p",
            github__copilot__nano_aiu=1_234_500_000,
        )
    )
    said = ("session_id", "requested_model", "model", "request_id", "stop_reason", "ttft_ms")
    assert [made[name] for name in said] == ["s", "asked", "answered", "r", "stop", 250]
    assert (made["provider"], made["prompt_id"]) == ("openai", "p")
    assert (made["reported_cost_microusd"], made["duration_ms"]) == (12_345, 2000)


def test_model_asked_for_stands_in_for_the_one_that_answered(span: Make, row: Rows) -> None:
    """Some clients tell only what they asked for."""
    assert row(span("chat m", gen_ai__request__model="asked"))["model"] == "asked"


def test_status_in_the_error_type_is_a_status(span: Make, row: Rows) -> None:
    """Libraries put the HTTP status where the class of the error belongs."""
    made = row(span("chat m", error__type="429"))
    assert (made["status_code"], made["error_type"]) == (429, "429")


def test_bedrock_counts_cached_tokens_beside_the_input(
    span: Make, row: Rows, stranger: Origin
) -> None:
    """The provider decides for clients nobody knows, not for those that follow the conventions."""
    said = {
        "gen_ai__provider__name": "aws.bedrock",
        "gen_ai__usage__input_tokens": 10,
        "gen_ai__usage__cache_read__input_tokens": 6,
    }
    assert row(span("chat m", **said))["input_tokens"] == 4
    assert row(span("chat m", origin=stranger, **said))["input_tokens"] == 10


def test_mcp_tool_has_its_servers_name(span: Make, row: Rows) -> None:
    """Both names make the one that transcripts use."""
    key = "github.copilot.tool.parameters.mcp_"
    made = row(span("execute_tool x", **{f"{key}server_name": "jira", f"{key}tool_name": "search"}))
    assert (made["tool_name"], made["tool_source"]) == ("mcp__jira__search", "mcp")


def test_captured_arguments_tell_path_command_and_commit(span: Make, row: Rows) -> None:
    """Where a client sends content, the guard gets the few facts it reduces."""
    made = row(
        span(
            "execute_tool bash",
            gen_ai__tool__call__arguments='{"command": "git commit -m x"}',
            gen_ai__tool__call__result="[main abc1234] x\n 1 file changed",
        )
    )
    assert (made["command"], made["commit_sha"]) == ("git commit -m x", "abc1234")


def test_known_client_is_known_by_scope_or_service(span: Make, row: Rows) -> None:
    """A renamed service keeps its scope, a renamed scope its service."""
    renamed = Origin({"service.name": "ours"}, "github.copilot", "1")
    rescoped = Origin({"service.name": "github-copilot"}, "ours", "1")
    chat = Origin({"service.name": "copilot-chat"}, "copilot-chat", "0.59")
    agents = [row(span("chat m", origin=o, **USAGE))["agent"] for o in (renamed, rescoped, chat)]
    assert agents == ["copilot_cli", "copilot_cli", "copilot"]


def test_strangers_span_names_its_service(span: Make, row: Rows, stranger: Origin) -> None:
    """An unknown client is `other`, and its library's version is not its own."""
    made = row(span("chat m", origin=stranger, **USAGE))
    assert (made["agent"], made["attributes"]) == ("other", {"service.name": "shop-bot"})
    assert "client_version" not in made


def test_span_without_the_conventions_is_nothing(span: Make, row: Rows, stranger: Origin) -> None:
    """A stranger's other spans, and opencode's internal ones, give no row."""
    opencode = Origin({"service.name": "opencode"}, "opencode", "1.18.33")
    assert row(span("sql.execute", origin=stranger, db="x")) == {}
    assert row(span("ai.streamText", origin=opencode, ai__usage__inputTokens=5)) == {}


def test_session_of_a_record_stands_in_for_a_conversation(span: Make, row: Rows) -> None:
    """The conversation counts; the window of an editor, a resource attribute, is no session."""
    window = Origin({"service.name": "copilot-chat", "session.id": "window"}, "copilot-chat", "1")
    assert "session_id" not in row(span("chat m", origin=window))
    assert row(span("chat m", session__id="s"))["session_id"] == "s"
    both = span("chat m", session__id="s", gen_ai__conversation__id="c")
    assert row(both)["session_id"] == "c"


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("acme/shop", "https://github.com/acme/shop"),
        ("https://ghe.acme.example/acme/shop", "https://ghe.acme.example/acme/shop"),
        ("git@github.com:acme/shop.git", "git@github.com:acme/shop.git"),
    ],
)
def test_repository_is_given_as_a_remote(span: Make, row: Rows, said: str, url: str) -> None:
    """A short name is one of github.com."""
    made = row(span("invoke_agent", github__copilot__git__repository=said))
    assert made["repository_url"] == url


def test_key_is_the_span(span: Make, row: Rows) -> None:
    """The same span has one key whatever it says; another span has another."""
    first, again = span("chat m"), span("chat m", **USAGE)
    other = msgspec.structs.replace(first, span_id="ef" * 8)
    keys = [row(each)["event_id"] for each in (first, again, other)]
    assert keys[0] == keys[1] != keys[2]


def test_address_in_the_users_place_is_an_email(span: Make, row: Rows) -> None:
    """People are set by hand in the resource; an address is one, another word an account."""
    mail = Origin({"enduser.id": "ana@acme.example"}, "github.copilot", "1")
    account = Origin({"enduser.id": "ana"}, "github.copilot", "1")
    assert row(span("chat m", origin=mail))["user_email"] == "ana@acme.example"
    assert "account_id" not in row(span("chat m", origin=mail))
    assert row(span("chat m", origin=account))["account_id"] == "ana"
