from collections.abc import Callable
from typing import Any

from ingestion.otlp.signals import LogRecord, Origin

Make = Callable[..., LogRecord]
Row = dict[str, Any]
Rows = Callable[[Any], Row]

DETAILS = "gen_ai.client.inference.operation.details"


def test_details_of_a_call_are_a_request(log: Make, row: Rows) -> None:
    """The event carries the identifiers and tokens of its span."""
    made = row(
        log(
            event__name=DETAILS,
            gen_ai__response__id="r",
            gen_ai__usage__input_tokens=9,
            gen_ai__usage__cache_read__input_tokens=4,
        )
    )
    assert (made["event_name"], made["source_layer"]) == ("request", "otlp_event")
    assert (made["request_id"], made["input_tokens"], made["cache_read_tokens"]) == ("r", 5, 4)


def test_details_without_usage_are_no_request(log: Make, row: Rows) -> None:
    """Some clients send the event twice, before the answer and after it."""
    assert row(log(event__name=DETAILS))["event_name"] == "client_inference_operation_details"


def test_failed_call_is_an_error(log: Make, row: Rows) -> None:
    """An error type without tokens is a failed request."""
    made = row(log(event__name=DETAILS, error__type="500"))
    assert (made["event_name"], made["status_code"]) == ("request_error", 500)


def test_turns_repeat_tokens_that_are_not_kept(log: Make, row: Rows) -> None:
    """A turn's tokens are those of its calls."""
    made = row(log(event__name="copilot_chat.agent.turn", gen_ai__usage__input_tokens=9))
    assert made["event_name"] == "agent_turn"
    assert "input_tokens" not in made


def test_strangers_other_records_are_nothing(log: Make, row: Rows, stranger: Origin) -> None:
    """Only what speaks the conventions is taken of a client nobody knows."""
    assert row(log(origin=stranger, event__name="order.placed")) == {}
    assert row(log(origin=stranger, a="b")) == {}
    assert row(log(origin=stranger, event__name="gen_ai.evaluation.result")) != {}


def test_redelivered_record_has_one_key(log: Make, row: Rows) -> None:
    """All that a record says makes its key."""
    first, again, other = (
        row(log(event__name=DETAILS, gen_ai__response__id=name))["event_id"] for name in "aab"
    )
    assert first == again != other
