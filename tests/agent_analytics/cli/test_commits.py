"""`commits explain` says in words what ties a commit to sessions."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent_analytics.cli import group
from agent_analytics.cli.commits import _WORDS
from agent_analytics.serving import publish
from agent_analytics.settings import Settings
from tests.fixtures.marts import insert, open_warehouse

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COMMIT: dict[str, Any] = {
    "commit_key": "c",
    "repository_key": "r",
    "sha": "8f3a11c0" + "0" * 32,
    "committed_at": NOON,
    "is_merge": False,
    "is_assisted": True,
    "is_superseded": False,
    "agent": "claude_code",
    "confidence": 0.98,
    "lines_added": 12,
    "agent_lines": 8,
    "human_lines": 3,
    "unknown_lines": 0,
    "moved_lines": 1,
    "generated_lines": 0,
}
LINK: dict[str, Any] = {
    "link_key": "l",
    "commit_key": "c",
    "sha": COMMIT["sha"],
    "session_id": "s-1",
    "agent": "claude_code",
    "model": "claude-sonnet-5",
    "method": "lines",
    "confidence": 0.98,
    "is_linked": True,
    "is_copy": False,
    "agent_lines": 8,
    "matched_line_count": 6,
    "matched_line_share": 0.75,
    "link_lead_seconds": 90,
    "evidence_at": NOON,
    "committed_at": NOON,
}
WEAK = LINK | {
    "link_key": "w",
    "session_id": "s-2",
    "method": "time_beside",
    "confidence": 0.05,
    "is_linked": False,
    "agent_lines": 0,
    "link_lead_seconds": None,
}


ODD: dict[str, dict[str, Any]] = {
    "weak": {"is_assisted": False, "confidence": 0.3},
    "none": {"is_assisted": False, "confidence": 0.0},
    "merge": {"is_merge": True, "agent_lines": None},
    "shallow": {"lines_added": None, "agent_lines": None},
    "claimed": {"claim_kind": "trailer"},
    "superseded": {"is_superseded": True},
    "reverted": {"reverted_at": NOON},
}


def sha_of(name: str) -> str:
    """Return the hash of an odd commit."""
    return f"{list(ODD).index(name):08d}".ljust(40, "e")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the settings of an installation with a linked commit and one of each oddity."""
    folder = tmp_path_factory.mktemp("commits")
    settings = Settings(data_dir=str(folder / "data"))
    with open_warehouse(settings) as connection:
        insert(connection, "fct_git_commits", COMMIT)
        insert(connection, "fct_git_commits", {"commit_key": "d", "sha": "8f3a22".ljust(40, "0")})
        for name, given in ODD.items():
            odd = {"commit_key": name, "sha": sha_of(name)}
            insert(connection, "fct_git_commits", COMMIT | odd | given)
        for link in (WEAK, LINK):
            insert(connection, "fct_commit_attribution", link)
    publish(settings)
    file = folder / "agent-analytics.toml"
    file.write_text(f'data_dir = "{folder / "data"}"\n')
    return file


def told(config: Path, sha: str, *options: str) -> str:
    """Return what the command prints, or why it refuses."""
    arguments = ["--config", str(config), "commits", "explain", sha, *options]
    done = CliRunner().invoke(group, arguments)
    return done.output if done.exit_code == 0 else str(done.exception)


def test_evidence_is_told_in_words(config: Path) -> None:
    """Strong and weak evidence are told apart, lines are counted by who wrote them."""
    text = told(config, "8F3A11C")
    assert "made with claude_code, confidence 0.98" in text
    assert "12 added: 8 by agents, 3 by people, 1 moved or formatted" in text
    assert "6 lines that the session wrote are in the commit (75% of" in text
    assert "committed 1 min after its last edit" in text
    assert text.index("s-1") < text.index("s-2")
    assert "0.05, too weak to count" in text


def test_a_program_gets_the_columns_of_the_marts(config: Path) -> None:
    """JSON has the commit with its links below it, times and unknown values as such."""
    (commit,) = json.loads(told(config, "8f3a11c", "--format", "json"))
    assert (commit["sha"], commit["agent_lines"]) == (COMMIT["sha"], 8)
    assert [link["session_id"] for link in commit["links"]] == ["s-1", "s-2"]
    assert commit["links"][1]["link_lead_seconds"] is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("weak", "the best trace has confidence 0.30"),
        ("none", "no trace of one"),
        ("merge", "a merge"),
        ("shallow", "the clone is shallow"),
        ("claimed", "a trailer of the message names an agent"),
        ("superseded", "later      an amended"),
        ("reverted", "reverted   2026-11-20T12:00:00"),
    ],
)
def test_what_is_not_known_is_said(name: str, words: str, config: Path) -> None:
    """A commit without sessions has a verdict, too, and so has one whose lines nobody shows."""
    text = told(config, sha_of(name))
    assert words in text
    assert "No session is tied to it" in text


@pytest.mark.parametrize(
    ("sha", "message"),
    [
        ("8f3a", "ambiguous"),
        ("beef", "no commit beef"),
        ("8f3", "at least 4"),
        ("main", "no commit hash"),
    ],
)
def test_a_hash_must_name_one_commit(sha: str, message: str, config: Path) -> None:
    """What is no hash, unknown or ambiguous is refused with what to do."""
    assert message in told(config, sha)


def test_a_snapshot_of_an_older_version_asks_for_a_refresh(tmp_path: Path) -> None:
    """A mart that is not there yet is no bug: the message says what to run."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    with open_warehouse(settings) as connection:
        connection.execute("drop table marts.fct_git_commits")
    publish(settings)
    file = tmp_path / "agent-analytics.toml"
    file.write_text(f'data_dir = "{settings.data_dir}"\n')
    assert "agent-analytics refresh" in told(file, "beef")


def test_every_kind_of_evidence_has_words() -> None:
    """Each method that the models weigh is explained, and no other."""
    folder = Path(__file__).parents[3] / "dbt_project" / "models" / "intermediate" / "attribution"
    weighed = (folder / "int_commit_links.sql").read_text().partition("%}")[0]
    assert set(re.findall(r"'(\w+)': \(", weighed)) == set(_WORDS)
