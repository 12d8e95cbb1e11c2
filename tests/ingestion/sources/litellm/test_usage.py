"""Tokens and cost of a call, however the proxy spells them."""

from collections.abc import Callable
from typing import Any

import pytest

Row = dict[str, Any]
Make = Callable[..., Row]
Events = Callable[..., list[Row]]


def _usage(**parts: Any) -> Row:
    return {"usage_object": parts}


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (_usage(prompt_tokens_details={"cached_tokens": 400}), (1100, 400, 0)),
        (
            _usage(prompt_tokens_details={"cached_tokens": 1, "cache_creation_tokens": 2}),
            (1497, 1, 2),
        ),
        (_usage(prompt_tokens=1500), (1500, 0, 0)),
        (_usage(cache_read_input_tokens=1600), (1500, 1600, 0)),
    ],
)
def test_input_is_what_no_cache_gave(
    events: Events, payload: Make, usage: Row, expected: tuple[int, int, int]
) -> None:
    """The prompt includes both cache counts, unless they contradict that."""
    (row,) = events(payload(metadata=usage))
    assert (
        row["input_tokens"],
        row["cache_read_tokens"],
        row["cache_write_tokens"],
    ) == expected


@pytest.mark.parametrize(
    ("split", "known"),
    [
        ({"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200}, (100, 200)),
        ({"ephemeral_1h_input_tokens": 300}, (0, 300)),
        ({"ephemeral_5m_input_tokens": 100, "ephemeral_12h_input_tokens": 200}, (None, None)),
    ],
)
def test_split_of_writes_counts_only_when_it_adds_up(
    events: Events, payload: Make, split: Row, known: tuple[int | None, int | None]
) -> None:
    """A lifetime that has no price of its own here leaves the split unknown."""
    details = {"cache_creation_token_details": split}
    usage = _usage(cache_creation_input_tokens=300, prompt_tokens_details=details)
    (row,) = events(payload(metadata=usage))
    assert (row.get("cache_write_5m_tokens"), row.get("cache_write_1h_tokens")) == known


@pytest.mark.parametrize("spelled", [float, str])
def test_counts_may_be_spelled_in_three_ways(
    events: Events, payload: Make, spelled: Callable[[int], Any]
) -> None:
    """What the cache gave is taken out of the prompt, and a failed call with zeros is no request."""
    usage = _usage(
        prompt_tokens=spelled(100),
        cache_read_input_tokens=spelled(30),
        cache_creation_input_tokens=spelled(20),
        cache_creation={
            "ephemeral_5m_input_tokens": spelled(15),
            "ephemeral_1h_input_tokens": spelled(5),
        },
    )
    (made,) = events(payload(usage, prompt_tokens=spelled(100), completion_tokens=spelled(7)))
    assert (made["input_tokens"], made["output_tokens"]) == (50, 7)
    assert (made["cache_write_5m_tokens"], made["cache_write_1h_tokens"]) == (15, 5)
    none = {"prompt_tokens": spelled(0), "completion_tokens": spelled(0), "status": "failure"}
    (failed,) = events(payload(_usage(), **none))
    assert failed["event_name"] == "request_error"


def test_counts_may_stand_in_the_usage_alone(events: Events, payload: Make) -> None:
    """A call whose own fields were left out by an export is still a request."""
    usage = _usage(prompt_tokens=100, completion_tokens=7)
    (made,) = events(payload(usage, prompt_tokens=None, completion_tokens=None, response_cost=None))
    assert (made["input_tokens"], made["output_tokens"]) == (100, 7)


@pytest.mark.parametrize("metadata", ["{}", '{"usage_object": {}}'])
def test_prompt_of_unknown_make_up_is_flagged(events: Events, spend: Make, metadata: str) -> None:
    """Without a usage object the share of the cache is unknown, which is not zero."""
    (row,) = events(spend(metadata=metadata))
    assert row["input_tokens"] == 100
    assert "cache_read_tokens" not in row
    assert row["flags"] == "unknown_cache_share"


@pytest.mark.parametrize(
    ("changes", "cost"),
    [
        ({"response_cost": 0.0000015}, 2),
        ({"response_cost": 64.0000045}, 64_000_004),
        ({"response_cost": 0}, None),
        ({"response_cost": None}, None),
        ({"response_cost": 0, "cache_hit": True}, 0),
        ({"response_cost": float("inf")}, None),
    ],
)
def test_cost_of_zero_is_an_unknown_price(
    events: Events, payload: Make, changes: Row, cost: int | None
) -> None:
    """The proxy writes zero where it knows no price; a cached answer really costs nothing."""
    row = payload(**changes)
    if changes["response_cost"] == float("inf"):
        row["response_cost"] = "inf"
    assert events(row)[0].get("reported_cost_microusd") == cost
