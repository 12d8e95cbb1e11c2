"""Saved answers of the closed interface: sums of counters, people as they were told."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import LEGACY_DAYS
from agent_analytics.settings import Settings
from agent_analytics.source_settings import CopilotLegacySource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import copilot_legacy
from ingestion.sources.copilot_legacy.parse import stretch_of
from ingestion.tail import Reading

LEAF = {
    "name": "python",
    "total_code_suggestions": 10,
    "total_code_acceptances": 4,
    "total_code_lines_suggested": 20,
    "total_code_lines_accepted": 7,
}
DAY = {
    "date": "2026-02-03",
    "total_active_users": 9,
    "total_engaged_users": 8,
    "copilot_ide_code_completions": {
        "total_engaged_users": 6,
        "editors": [{"models": [{"languages": [LEAF, LEAF]}, {"languages": None}]}],
    },
    "copilot_ide_chat": {"editors": [{"models": [{"total_chats": 3}]}, {"models": 1}]},
    "copilot_dotcom_chat": None,
}


def rows_of(content: bytes) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of a file's content, and its dead letters' count."""
    path = Path("/saved/acme/2026-02.json")
    stretch = stretch_of(Reading(path, "f", "r", 0, len(content), [(0, content)], None))
    assert stretch.received == stretch.accepted + len(stretch.dead_letters)
    return stretch.records.get(LEGACY_DAYS, []), len(stretch.dead_letters)


def test_counters_are_summed_and_people_are_not() -> None:
    """A day is one row of its folder; what it leaves out is unknown."""
    (row,), refused = rows_of(json.dumps([DAY]).encode())
    assert refused == 0
    assert (row["scope"], row["report_day"], row["completion_users"]) == ("acme", "2026-02-03", 6)
    assert (row["suggestion_count"], row["lines_accepted"], row["chat_count"]) == (20, 14, 3)
    assert (row["chat_users"], row["website_chat_count"]) == (None, None)


@pytest.mark.parametrize("content", [b"[{]", b"[1]", b'[{"date": "soon"}]', b'{"message": "no"}'])
def test_what_is_no_day_is_a_dead_letter(content: bytes) -> None:
    """Nothing is dropped silently."""
    assert rows_of(content) == ([], 1)


def test_a_day_told_twice_is_kept_once(tmp_path: Path) -> None:
    """A file that was saved later replaces the day; another folder is another series."""
    for name, users in (("acme/a.json", 9), ("acme/b.json", 10), ("web/a.json", 2)):
        file = tmp_path / "saved" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps([{**DAY, "total_active_users": users}]))
    source = CopilotLegacySource(paths=[str(tmp_path / "saved")])
    settings = Settings(
        data_dir=str(tmp_path / "data"), sources=SourcesSettings(copilot_legacy=source)
    )
    assert copilot_legacy.load(settings).changed
    rows = pipeline.read_table(settings, "copilot_legacy", "legacy_days", "scope, active_users")
    assert sorted((row["scope"], row["active_users"]) for row in rows) == [("acme", 10), ("web", 2)]
    assert not copilot_legacy.load(settings).changed
