"""The default branch is told whatever HEAD names, and what it holds is listed as it grows or is rewritten."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ingestion.sources.git.memory import KnownClone


@pytest.mark.parametrize(
    ("usual", "options", "expected"),
    [("main", (), "main"), ("develop", (), "topic"), ("main", ("--bare",), "topic")],
)
def test_a_folder_may_stand_on_any_branch(
    usual: str, options: tuple[str, ...], expected: str, new_repository: Any, read_clone: Any
) -> None:
    """A branch of a usual name is the default one; HEAD tells it where nobody works, or nothing else does."""
    repository = new_repository("shop", *options)
    tree = repository.git("mktree", source=subprocess.DEVNULL)
    tip = repository.git("commit-tree", tree, "-m", "one")
    for branch in (usual, "topic"):
        repository.git("update-ref", f"refs/heads/{branch}", tip)
    repository.git("symbolic-ref", "HEAD", "refs/heads/topic")
    assert read_clone(repository.folder).one("repositories")["default_branch"] == expected


def test_the_origin_tells_its_default_branch(
    repository: Any, tmp_path: Path, read_clone: Any
) -> None:
    """What the origin calls so counts more than a usual name, with the commits that are ahead of it."""
    theirs = [repository.commit("one", {"a.py": "1\n"})]
    repository.git("checkout", "--quiet", "-b", "develop")
    theirs.append(repository.commit("two", {"a.py": "2\n"}))
    repository.git("clone", "--quiet", str(repository.folder), str(tmp_path / "clone"))
    repository.git("-C", str(tmp_path / "clone"), "commit", "--allow-empty", "-qm", "three")
    ours = repository.git("-C", str(tmp_path / "clone"), "rev-parse", "HEAD")
    repository.git("-C", str(tmp_path / "clone"), "checkout", "--quiet", "-b", "main", theirs[0])
    repository.git("-C", str(tmp_path / "clone"), "commit", "--allow-empty", "-qm", "aside")
    read = read_clone(tmp_path / "clone")
    assert read.one("repositories")["default_branch"] == "develop"
    assert _listed(read) == {*theirs, ours}


def test_a_default_branch_that_got_another_name_is_found(
    repository: Any, tmp_path: Path, read_clone: Any
) -> None:
    """A clone remembers what the origin called it, also when that is gone."""
    repository.git("branch", "--move", "develop")
    tip = repository.commit("one", {"a.py": "1\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", str(repository.folder), str(clone))
    repository.git("branch", "--move", "trunk")
    repository.git("-C", str(clone), "fetch", "--quiet", "--prune")
    repository.git("-C", str(clone), "checkout", "--quiet", "-B", "topic", "origin/trunk")
    repository.git("-C", str(clone), "branch", "--quiet", "-D", "develop")
    read = read_clone(clone)
    assert read.one("repositories")["default_branch"] == "trunk"
    assert _listed(read) == {tip}


def test_a_branch_that_was_rewritten_at_the_origin_is_the_origins(
    repository: Any, tmp_path: Path, read_clone: Any
) -> None:
    """What the clone's own branch still holds was taken away; nothing of it is listed."""
    first = repository.commit("one", {"a.py": "1\n"})
    repository.commit("two", {"a.py": "2\n"})
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", str(repository.folder), str(clone))
    repository.git("commit", "--quiet", "--amend", "-m", "two, better")
    better = repository.git("rev-parse", "HEAD")
    repository.git("-C", str(clone), "fetch", "--quiet")
    assert _listed(read_clone(clone)) == {first, better}


def test_what_joins_the_default_branch_is_listed_once(repository: Any, read_clone: Any) -> None:
    """Commits of a topic join it when they are merged; until then they are beside it."""
    known = KnownClone()
    first = repository.commit("one", {"a.py": "1\n"})
    repository.git("checkout", "--quiet", "-b", "topic")
    beside = repository.commit("two", {"a.py": "2\n"})
    assert _listed(read_clone(repository.folder, known)) == {first}
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "merge", "topic")
    merge = repository.git("rev-parse", "HEAD")
    assert _listed(read_clone(repository.folder, known)) == {beside, merge}
    assert read_clone(repository.folder, known).rows == {}


@pytest.mark.parametrize("is_collected", [False, True])
def test_a_rewritten_default_branch_is_listed_anew(
    is_collected: bool, repository: Any, read_clone: Any
) -> None:
    """What it no longer holds keeps the mark of the earlier listing, also when git has forgotten it."""
    known = KnownClone()
    first = repository.commit("one", {"a.py": "1\n"})
    lost = repository.commit("two", {"a.py": "2\n"})
    earlier = read_clone(repository.folder, known)
    assert _listed(earlier) == {first, lost}
    repository.git("reset", "--quiet", "--hard", first)
    if is_collected:
        repository.git("reflog", "expire", "--expire=now", "--all")
        repository.git("gc", "--quiet", "--prune=now")
    later = read_clone(repository.folder, known)
    assert _listed(later) == {first}
    since = {read.one("repositories")["mainline_since"] for read in (earlier, later)}
    assert since == {lost, first}
    assert {row["mainline_since"] for row in later.rows["mainline_commits"]} == {first}


def _listed(read: Any) -> set[str]:
    return {row["sha"] for row in read.rows["mainline_commits"]}
