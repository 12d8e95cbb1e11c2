"""Every configured clone is found once, whatever kind it is."""

from pathlib import Path
from typing import Any

import pytest

from ingestion.sources.git.clones import Clone, Unreadable, find_clones


def test_a_worktree_belongs_to_its_clone(repository: Any, tmp_path: Path) -> None:
    """A clone and its linked worktrees are one clone with several folders."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("worktree", "add", "--quiet", str(tmp_path / "topic"))
    patterns = [str(tmp_path / "topic"), str(repository.folder)]
    (clone,) = find_clones(patterns)
    assert isinstance(clone, Clone)
    assert clone.folder == repository.folder
    assert set(clone.folders) == {str(repository.folder), str(tmp_path / "topic")}
    assert clone.head_branch == "main"


def test_a_bare_clone(new_repository: Any, clone_at: Any) -> None:
    """A bare clone is read like any other."""
    clone = clone_at(new_repository("shop.git", "--bare").folder)
    assert clone.is_bare
    assert not clone.is_shallow


def test_a_submodule(repository: Any, new_repository: Any, clone_at: Any) -> None:
    """A submodule's folder is a clone of its own."""
    library = new_repository("library")
    library.commit("one", {"a.py": "1\n"})
    options = ("-c", "protocol.file.allow=always")
    repository.git(*options, "submodule", "--quiet", "add", str(library.folder), "vendor")
    clone = clone_at(repository.folder / "vendor")
    assert clone.folder == repository.folder / "vendor"
    assert clone.remote == str(library.folder)


def test_a_symbolic_link_gives_both_spellings(
    repository: Any, clone_at: Any, tmp_path: Path
) -> None:
    """A session may name a folder by a link or by where it leads."""
    (tmp_path / "link").symlink_to(repository.folder)
    assert set(clone_at(tmp_path / "link").folders) == {
        str(tmp_path / "link"),
        str(repository.folder),
    }


def test_the_home_folder_is_expanded(
    repository: Any, clone_at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tilde is the home folder."""
    monkeypatch.setenv("HOME", str(repository.folder.parent))
    assert clone_at(Path("~/shop")).folder == repository.folder


def test_a_glob_passes_over_other_folders(repository: Any, tmp_path: Path) -> None:
    """A folder that only a glob names and that is no repository is nothing to report."""
    (tmp_path / "notes").mkdir()
    found = list(find_clones([str(tmp_path / "*")]))
    assert [clone.folder for clone in found] == [repository.folder]


@pytest.mark.parametrize(
    ("name", "reason"), [("missing", "does not exist"), ("shop/src", "not the root")]
)
def test_a_named_folder_is_reported(
    repository: Any, tmp_path: Path, name: str, reason: str
) -> None:
    """A folder that is named outright and is no clone's root says why; git never looks above it."""
    repository.commit("one", {"src/a.py": "1\n"})
    (found,) = find_clones([str(tmp_path / name)])
    assert isinstance(found, Unreadable)
    assert reason in found.reason
    assert str(tmp_path) not in found.reason


@pytest.mark.parametrize("name", ["line\u2028end", "new\nline", "brackets[1]", "-dash", "ü é"])
def test_any_folder_name_is_a_clone(name: str, new_repository: Any, clone_at: Any) -> None:
    """What git prints of a folder is read whole, and a name that looks like a glob is taken literally."""
    folder = new_repository(name).folder
    clone = clone_at(folder)
    assert (clone.folder, clone.common_directory) == (folder, folder / ".git")


def test_a_damaged_repository_behind_a_glob_is_reported(
    repository: Any, new_repository: Any, tmp_path: Path
) -> None:
    """It is not passed over like a folder that is no repository."""
    (new_repository("damaged").folder / ".git" / "config").write_text("[core")
    (tmp_path / "notes").mkdir()
    found = {one.folder: type(one) for one in find_clones([str(tmp_path / "*")])}
    assert found == {repository.folder: Clone, tmp_path / "damaged": Unreadable}


def test_a_folder_that_may_not_be_read_is_reported(repository: Any) -> None:
    """What the operating system refuses stops only this clone."""
    head = repository.folder / ".git" / "HEAD"
    head.unlink()
    head.symlink_to("HEAD")
    (found,) = find_clones([str(repository.folder)])
    assert isinstance(found, Unreadable)


def test_a_git_file_that_leads_nowhere_is_reported(repository: Any, tmp_path: Path) -> None:
    """A worktree whose clone was moved away says so."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("worktree", "add", "--quiet", str(tmp_path / "topic"))
    repository.folder.rename(tmp_path / "elsewhere")
    (found,) = find_clones([str(tmp_path / "topic")])
    assert isinstance(found, Unreadable)
    assert "names a folder that is not there" in found.reason


def test_a_clone_of_a_clone_has_the_same_origin(
    repository: Any, clone_at: Any, tmp_path: Path
) -> None:
    """Two clones of one repository stay one repository, whichever was made from the other."""
    repository.commit("one", {"a.py": "1\n"})
    for origin, name in (("shop", "second"), ("second", "third")):
        repository.git("clone", "--quiet", str(tmp_path / origin), str(tmp_path / name))
    assert clone_at(tmp_path / "third").remote == str(repository.folder)
    repository.git("remote", "add", "origin", "git@example.org:acme/shop.git")
    assert clone_at(tmp_path / "third").remote == "git@example.org:acme/shop.git"


def test_clones_made_from_each_other_have_an_origin(
    repository: Any, clone_at: Any, tmp_path: Path
) -> None:
    """A circle is not followed for ever."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("clone", "--quiet", str(repository.folder), str(tmp_path / "copy"))
    repository.git("remote", "add", "origin", str(tmp_path / "copy"))
    assert clone_at(tmp_path / "copy").remote in {str(repository.folder), str(tmp_path / "copy")}
