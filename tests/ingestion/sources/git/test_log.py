"""A commit is read as git tells it, whatever is in it."""

import os
from typing import Any

import pytest

from ingestion.sources.git.log import FileChange, RawCommit, read_commits


def newest(repository: Any) -> RawCommit:
    """Return the commit that HEAD names."""
    return next(read_commits(repository.folder, [repository.git("rev-parse", "HEAD")], []))


def test_a_root_commit_adds_everything(repository: Any) -> None:
    """The first commit is compared with nothing."""
    repository.commit("one", {"a.py": "1\n2\n"})
    commit = newest(repository)
    assert commit.parents == ""
    assert commit.changes == [FileChange("a.py", None, 2, 0)]


def test_a_merge_is_compared_with_its_first_parent(repository: Any) -> None:
    """A merge shows what came in, not what was there."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit("two", {"b.py": "1\n2\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit("three", {"c.py": "1\n"})
    repository.git("merge", "--quiet", "--no-ff", "-m", "merge", "topic")
    commit = newest(repository)
    assert len(commit.parents.split()) == 2
    assert commit.changes == [FileChange("b.py", None, 2, 0)]


def test_a_rename_keeps_both_names(repository: Any) -> None:
    """A renamed file is one change with two paths."""
    repository.commit("one", {"old/a.py": "1\n2\n3\n4\n5\n"})
    (repository.folder / "new").mkdir()
    repository.git("mv", "old/a.py", "new/a.py")
    repository.commit("two", {"new/a.py": "1\n2\n3\n4\n5\n6\n", "z.py": "1\n"})
    assert newest(repository).changes == [
        FileChange("new/a.py", "old/a.py", 1, 0),
        FileChange("z.py", None, 1, 0),
    ]


def test_a_binary_file_has_no_lines(repository: Any) -> None:
    """Lines of a binary file are unknown, not zero."""
    repository.commit("one", {"logo.png": b"\x89PNG\x00\x01"})
    assert newest(repository).changes == [FileChange("logo.png", None, None, None)]


@pytest.mark.parametrize("name", ["with space.py", "tab\there.py", "line\nbreak.py", "ümläut.py"])
def test_odd_names_survive(repository: Any, name: str) -> None:
    """A name may hold anything but the zero byte."""
    repository.commit("one", {name: "1\n"})
    assert [change.path for change in newest(repository).changes] == [name]


def test_a_name_that_is_no_text_survives(repository: Any) -> None:
    """A name that is not UTF-8 keeps its bytes."""
    repository.commit("one", {os.fsdecode(b"caf\xe9.py"): "1\n"})
    (change,) = newest(repository).changes
    assert os.fsencode(change.path) == b"caf\xe9.py"


def test_the_mailmap_names_people(repository: Any) -> None:
    """Authors are named as the mailmap names them."""
    mailmap = "Ana Silva <ana.silva@example.org> <ana@example.org>\n"
    repository.commit("one", {".mailmap": mailmap})
    commit = newest(repository)
    assert (commit.author_name, commit.author_email) == ("Ana Silva", "ana.silva@example.org")


def test_a_message_may_look_like_output(repository: Any) -> None:
    """Lines of a message that look like statistics are message."""
    message = "one\n\n5\t3\tnot/a/file.py\n\x01\x02"
    repository.commit(message, {"a.py": "1\n"})
    commit = newest(repository)
    assert commit.message.strip() == message.strip()
    assert len(commit.changes) == 1


def test_an_empty_commit_changes_nothing(repository: Any) -> None:
    """Commits without changes are commits."""
    repository.commit("one")
    repository.commit("two", {"a.py": "1\n"})
    tip = repository.git("rev-parse", "HEAD")
    assert [len(commit.changes) for commit in read_commits(repository.folder, [tip], [])] == [1, 0]
