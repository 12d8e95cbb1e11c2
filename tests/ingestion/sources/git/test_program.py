"""Nothing in a clone or around it changes what git does or starts another program."""

from pathlib import Path
from typing import Any

import pytest

from agent_analytics.errors import SourceError
from ingestion.sources.git.log import read_commits
from ingestion.sources.git.program import answer, tokens


@pytest.mark.parametrize(
    "setting",
    ["diff.external", "diff.rot.textconv", "core.fsmonitor", "core.pager", "gpg.program"],
)
def test_no_program_of_the_clone_runs(repository: Any, tmp_path: Path, setting: str) -> None:
    """A clone's configuration cannot make reading it start a program."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    tip = repository.commit("one", {"a.py": "1\n", ".gitattributes": "*.py diff=rot\n"})
    repository.git("config", setting, str(trap))
    (commit,) = read_commits(repository.folder, [tip], [])
    assert len(commit.changes) == 2
    assert not (tmp_path / "sprung").exists()


def test_variables_do_not_lead_elsewhere(
    repository: Any, new_repository: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable of somebody's hook does not redirect what is read."""
    other = new_repository("other")
    other.commit("theirs", {"a.py": "1\n"})
    tip = repository.commit("ours", {"a.py": "2\n"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    assert answer(repository.folder, "rev-parse", "HEAD").decode().strip() == tip


def test_counts_do_not_depend_on_configuration(repository: Any) -> None:
    """A clone that prefers another diff or no renames is counted like all others."""
    repository.commit("one", {"a.py": "1\n2\n3\n4\n5\n"})
    repository.git("mv", "a.py", "b.py")
    tip = repository.commit("two")
    repository.git("config", "diff.renames", "false")
    newest = next(read_commits(repository.folder, [tip], []))
    assert [(change.previous_path, change.lines_added) for change in newest.changes] == [
        ("a.py", 0)
    ]


def test_a_failure_is_a_source_error(repository: Any) -> None:
    """A failing command says which one it was, without naming the folder."""
    with pytest.raises(SourceError, match="git rev-parse failed") as caught:
        answer(repository.folder, "rev-parse", "--verify", "no-such-branch")
    assert str(repository.folder) not in str(caught.value)
    with pytest.raises(SourceError, match="git ls-tree failed"):
        list(tokens(repository.folder, "ls-tree", "no-such-branch"))


def test_a_missing_program_is_a_source_error(
    repository: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without git the message says what to install."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SourceError, match="not installed"):
        answer(repository.folder, "rev-parse")
