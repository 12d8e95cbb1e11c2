"""Copilot CLI's session files of a small company: a record per call, totals that go on over a resume."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture(scope="module")
def files(small: Any) -> list[list[Row]]:
    """Return the rows of every session file."""
    found: list[Path] = sorted(small.wire.glob("homes/*/.copilot/session-state/*/events.jsonl"))
    return [[json.loads(line) for line in path.read_text().splitlines()] for path in found]


def test_the_last_totals_are_the_sum_of_all_records(files: list[list[Row]]) -> None:
    """A process ends with totals of the whole session, those of earlier processes included."""
    assert files
    for rows in files:
        spent = Counter[str]()
        for row in rows:
            if row["type"] == "session.usage_record":
                spent[row["data"]["usage"]["model"]] += row["data"]["usage"]["inputTokens"]
        ends = [row["data"]["modelMetrics"] for row in rows if row["type"] == "session.shutdown"]
        assert {m: total["usage"]["inputTokens"] for m, total in ends[-1].items()} == spent


def test_a_resumed_session_ends_twice(files: list[list[Row]]) -> None:
    """A resume appends to the same file."""
    kinds = [Counter(row["type"] for row in rows) for rows in files]
    assert any(found["session.resume"] == 1 and found["session.shutdown"] == 2 for found in kinds)
