"""The git repositories of a small company, asked with git itself."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ingestion.sample.wire.repositories import abbreviated


def git(repository: Path, *arguments: str) -> str:
    """Return what git prints about a repository."""
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_an_ambiguous_short_sha_gets_longer() -> None:
    """Seven digits are printed unless another commit shares them; then both get the next digit."""
    shas = ["aaaaaaa1" + "0" * 32, "aaaaaaa2" + "0" * 32, "bbbbbbb1" + "0" * 32]
    assert list(abbreviated(shas).values()) == ["aaaaaaa1", "aaaaaaa2", "bbbbbbb"]


def test_every_repository_is_sound(small: Any) -> None:
    """`git fsck --strict` finds nothing wrong in any of them."""
    repositories = list(small.wire.glob("repositories/*"))
    assert repositories
    for repository in repositories:
        git(repository, "fsck", "--strict", "--no-dangling")


@pytest.mark.parametrize(
    ("name", "bare"), [("storefront", "true"), ("ledger", "false"), ("ledger-hotfix", "false")]
)
def test_one_repository_is_bare(small: Any, name: str, bare: str) -> None:
    """Only the shop's repository is bare."""
    repository = small.wire / "repositories" / name
    assert git(repository, "rev-parse", "--is-bare-repository").strip() == bare


def test_the_linked_worktree_shares_its_repository(small: Any) -> None:
    """The worktree leads to the same commits as the repository it belongs to."""
    folder = small.wire / "repositories"
    assert git(folder / "ledger-hotfix", "rev-parse", "HEAD") == git(
        folder / "ledger", "rev-parse", "main"
    )
    assert str(folder / "ledger-hotfix") in git(folder / "ledger", "worktree", "list")


def test_a_second_address_is_mapped_in_one_repository_only(small: Any) -> None:
    """The .mailmap of one repository names the alias; the others have none."""
    alias = next(person["aliases"][0] for person in small.truth["people"] if person["aliases"])
    folder = small.wire / "repositories"
    assert alias in git(folder / "ops-tools", "show", "main:.mailmap")
    assert ".mailmap" not in git(folder / "storefront", "ls-tree", "-r", "--name-only", "main")


def test_trailers_are_those_of_the_truth(small: Any) -> None:
    """A commit has the agent's trailer exactly when the truth says so."""
    marked = set()
    for repository in small.wire.glob("repositories/*"):
        pattern = "--grep=^Co-Authored-By: "
        listed = git(repository, "log", "--branches", "--tags", "--format=%H", pattern)
        marked.update(listed.split())
    assert marked == {row["sha"] for row in small.truth["commits"] if row["trailer"]}
    assert marked


def test_amends_and_notes_are_there(small: Any) -> None:
    """Some commits are reachable no more, some carry an authorship note, some are merges."""
    planted = small.truth["planted"]
    names = ("unreachable_commits", "authorship_notes", "merge_commits", "tags")
    assert all(planted[name] > 0 for name in names)
    notes = [git(path, "notes", "--ref=ai", "list") for path in small.wire.glob("repositories/*")]
    assert sum(len(listed.splitlines()) for listed in notes) >= planted["authorship_notes"]
