"""`people` shows who is who and why, and writes what somebody decides."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_analytics.cli import group
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, open_warehouse


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the settings of an installation that knows one person by two addresses."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    with open_warehouse(settings) as connection:
        insert(
            connection,
            "dim_developers",
            {"developer_key": "a", "display_name": "Ana", "email": "ana@x"},
        )
        for handle in ("ana@x", "ana@home"):
            row = {"kind": "email", "handle": handle, "developer_key": "a"}
            insert(connection, "dim_developer_handles", row | {"handle_key": handle})
        pair = {"left_email": "ana@home", "right_email": "ana@x", "left_developer_key": "a"}
        insert(
            connection,
            "fct_identity_evidence",
            pair | {"evidence_rule": "forge_account", "is_accepted": True},
        )
        insert(
            connection,
            "fct_identity_conflicts",
            {"left_email": "ben@x", "right_email": "ben@y", "refusals": "name_only"},
        )
    publish(settings)
    file = tmp_path / "agent-analytics.toml"
    file.write_text(f'data_dir = "{tmp_path / "data"}"\n')
    return file


def people(config: Path, *arguments: str) -> Result:
    """Return what a `people` command did."""
    return CliRunner().invoke(group, ["--config", str(config), "people", *arguments])


def test_list_counts_handles(config: Path) -> None:
    """Everybody is listed with the number of their handles."""
    assert people(config, "list").output.splitlines()[-1].split()[:2] == ["Ana", "ana@x"]


def test_conflicts_are_a_list_of_their_own(config: Path) -> None:
    """What somebody should decide comes with the reason why nothing was decided."""
    assert "name_only" in people(config, "list", "--conflicts").output


def test_explain_shows_handles_evidence_and_decisions(config: Path) -> None:
    """All handles of the person, each piece of evidence, and what was decided by hand."""
    people(config, "merge", "ana@home", "ana@x", "--reason", "told us")
    printed = people(config, "explain", "ANA@home").output
    assert "forge_account" in printed
    assert "decided: merge ana@home into ana@x told us" in printed


@pytest.mark.parametrize("handle", ["nobody@x", "'; drop table dim_developers; --"])
def test_a_stranger_is_an_error(config: Path, handle: str) -> None:
    """A handle nobody has is named; quotes in it are only text."""
    result = people(config, "explain", handle)
    assert result.exit_code == 1
    assert "nobody was seen" in str(result.exception)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("merge", "Ana@Old", "ana@x"), "ana@old,merge,ana@x,"),
        (("split", "ana@old", "--reason", "two"), "ana@old,split,,two"),
        (("exclude", "ci@x"), "ci@x,exclude,,"),
    ],
)
def test_decisions_are_lines_of_a_file(config: Path, arguments: tuple[str, ...], line: str) -> None:
    """Each command writes one line that can be read, kept in version control and taken back."""
    assert people(config, *arguments).exit_code == 0
    written = (config.parent / "data" / "company" / "people.csv").read_text()
    assert written.splitlines() == ["handle,action,email,reason", line]


def test_a_decision_that_cannot_be_meant_is_refused(config: Path) -> None:
    """A merge needs the address of a person."""
    assert people(config, "merge", "ana@old", "ana").exit_code == 1
