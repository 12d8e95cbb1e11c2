"""Totals that include their parts, taken apart."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.token_parts import uncached, whole_number

COUNTS = st.integers(0, 10**9)
SPELLINGS = st.sampled_from((int, float, str, lambda number: f"{number}.0"))


@given(fresh=COUNTS, read=COUNTS, written=COUNTS, spellings=st.tuples(*[SPELLINGS] * 3))
def test_the_parts_add_up_however_they_are_spelled(
    fresh: int, read: int, written: int, spellings: tuple[Any, ...]
) -> None:
    """What is left of a total is what no cache gave or took."""
    counts = (fresh + read + written, read, written)
    told = (spell(count) for spell, count in zip(spellings, counts, strict=True))
    assert uncached(*told) == {"input_tokens": fresh}


@pytest.mark.parametrize(
    ("counts", "columns"),
    [
        ((10, 4, -1), {"input_tokens": 6}),
        ((10, None, 3), {"input_tokens": 7}),
        ((10, "many", 0), {"input_tokens": 10}),
        ((-1, 0, 0), {}),
        ((None, 0, 0), {}),
        ((10, 8, 3), {"input_tokens": 10, "flags": "input_excludes_cache"}),
    ],
)
def test_a_known_part_is_taken_out_beside_an_unknown_one(
    counts: tuple[Any, ...], columns: dict[str, Any]
) -> None:
    """Otherwise it would be counted twice; the unknown part has no price, and so has the request."""
    assert uncached(*counts) == columns


@pytest.mark.parametrize("value", [True, 1.5, "1.5", "-1", "1e3", "²", "9" * 20, None, {}])
def test_what_is_no_whole_number_stays_as_it_is(value: Any) -> None:
    """Nothing is rounded or guessed."""
    assert whole_number(value) is value
