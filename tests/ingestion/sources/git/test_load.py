"""Clones land in the warehouse as git tells them, once."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import GitSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import git


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings that read every folder under `clones`."""
    (tmp_path / "clones").mkdir()
    patterns = [str(tmp_path / "clones" / "*"), str(tmp_path / "missing")]
    sources = SourcesSettings(git=GitSource(repositories=patterns))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


def stored(settings: Settings, table: str, columns: str = "*") -> list[dict[str, Any]]:
    """Return rows of a raw table."""
    return pipeline.read_table(settings, "git", table, columns)


def test_captured_repositories_land_exactly(
    settings: Settings, captures: Path, tmp_path: Path
) -> None:
    """Commits and lines of the captured repositories equal what git said of them when captured."""
    expected: dict[str, tuple[int, int, int]] = {}
    for bundle in sorted(captures.glob("claude-code-*/*/repo.bundle")):
        target = tmp_path / "clones" / bundle.parent.name
        subprocess.run(["git", "clone", "--quiet", bundle, target], check=True)
        for line in (bundle.parent / "git-commits.jsonl").read_text().splitlines():
            commit = json.loads(line)
            files = commit["numstat"]
            expected[commit["sha"]] = (
                len(files),
                sum(file["added"] for file in files),
                sum(file["deleted"] for file in files),
            )
    report = git.load(settings)
    commits = stored(settings, "commits")
    assert {
        row["sha"]: (row["files_changed"], row["lines_added"], row["lines_deleted"])
        for row in commits
    } == expected
    assert report.changed
    assert not git.load(settings).changed


def test_a_later_load_adds_what_is_new(settings: Settings, new_repository: Any) -> None:
    """The second load lands the new commit and counts on from the first."""
    repository = new_repository("clones/shop")
    repository.commit("one", {"a.py": "1\n"})
    git.load(settings)
    sha = repository.commit("two", {"a.py": "2\n"})
    assert git.load(settings).rows["commits"] == 1
    assert sha in {row["sha"] for row in stored(settings, "commits", "sha")}
    outcomes = stored(settings, "outcomes", "received_count, from_offset")
    counted = [(row["from_offset"], row["received_count"]) for row in outcomes]
    assert sorted(counted) == [(0, 0), (0, 1), (1, 1)]


def test_clones_of_one_remote_are_one_repository(settings: Settings, new_repository: Any) -> None:
    """Two clones of one remote share their repository and its commits, however the address is spelled."""
    first = new_repository("clones/one")
    first.commit("one", {"a.py": "1\n"})
    first.git("clone", "--quiet", str(first.folder), str(first.folder.parent / "two"))
    first.git("remote", "add", "origin", "https://user:token@git.example.org/Acme/Shop.git")
    second = first.folder.parent / "two"
    first.git("-C", str(second), "remote", "set-url", "origin", "git@git.example.org:acme/shop")
    git.load(settings)
    clones = [row for row in stored(settings, "repositories") if row["remote"]]
    assert {row["remote"] for row in clones} == {"git.example.org/acme/shop"}
    assert len(clones) == 2
    assert len({row["repository_key"] for row in clones}) == 1
    assert len(stored(settings, "commits")) == 1


def test_a_clone_of_a_local_folder_is_that_repository(
    settings: Settings, new_repository: Any
) -> None:
    """A clone made from a folder on this machine shares its identity; an unrelated one does not."""
    first = new_repository("clones/one")
    first.commit("one", {"a.py": "1\n"})
    first.git("clone", "--quiet", str(first.folder), str(first.folder.parent / "two"))
    template = new_repository("clones/three")
    template.commit("one", {"a.py": "1\n"})
    git.load(settings)
    keys = {row["name"]: row["repository_key"] for row in stored(settings, "repositories")}
    assert keys["one"] == keys["two"] != keys["three"]


def test_an_unreadable_folder_stops_only_itself(settings: Settings, new_repository: Any) -> None:
    """A folder that is no clone is recorded with the reason; the others are read."""
    new_repository("clones/shop").commit("one", {"a.py": "1\n"})
    assert "1 of 2 clones not whole: the folder does not exist" in git.load(settings).note
    details = {row["name"]: row["detail"] for row in stored(settings, "repositories")}
    assert details["shop"] is None
    assert "does not exist" in details[None]
    assert not git.load(settings).changed
