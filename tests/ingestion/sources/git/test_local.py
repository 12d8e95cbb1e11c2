"""A clone is whose who alone commits in it."""

from pathlib import Path
from typing import Any

import pytest


def test_the_only_committer_of_a_clone_is_its_person(
    repository: Any, new_repository: Any, tmp_path: Path, read_clone: Any
) -> None:
    """What was cloned is nobody's here; the first commit made here tells the person, in a worktree, too."""
    repository.commit("theirs", {"a.py": "1\n"})
    here = new_repository("here")
    here.git("pull", "--quiet", str(repository.folder), "main")
    assert read_clone(here.folder).one("repositories")["local_email"] is None
    here.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    ben = {"GIT_COMMITTER_EMAIL": "Ben@Example.org"}
    here.git("-C", str(tmp_path / "side"), "commit", "--allow-empty", "-qm", "x", **ben)
    assert read_clone(here.folder).one("repositories")["local_email"] == "ben@example.org"


def test_a_clone_in_which_two_commit_is_nobodys(repository: Any, read_clone: Any) -> None:
    """Two addresses name no person."""
    repository.commit("one", {"a.py": "1\n"})
    assert read_clone(repository.folder).one("repositories")["local_email"] == "ana@example.org"
    repository.commit("two", {"a.py": "2\n"}, GIT_COMMITTER_EMAIL="ben@example.org")
    assert read_clone(repository.folder).one("repositories")["local_email"] is None


@pytest.mark.parametrize("options", [("--bare",), ()])
def test_without_reflogs_nobody_is_named(
    options: tuple[str, ...], new_repository: Any, read_clone: Any
) -> None:
    """A bare clone keeps none, and in an empty one nothing has happened."""
    repository = new_repository("other", *options)
    assert read_clone(repository.folder).one("repositories")["local_email"] is None


def test_an_amended_commit_is_known_by_what_it_became(repository: Any, read_clone: Any) -> None:
    """However often it was amended, each of its versions leads to the last."""
    shas = [repository.commit("one", {"a.py": "1\n"})]
    for text in ("two", "three"):
        repository.git("commit", "--quiet", "--amend", "-m", text)
        shas.append(repository.git("rev-parse", "HEAD"))
    rows = read_clone(repository.folder).rows["amendments"]
    assert {row["old_sha"]: row["new_sha"] for row in rows} == dict.fromkeys(shas[:2], shas[2])
