from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.otlp.events.genai.conventions import (
    CONVENTIONS,
    STANDARD,
    Convention,
    has_usage,
    provider_of,
    token_columns,
)

U = "gen_ai.usage."
COUNT = st.integers(0, 10**9)
TOLD = {
    "standard": {"input_tokens": 100, "cache_read.input_tokens": 60, "cache_write.input_tokens": 30}
    | {"output_tokens": 50, "reasoning.output_tokens": 20},
    "aws": {"input_tokens": 10, "cache_read.input_tokens": 60, "cache_write.input_tokens": 30}
    | {"output_tokens": 50, "reasoning.output_tokens": 20},
}
"""The same request as each convention tells it."""


def _usage(**counts: Any) -> dict[str, Any]:
    return {f"{U}{name.replace('__', '.')}": count for name, count in counts.items()}


@pytest.mark.parametrize("provider", sorted(TOLD))
def test_every_convention_gives_the_same_parts(provider: str) -> None:
    """Whatever a provider's totals include, the parts of one request are the same and add up."""
    said = {f"{U}{name}": count for name, count in TOLD[provider].items()}
    columns = token_columns(said, CONVENTIONS.get(provider, STANDARD))
    assert columns == {
        "input_tokens": 10,
        "cache_read_tokens": 60,
        "cache_write_tokens": 30,
        "output_tokens": 50,
        "reasoning_tokens": 20,
    }


def test_every_exception_is_tested() -> None:
    """A convention added to the table has a telling of its own above."""
    assert set(CONVENTIONS) == set(TOLD) - {"standard"}


@given(COUNT, COUNT, COUNT)
def test_standard_parts_add_up_to_the_total(uncached: int, read: int, written: int) -> None:
    """Uncached input and both cache counts give the total that was told."""
    said = _usage(
        input_tokens=uncached + read + written,
        cache_read__input_tokens=read,
        cache_write__input_tokens=written,
    )
    columns = token_columns(said)
    parts = [columns[name] for name in ("input_tokens", "cache_read_tokens", "cache_write_tokens")]
    assert parts == [uncached, read, written]


@pytest.mark.parametrize(
    ("told", "column", "count"),
    [
        ({"prompt_tokens": 5}, "input_tokens", 5),
        ({"input_tokens": "5"}, "input_tokens", 5),
        ({"input_tokens": 5.0}, "input_tokens", 5),
        ({"input_tokens": 5, "prompt_tokens": 9}, "input_tokens", 5),
        ({"completion_tokens": 5}, "output_tokens", 5),
        ({"input_tokens": 9, "cache_creation.input_tokens": 4}, "cache_write_tokens", 4),
        ({"input_tokens": 9, "cache_creation_input_tokens": 4}, "cache_write_tokens", 4),
        ({"input_tokens": 9, "cache_read_input_tokens": 4}, "cache_read_tokens", 4),
        ({"output_tokens": 9, "reasoning_tokens": 4}, "reasoning_tokens", 4),
        ({"output_tokens": 9}, "cache_read_tokens", 0),
        ({"output_tokens": 9}, "input_tokens", None),
        ({"output_tokens": 9}, "reasoning_tokens", None),
        ({"input_tokens": 0}, "input_tokens", 0),
    ],
)
def test_every_spelling_is_read(told: dict[str, Any], column: str, count: int | None) -> None:
    """Old and new names mean the same; the newest counts, and unknown is not zero."""
    assert token_columns({f"{U}{name}": value for name, value in told.items()})[column] == count


def test_parts_larger_than_the_whole_lie_beside_it() -> None:
    """An input smaller than its cache parts leaves them out, and the row says so."""
    said = _usage(input_tokens=10, cache_read__input_tokens=8, cache_write__input_tokens=3)
    columns = token_columns(said)
    assert (columns["input_tokens"], columns["flags"]) == (10, "input_excludes_cache")


def test_parts_as_large_as_the_whole_lie_in_it() -> None:
    """An input that is all cache leaves nothing uncached."""
    said = _usage(input_tokens=11, cache_read__input_tokens=8, cache_write__input_tokens=3)
    assert token_columns(said)["input_tokens"] == 0


@pytest.mark.parametrize(
    ("convention", "output", "flag"),
    [
        (STANDARD, 7, "output_excludes_reasoning"),
        (Convention(reasoning_in_output=False), 7, None),
    ],
)
def test_reasoning_larger_than_the_output_lies_beside_it(
    convention: Convention, output: int, flag: str | None
) -> None:
    """Output includes reasoning in every row, whether or not the client's did."""
    said = _usage(output_tokens=3, reasoning__output_tokens=4)
    columns = token_columns(said, convention)
    assert (columns["output_tokens"], columns.get("flags")) == (output, flag)


@pytest.mark.parametrize("wrong", [-1, "many", True, 1.5, [1]])
def test_what_is_no_count_is_left_to_the_checks(wrong: object) -> None:
    """Nothing is subtracted from or with a value that is no count."""
    columns = token_columns(_usage(input_tokens=10, cache_read__input_tokens=wrong))
    assert (columns["input_tokens"], columns["cache_read_tokens"]) == (10, wrong)


@pytest.mark.parametrize(
    ("attributes", "provider"),
    [
        ({"gen_ai.provider.name": "anthropic"}, "anthropic"),
        ({"gen_ai.system": "openai"}, "openai"),
        ({"gen_ai.provider.name": "aws.bedrock", "gen_ai.system": "openai"}, "aws"),
        ({"gen_ai.provider.name": "gcp.vertex_ai"}, "google"),
        ({"gen_ai.system": "stub.chat"}, "stub"),
        ({"ai.model.provider": "anthropic.messages"}, "anthropic"),
        ({"gen_ai.provider.name": ""}, None),
        ({"gen_ai.provider.name": 3}, None),
        ({}, None),
    ],
)
def test_provider_is_named_as_in_the_price_book(
    attributes: dict[str, Any], provider: str | None
) -> None:
    """The newer attribute counts; an interface's name is no part of the provider's."""
    assert provider_of(attributes) == provider


def test_usage_of_zero_is_usage() -> None:
    """A call that was told to have cost nothing was answered."""
    assert has_usage(_usage(input_tokens=0))
    assert not has_usage(_usage(cache_read__input_tokens=5))
