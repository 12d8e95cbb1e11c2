"""Token numbers and outcomes as Gemini CLI means them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.gemini_facts import Usage, has_failed, lines_changed, token_columns

COUNTS = st.integers(0, 10**9)
PARTS = ("input_tokens", "cache_write_tokens", "cache_read_tokens", "output_tokens")


@given(fresh=COUNTS, cached=COUNTS, candidates=COUNTS, thoughts=COUNTS, tool=COUNTS)
def test_the_parts_add_up_to_the_services_total(
    fresh: int, cached: int, candidates: int, thoughts: int, tool: int
) -> None:
    """Whatever was cached, thought or used by tools, nothing is counted twice or lost."""
    total = fresh + cached + candidates + thoughts + tool
    columns = token_columns(Usage(fresh + cached, candidates, cached, thoughts, tool, total))
    assert sum(columns[name] for name in PARTS) == total
    assert columns["cache_read_tokens"] == cached
    assert columns["output_tokens"] == candidates + thoughts
    assert "flags" not in columns


@pytest.mark.parametrize(
    ("usage", "tokens", "flags"),
    [
        (Usage(10, 5), (10, 0, 0, 5), None),
        (Usage(10, 5, 10, 0, 0, 15), (0, 0, 10, 5), None),
        (Usage(10, 5, 11, 0, 0, 15), (10, 0, 11, 5), "input_excludes_cache"),
        (Usage(10, 5, 0, 3, 0, 15), (10, 0, 0, 5), "output_includes_reasoning"),
        (Usage(10, 5, 0, 0, 3, 15), (10, 0, 0, 5), "input_includes_tool_use"),
        (Usage("10", "5", "4", "1", "0", "16"), (6, 0, 4, 6), None),
        (Usage(10.0, 5, 4.0), (6, 0, 4, 5), None),
        (Usage(None, 5), (None, 0, 0, 5), None),
        (Usage(None, 5, 4, 3), (None, 0, 4, 8), None),
        (Usage(10, 5, -4, 3), (10, 0, -4, 8), None),
        (Usage(10, 5, 4, 0, -1), (None, 0, 4, 5), None),
        (Usage(10, 5, 4, -3), (6, 0, 4, None), None),
        (Usage(-1, 5, 4), (-1, 0, 4, 5), None),
        (Usage("many", 5), ("many", 0, 0, 5), None),
        (Usage(True, 5), (True, 0, 0, 5), None),
    ],
)
def test_counts_that_contradict_their_rule_are_flagged(
    usage: Usage, tokens: tuple[Any, ...], flags: str | None
) -> None:
    """The total tells where a count lies; what is no count is passed on for the checks to judge."""
    columns = token_columns(usage)
    assert tuple(columns[name] for name in PARTS) == tokens
    assert columns.get("flags") == flags


@pytest.mark.parametrize(
    ("output", "failed"),
    [
        ("Output: boom\nExit Code: 3\nProcess Group PGID: 9", True),
        ("Output: Exit Code: 3\nExit Code: 0", False),
        ("Exit Code: 1\nExit Code: 0", False),
        ("Output: fine", False),
        ("", False),
    ],
)
def test_a_command_failed_if_its_exit_code_says_so(output: str, failed: bool) -> None:
    """The last line that tells the exit code counts."""
    assert has_failed(output) is failed


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (
            {"model_added_lines": 2, "model_removed_lines": 0, "user_added_lines": 1},
            {"lines_added": 3, "lines_removed": 0},
        ),
        ({"model_added_lines": 2}, {"lines_added": 2}),
        ({"model_added_lines": 2.0, "user_added_lines": "1"}, {"lines_added": 3}),
        ({}, {}),
        (None, {}),
    ],
)
def test_changed_lines_include_the_persons(counts: Any, found: dict[str, int]) -> None:
    """A person may change what the model proposes before it is written."""
    assert lines_changed(counts) == found
