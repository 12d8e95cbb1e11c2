"""Every response counts once, with its own tokens, however a version of the client wrote it down."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.stretches import Stretch
from tests.ingestion.sources.codex.conftest import (
    PARENT,
    count,
    counts,
    event,
    meta,
    record,
    turn,
)

Line = dict[str, Any]
Events = Callable[..., list[Line]]
Parse = Callable[..., Stretch]
Requests = Callable[..., list[tuple[int, ...]]]

FIRST, SECOND = counts(100, 40, 10), counts(150, 90, 20)
BOTH = counts(250, 130, 30)


def test_record_is_one_request(events: Events) -> None:
    """Model, identifiers and token kinds of a response; cached and reasoning are parts of a whole."""
    usage = counts(100, 40, 10, reasoning=4) | {"cache_write_input_tokens": 7}
    request = events(meta(), turn(effort="high"), record(usage))[-1]
    said = {
        "event_name": "request",
        "session_id": meta()["payload"]["id"],
        "request_id": "resp_1",
        "message_id": "resp_1",
        "provider": "openai",
        "model": "gpt-5.5",
        "effort": "high",
        "input_tokens": 53,
        "cache_read_tokens": 40,
        "cache_write_tokens": 7,
        "output_tokens": 10,
        "reasoning_tokens": 4,
    }
    assert request | said == request


def test_total_beside_records_repeats_them(requests: Requests) -> None:
    """From the first record on, running totals are not counted."""
    lines = (record(FIRST), count(FIRST, FIRST), record(SECOND, "resp_2"), count(BOTH, SECOND))
    assert requests(meta(), turn(), *lines) == [(60, 40, 10), (60, 90, 20)]


def test_record_of_another_thread_is_an_inherited_copy(requests: Requests) -> None:
    """A fork repeats its parent's records under the parent's name."""
    assert requests(meta(), turn(), record(FIRST, thread_id=PARENT), record(SECOND)) == [
        (60, 90, 20)
    ]


def test_record_that_names_no_thread_is_the_files_own(requests: Requests) -> None:
    """An empty name is nobody's."""
    assert requests(meta(), turn(), record(FIRST, thread_id="")) == [(60, 40, 10)]


def test_total_without_records_is_counted_by_its_growth(requests: Requests) -> None:
    """Older clients wrote running totals only."""
    assert requests(meta(), turn(), count(FIRST, FIRST), count(BOTH, SECOND)) == [
        (60, 40, 10),
        (60, 90, 20),
    ]


def test_total_repeated_after_a_broken_stream_counts_once(requests: Requests) -> None:
    """The same line again is not another request, whatever it says was used last."""
    lines = (count(FIRST, FIRST), count(FIRST, FIRST), count(BOTH, SECOND))
    assert len(requests(meta(), turn(), *lines)) == 2


def test_total_that_fell_counts_what_was_used_last(requests: Requests) -> None:
    """After a compaction the client counts anew."""
    assert requests(meta(), turn(), count(BOTH, FIRST), count(FIRST, SECOND))[1] == (60, 90, 20)


def test_total_of_a_full_context_is_no_request(requests: Requests) -> None:
    """A context that overflowed is noted as a total without tokens of any kind."""
    full = counts(0, 0, 0) | {"total_tokens": 400_000}
    assert requests(meta(), turn(), count(FIRST, FIRST), count(full, full)) == [(60, 40, 10)]


def test_rate_limits_without_usage_are_nothing(requests: Requests) -> None:
    """A `token_count` may tell limits only."""
    assert requests(meta(), turn(), event("token_count", info=None)) == []


def test_total_beside_a_parents_record_repeats_it(requests: Requests) -> None:
    """A fork of a client that writes records has the parent's totals in it, too, whenever they are stamped."""
    copied = record(FIRST, thread_id=PARENT)
    assert requests(meta(), turn(), copied, count(FIRST, FIRST)) == []


def test_total_copied_into_a_fork_is_where_its_own_begins(requests: Requests) -> None:
    """Lines stamped in the second of the fork are the parent's, and the total goes on from them."""
    fork = meta(forked_from_id=PARENT)
    copied = count(FIRST, FIRST, timestamp="2026-11-20T09:00:00.999Z")
    assert requests(fork, turn(), copied, count(BOTH, SECOND)) == [(60, 90, 20)]


