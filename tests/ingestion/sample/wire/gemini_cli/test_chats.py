"""Gemini CLI's chats of a small company: answers that are written twice, and routing that is in none."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture(scope="module")
def chats(small: Any) -> list[list[Row]]:
    """Return the rows of every chat."""
    found: list[Path] = sorted(small.wire.glob("homes/*/.gemini/tmp/*/chats/*.jsonl"))
    return [[json.loads(line) for line in path.read_text().splitlines()] for path in found]


def test_an_answer_with_tools_is_written_twice(chats: list[list[Row]]) -> None:
    """The second line repeats the usage of the first and adds the calls."""
    assert chats
    for rows in chats:
        lines = Counter(row["id"] for row in rows if row.get("type") == "gemini")
        asked = {row["id"] for row in rows if "toolCalls" in row}
        assert asked
        assert {answer for answer, count in lines.items() if count > 1} == asked


def test_parts_of_usage_add_up(chats: list[list[Row]]) -> None:
    """Output excludes thoughts, input includes the cache."""
    for rows in chats:
        for said in (row["tokens"] for row in rows if row.get("type") == "gemini"):
            assert said["total"] == said["input"] + said["output"] + said["thoughts"]
            assert said["cached"] <= said["input"]


def test_the_router_is_in_no_chat(small: Any, chats: list[list[Row]]) -> None:
    """The small model that routes is told by telemetry only."""
    models = {row["model"] for rows in chats for row in rows if row.get("type") == "gemini"}
    assert "gemini-2.5-flash-lite" not in models
    assert any(row["model"] == "gemini-2.5-flash-lite" for row in small.truth["by_model"])
