"""Rows of reports: features by kind, old names of fields, and days worth asking for."""

from datetime import date, timedelta
from typing import Any

import pytest

from agent_analytics.records import BREAKDOWNS, USER_DAYS
from ingestion.landing import Stretch
from ingestion.sources.copilot.downloads import ends_whole
from ingestion.sources.copilot.parse import Report, add_rows
from ingestion.sources.copilot.reports import days_to_ask
from ingestion.sources.copilot.rows import lines_of, rows_of
from tests.fixtures.copilot import user_day

DAY = "2026-11-17"
TODAY = date(2026, 11, 21)


def user_row(**given: Any) -> dict[str, Any]:
    """Return what becomes of one user's row."""
    stretch = Stretch("s")
    add_rows(stretch, "users", Report("r", "h", DAY), [user_day(DAY, **given)])
    (row,) = stretch.records[USER_DAYS]
    return row


def test_features_are_told_by_kind() -> None:
    """Modes of chat are one kind; a feature that nobody here knows adds to none."""
    parts = [
        {"feature": "code_completion", "code_generation_activity_count": 5},
        {"feature": "chat_inline", "user_initiated_interaction_count": 2},
        {"feature": "chat_panel_of_tomorrow", "user_initiated_interaction_count": 3},
        {"feature": "agent_edit", "code_generation_activity_count": 0},
        {"feature": "something_else", "code_generation_activity_count": 9},
    ]
    row = user_row(totals_by_feature=parts)
    assert (row["completion_count"], row["accepted_completion_count"]) == (5, None)
    assert (row["chat_prompt_count"], row["agent_edit_count"]) == (5, 0)


@pytest.mark.parametrize("parts", [None, [], ["code_completion"], [{"feature": 1}], 3, {}])
def test_features_that_are_not_told_are_unknown(parts: Any) -> None:
    """Null is not zero."""
    assert user_row(totals_by_feature=parts)["completion_count"] is None


def test_the_old_name_of_the_cloud_agent_counts() -> None:
    """Rows before the new name have only the old one; the new one wins."""
    assert user_row(used_copilot_coding_agent=True)["used_cloud_agent"] is True
    both = user_row(used_copilot_coding_agent=True, used_copilot_cloud_agent=False)
    assert both["used_cloud_agent"] is False


def test_tokens_are_those_of_the_terminal() -> None:
    """Input includes what came from the cache; nothing else tells tokens."""
    usage = {"prompt_tokens_sum": 402_000, "output_tokens_sum": 9_100}
    row = user_row(totals_by_cli={"session_count": 2, "token_usage": usage})
    assert (row["cli_session_count"], row["cli_prompt_tokens"]) == (2, 402_000)
    assert (row["app_session_count"], row["app_prompt_tokens"]) == (None, None)


def test_a_whole_has_more_dimensions_than_a_user() -> None:
    """Languages of users are left out, those of an organisation are kept under both names."""
    languages = [{"language": "python", "feature": "agent_edit", "loc_added_sum": 7}]
    for kind, expected in (("users", 0), ("usage", 1)):
        stretch = Stretch("s")
        row = user_day(DAY, totals_by_language_feature=languages, totals_by_feature=[])
        add_rows(stretch, kind, Report("r", "h", DAY), [row])
        parts = stretch.records.get(BREAKDOWNS, [])
        assert [(p["name"], p["second_name"]) for p in parts] == [
            ("python", "agent_edit")
        ] * expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (b'{"a":1}\n\n{"a":2}\n', 2),
        (b'[{"a":1},{"a":2}]', 2),
        (b'[\n  {\n "a": 1\n },\n {"a": 2}\n]\n', 2),
        (b'[{"a":1},\n{"a"', 1),
        (b"", 0),
    ],
)
def test_rows_stand_on_lines_or_in_an_array(file: bytes, expected: int) -> None:
    """Both ways of writing a report are read; an array that is cut is one row that is none."""
    rows = list(rows_of(b"\n".join(lines_of(file))))
    assert len(rows) == expected
    assert all(isinstance(row, dict) for row in rows) is not file.endswith(b'"a"')


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b'{"a":1}\n', True), (b'{"a":1}\n{"a"', False), (b"", True), (b'[{"a":1}', False)],
)
def test_a_report_that_was_cut_is_known(content: bytes, expected: bool) -> None:
    """Its last line, or its array, does not end."""
    assert ends_whole(content) is expected


def ages(known: dict[int, str], since: int | None = None) -> list[int]:
    """Return the ages of the days to ask for, given the states of days by age."""
    states = {TODAY - timedelta(days=age): state for age, state in known.items()}
    first = None if since is None else TODAY - timedelta(days=since)
    return [(TODAY - day).days for day in days_to_ask(states, TODAY, first)]


@pytest.mark.parametrize(
    ("known", "since", "expected"),
    [
        ({}, None, list(range(28, 0, -1))),
        ({}, 30, list(range(30, 0, -1))),
        (dict.fromkeys(range(1, 31), "loaded"), None, [5, 4, 3, 2, 1]),
        ({30: "loaded", **dict.fromkeys(range(1, 29), "loaded")}, None, [29, 5, 4, 3, 2, 1]),
        ({**dict.fromkeys(range(1, 31), "loaded"), 14: "waiting"}, None, [14, 5, 4, 3, 2, 1]),
        ({**dict.fromkeys(range(1, 31), "loaded"), 15: "waiting"}, None, [5, 4, 3, 2, 1]),
        ({**dict.fromkeys(range(1, 31), "loaded"), 9: "missing"}, None, [5, 4, 3, 2, 1]),
    ],
    ids=["first", "since", "later", "gap", "awaited", "given_up", "missing"],
)
def test_days_that_are_asked_for(
    known: dict[int, str], since: int | None, expected: list[int]
) -> None:
    """Days that may be corrected, days never asked for, and days that were not made yet."""
    assert ages(known, since) == expected
