"""A report on paper: every name can be read, whatever letters it has, and no letter becomes a question mark."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agent_analytics.reports.paper import pdf_bytes
from agent_analytics.reports.pilot import Figure, Report

MADE_AT = datetime(2026, 3, 9, tzinfo=UTC)
REPORT = Report(
    first_day=date(2026, 3, 2),
    last_day=date(2026, 3, 8),
    repository=None,
    team=None,
    lag_days=0,
    policy=(),
    figures=(Figure("a.b", "Commits", "share", 0.5, 0.25, 0.75, 7, None),),
    comparisons=(),
    sources=(),
)


def drawn(content: bytes) -> set[str]:
    """Return the letters that a document draws in its own font, as its map back to text says."""
    [letters] = re.findall(rb"beginbfchar\n(.*?)endbfchar", content, re.DOTALL)
    codes = re.findall(rb"<[0-9A-F]+> <([0-9A-F]+)>", letters)
    return {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}


@pytest.mark.parametrize(
    ("team", "letters", "is_noted"),
    [
        ("Łódź–Zürich", "ŁódźZüri", False),
        ("Команда Ω", "КомандаΩ", False),
        ("平台 q", "PingTai", True),
        ("플랫폼 🚀", "Peul:rocket", True),
    ],
)
def test_names_can_be_read_in_any_script(team: str, letters: str, is_noted: bool) -> None:
    """Latin, Greek and Cyrillic are drawn as they are, others in Latin letters, which is then said."""
    found = drawn(pdf_bytes(replace(REPORT, team=team), MADE_AT))
    plain = drawn(pdf_bytes(REPORT, MADE_AT))
    assert set(letters) <= found
    assert "?" not in found
    assert ("L" in found - plain) is is_noted


def test_intervals_keep_their_signs() -> None:
    """Dashes, dots and signs that Latin-1 lacks are drawn as they are."""
    assert {"…", "%", "–"} <= drawn(pdf_bytes(replace(REPORT, team="a – b"), MADE_AT))


def test_one_report_made_twice_is_one_document() -> None:
    """Nothing but the report and its instant is in it."""
    assert pdf_bytes(REPORT, MADE_AT) == pdf_bytes(REPORT, MADE_AT)
