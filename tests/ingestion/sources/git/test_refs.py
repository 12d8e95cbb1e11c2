"""Branches and tags are listed; pointers to them and hidden references are not."""

from pathlib import Path
from typing import Any

import pytest

from ingestion.sources.git.refs import list_refs


def test_every_kind_is_listed_once(repository: Any, tmp_path: Path) -> None:
    """A clone lists its branch, the remote's branches and tags, but not the remote's HEAD."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("branch", "feat/cart")
    repository.git("tag", "v1")
    repository.git("update-ref", "refs/pull/1/head", "HEAD")
    repository.git("clone", "--quiet", "--mirror", str(repository.folder), str(tmp_path / "bare"))
    repository.git("clone", "--quiet", str(repository.folder), str(tmp_path / "clone"))
    listed = [(ref.name, ref.kind) for ref in list_refs(tmp_path / "clone", None)]
    assert listed == [
        ("main", "branch"),
        ("origin/feat/cart", "remote_branch"),
        ("origin/main", "remote_branch"),
        ("v1", "tag"),
    ]
    assert "head" not in {ref.name for ref in list_refs(tmp_path / "bare", None)}


@pytest.mark.parametrize("name", ["ü/é", "line\u2028end", "next\u0085line", "emoji-\U0001f389"])
def test_any_branch_name_is_listed(name: str, repository: Any) -> None:
    """What Unicode counts as the end of a line does not end one here."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("branch", name)
    assert {ref.name for ref in list_refs(repository.folder, None)} == {"main", name}


def test_a_tag_of_a_file_is_no_commit(repository: Any) -> None:
    """A tag may name something that is no commit; it is passed over."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("tag", "a-file", repository.git("rev-parse", "HEAD:a.py"))
    assert [ref.name for ref in list_refs(repository.folder, None)] == ["main"]
