"""Decisions on who is who are read strictly, written whole and replaced handle by handle."""

from pathlib import Path

import pytest

from agent_analytics.company.people import (
    Membership,
    Override,
    decide,
    read_memberships,
    read_overrides,
)
from agent_analytics.errors import StatementError

MERGED = Override("ana@old", "merge", "ana@new", "married")


def test_no_file_says_nothing(tmp_path: Path) -> None:
    """An installation without decisions needs no file."""
    assert read_overrides(tmp_path / "people.csv") == []


def test_what_was_decided_is_read_again(tmp_path: Path) -> None:
    """Reasons with commas and quotes survive, and only the owner reads the file."""
    file = tmp_path / "company" / "people.csv"
    said = Override("ci@x", "exclude", "", 'a "bot", says Ben')
    decide(file, [MERGED, said])
    assert read_overrides(file) == [MERGED, said]
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_last_decision_on_a_handle_counts(tmp_path: Path) -> None:
    """A split takes an earlier merge of the same handle back and leaves others alone."""
    file = tmp_path / "people.csv"
    other = Override("ben@old", "merge", "ben@new", "")
    decide(file, [MERGED, other])
    decide(file, [Override("ana@old", "split", "", "")])
    assert read_overrides(file) == [other, Override("ana@old", "split", "", "")]


@pytest.mark.parametrize(
    "line",
    [
        ",merge,ana@x,",
        "ana@old,merge,,",
        "ana@old,merge,nobody,",
        "ana@old,split,ana@x,",
        "ana@old,forget,,",
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, line: str) -> None:
    """The file and the line stop the load; nothing is guessed."""
    file = tmp_path / "people.csv"
    file.write_text(f"handle,action,email,reason\nben@old,merge,ben@new,\n{line}\n")
    with pytest.raises(StatementError, match=r"people\.csv:3"):
        read_overrides(file)


def test_a_wrong_decision_is_never_written(tmp_path: Path) -> None:
    """A merge into something that is no address changes nothing."""
    file = tmp_path / "people.csv"
    with pytest.raises(StatementError, match="nobody"):
        decide(file, [Override("ana@old", "merge", "nobody", "")])
    assert not file.exists()


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    """A mistyped heading is told with those that are known."""
    file = tmp_path / "people.csv"
    file.write_text("handel,email\nana@old,ana@new\n")
    with pytest.raises(StatementError, match="handel.*known are handle"):
        read_overrides(file)


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """A byte order mark, blank lines, capitals and a missing action are fine."""
    file = tmp_path / "people.csv"
    file.write_bytes(b"\xef\xbb\xbfhandle,email\r\nAna@Old,ANA@new\r\n,\r\n")
    assert read_overrides(file) == [Override("ana@old", "merge", "ana@new", "")]


@pytest.mark.parametrize("line", ["nobody,core,,", "ana@x,,,", "ana@x,core,,01.02.2026"])
def test_a_membership_needs_address_team_and_a_date(tmp_path: Path, line: str) -> None:
    """A membership that cannot be meant is named with its line."""
    file = tmp_path / "teams.csv"
    file.write_text(f"email,team,cost_center,valid_from\n{line}\n")
    with pytest.raises(StatementError, match=r"teams\.csv:2"):
        read_memberships(file)


def test_memberships_are_read_in_order(tmp_path: Path) -> None:
    """Teams keep their spelling, addresses do not."""
    file = tmp_path / "teams.csv"
    file.write_text("email,team,valid_from\nAna@x,Core,\nana@x,Web,2026-06-01\n")
    assert read_memberships(file) == [
        Membership("ana@x", "Core", "", ""),
        Membership("ana@x", "Web", "", "2026-06-01"),
    ]