def test_total_of_a_fork_without_its_parents_lines_counts_what_was_used_last(
    requests: Requests,
) -> None:
    """The total includes the parent's use, which is not in the file."""
    fork = meta(forked_from_id=PARENT, history_base={"thread_id": PARENT})
    assert requests(fork, turn(), count(BOTH, SECOND)) == [(60, 90, 20)]


def test_lines_below_the_start_of_a_sub_agent_are_its_parents(requests: Requests) -> None:
    """The file says with which line the sub-agent begins."""
    child = meta(source={"subagent": {}}, subagent_history_start_ordinal=5)
    inherited, own = count(FIRST, FIRST, ordinal=4), count(BOTH, SECOND, ordinal=5)
    assert requests(child, turn(), inherited, own) == [(60, 90, 20)]


def test_sub_agents_requests_are_marked(events: Events) -> None:
    """A sub-agent is a thread of its own."""
    request = events(meta(thread_source="subagent"), turn(), record(FIRST))[-1]
    assert (request["subagent_id"], request["is_sidechain"]) == (meta()["payload"]["id"], True)


def test_model_is_the_turns_not_the_files(events: Events) -> None:
    """A person may change the model between turns."""
    lines = (turn(), record(FIRST), turn(model="gpt-6.1-sol"), record(SECOND, "resp_2"))
    rows = [row for row in events(meta(), *lines) if row["event_name"] == "request"]
    assert [row["model"] for row in rows] == ["gpt-5.5", "gpt-6.1-sol"]


def test_service_tier_comes_from_the_threads_settings(events: Events) -> None:
    """It stays until it is set again."""
    settings = event("thread_settings_applied", thread_settings={"service_tier": "flex"})
    assert events(meta(), turn(), settings, record(FIRST))[-1]["service_tier"] == "flex"


@pytest.mark.parametrize(
    ("name", "provider"), [("openai", "openai"), ("azure", "azure"), ("our-gateway", None)]
)
def test_provider_is_a_company_not_a_name_of_the_configuration(
    name: str, provider: str | None, events: Events
) -> None:
    """Whoever people call their gateway after is not known to have answered."""
    request = events(meta(model_provider=name), turn(), record(FIRST))[-1]
    assert request.get("provider") == provider


@pytest.mark.parametrize(
    "line",
    [
        record(None),
        record({"output_tokens": 3}),
        record(counts(1, 0, 0) | {"input_tokens": ""}),
        record(counts(-1, 0, 0)),
        record(counts(1, 0, 0) | {"output_tokens": "three"}),
        count({"output_tokens": 1}, None),
        event("token_count", info=[]),
    ],
    ids=["none", "no_input", "empty", "negative", "text", "total", "list"],
)
def test_usage_of_another_shape_is_refused(line: Line, parse: Parse) -> None:
    """Tokens are never lost in silence, and never made up."""
    stretch = parse(meta(), turn(), line)
    assert [letter.reason for letter in stretch.dead_letters] == ["bad_usage"]


@pytest.mark.parametrize("spelled", [float, str])
def test_counts_may_be_spelled_in_three_ways(
    spelled: Callable[[int], Any], requests: Requests
) -> None:
    """A request is not lost because a version writes `20.0` or `"20"`."""
    first, both = ({k: spelled(n) for k, n in usage.items()} for usage in (FIRST, BOTH))
    assert requests(meta(), turn(), record(first)) == [(60, 40, 10)]
    assert requests(meta(), turn(), count(first, None), count(both, None))[1:] == [(60, 90, 20)]


def test_cache_that_exceeds_its_input_lies_beside_it(events: Events) -> None:
    """Numbers that contradict their convention are kept and flagged."""
    request = events(meta(), turn(), record(counts(10, 40, 1)))[-1]
    assert (request["input_tokens"], request["flags"]) == (10, "input_excludes_cache")


def test_same_response_has_the_same_key_in_every_copy_of_a_file(events: Events) -> None:
    """A response is known by its thread and identifier, not by where its line stands."""
    short = events(meta(), record(FIRST))[-1]
    long = events(meta(), turn(), record(FIRST))[-1]
    assert short["event_id"] == long["event_id"]
