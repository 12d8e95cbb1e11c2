"""A clone gives every commit once, and the next reading only what is new."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from ingestion.sources.git.log import read_commits
from ingestion.sources.git.memory import KnownClone
from ingestion.sources.git.read import ROWS_PER_STRETCH


def test_an_empty_repository_has_no_commits(repository: Any, read_clone: Any) -> None:
    """A repository without commits is known by its row alone."""
    read = read_clone(repository.folder)
    assert read.one("repositories")["default_branch"] == "main"
    assert set(read.rows) == {"repositories"}


def test_only_new_commits_are_read_again(repository: Any, read_clone: Any) -> None:
    """The second reading gives what was committed since, the third nothing at all."""
    known = KnownClone()
    first = repository.commit("feat: one", {"a.py": "1\n"})
    assert read_clone(repository.folder, known).shas() == {first}
    second = repository.commit("fix: two", {"a.py": "2\n"})
    assert read_clone(repository.folder, known).shas() == {second}
    assert read_clone(repository.folder, known).rows == {}


def test_an_amended_commit_is_added(repository: Any, read_clone: Any) -> None:
    """Rewritten history adds its new commits, even when the old ones no longer exist."""
    known = KnownClone()
    repository.commit("one", {"a.py": "1\n"})
    repository.commit("two", {"a.py": "2\n"})
    read_clone(repository.folder, known)
    repository.git("commit", "--quiet", "--amend", "-m", "two, better")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "--quiet", "--prune=now")
    read = read_clone(repository.folder, known)
    assert read.shas() >= {repository.git("rev-parse", "HEAD")}
    assert read.one("refs")["sha"] == repository.git("rev-parse", "HEAD")


def test_a_deleted_branch_is_marked(repository: Any, read_clone: Any) -> None:
    """A branch that vanished stays as a deleted one; a branch that comes back is alive again."""
    known = KnownClone()
    tip = repository.commit("one", {"a.py": "1\n"})
    repository.git("branch", "topic")
    read_clone(repository.folder, known)
    repository.git("branch", "-D", "topic")
    assert read_clone(repository.folder, known).one("refs")["is_deleted"]
    repository.git("branch", "topic", tip)
    assert not read_clone(repository.folder, known).one("refs")["is_deleted"]


def test_a_detached_head_is_history(repository: Any, read_clone: Any) -> None:
    """A commit that only a detached HEAD holds is read, once."""
    known = KnownClone()
    repository.commit("one", {"a.py": "1\n"})
    repository.git("checkout", "--quiet", "--detach")
    loose = repository.commit("two", {"a.py": "2\n"})
    assert loose in read_clone(repository.folder, known).shas()
    assert read_clone(repository.folder, known).rows == {}


def test_a_stash_is_no_history(repository: Any, read_clone: Any) -> None:
    """What somebody stashed was not committed."""
    first = repository.commit("one", {"a.py": "1\n"})
    (repository.folder / "a.py").write_text("2\n")
    repository.git("stash")
    assert read_clone(repository.folder).shas() == {first}


@pytest.mark.parametrize("options", [("-m", "v1"), ()])
def test_a_tag_names_its_commit(repository: Any, read_clone: Any, options: tuple[str, ...]) -> None:
    """Annotated and plain tags both point to the commit."""
    tip = repository.commit("one", {"a.py": "1\n"})
    repository.git("tag", *options, "v1")
    tags = [row for row in read_clone(repository.folder).rows["refs"] if row["kind"] == "tag"]
    assert [(row["name"], row["sha"]) for row in tags] == [("v1", tip)]


def test_a_shallow_clone_is_cut_off(repository: Any, read_clone: Any, tmp_path: Path) -> None:
    """The commit at the cut-off counts no lines; deepening reads it again, whole."""
    for number in range(3):
        repository.commit(f"commit {number}", {"a.py": f"{number}\n", f"{number}.py": "x\n"})
    origin = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=1", origin, str(tmp_path / "shallow"))
    known = KnownClone()
    cut = read_clone(tmp_path / "shallow", known)
    assert cut.one("repositories")["is_shallow"]
    assert cut.one("commits")["flags"] == "shallow_boundary"
    assert cut.one("commits").get("lines_added") is None
    assert cut.one("commits")["parent_shas"] == repository.git("rev-parse", "HEAD~1")
    assert "commit_files" not in cut.rows
    repository.git("-C", str(tmp_path / "shallow"), "fetch", "--quiet", "--unshallow")
    whole = read_clone(tmp_path / "shallow", known)
    assert whole.received == 3
    assert [row["lines_added"] for row in whole.rows["commits"]] == [2, 2, 2]
    assert cut.one("commits")["commit_id"] not in {r["commit_id"] for r in whole.rows["commits"]}


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_a_partial_clone_says_what_it_lacks(
    repository: Any, read_clone: Any, tmp_path: Path, left_out: str
) -> None:
    """Contents that were never fetched are not fetched for reading; the row says how to get them."""
    repository.commit("one", {"a.py": "1\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    options = ("--quiet", "--no-checkout", f"--filter={left_out}")
    repository.git("clone", *options, f"file://{repository.folder}", str(tmp_path / "partial"))
    detail = read_clone(tmp_path / "partial").one("repositories")["detail"]
    assert detail.startswith(f"partial clone without {left_out}")


def test_a_graft_does_not_hide_history(repository: Any, read_clone: Any) -> None:
    """A commit that somebody made look like a beginning still counts only its own lines."""
    repository.commit("one", {"a.py": "1\n"})
    tip = repository.commit("two", {"b.py": "2\n"})
    grafts = repository.folder / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{tip}\n")
    repository.git("replace", "--graft", tip)
    read = read_clone(repository.folder)
    assert [row["lines_added"] for row in read.rows["commits"]] == [1, 1]


def test_hashes_may_be_longer(new_repository: Any, read_clone: Any) -> None:
    """A repository with SHA-256 hashes is read like any other, notes and reverts included."""
    repository = new_repository("shop", "--object-format=sha256")
    tip = repository.commit("one", {"a.py": "1\n"})
    note = (
        'a.py\n  s_1::t_1 1\n---\n{"sessions":{"s_1":{"agent_id":{"tool":"codex","id":"x-123"}}}}'
    )
    repository.git("notes", "--ref=ai", "add", "-m", note)
    repository.git("revert", "--no-edit", "HEAD")
    read = read_clone(repository.folder)
    assert {len(row["sha"]) for row in read.rows["commits"]} == {64}
    assert [row["reverted_sha"] for row in read.rows["commits"]] == [tip, None]
    assert read.one("commit_claims")["session_id"] == "x-123"


def test_a_damaged_history_says_so(repository: Any, read_clone: Any) -> None:
    """When git cannot walk the history, the row says why, once, and every reading tries again."""
    tip = repository.commit("one", {"a.py": "1\n"})
    tree = repository.git("rev-parse", f"{tip}^{{tree}}")
    lost = repository.folder / ".git" / "objects" / tree[:2] / tree[2:]
    saved = lost.read_bytes()
    lost.unlink()
    known = KnownClone()
    assert "git log failed" in read_clone(repository.folder, known).one("repositories")["detail"]
    assert read_clone(repository.folder, known).rows == {}
    lost.write_bytes(saved)
    repaired = read_clone(repository.folder, known)
    assert repaired.shas() == {tip}
    assert repaired.one("repositories")["detail"] is None


def test_notes_are_claims(repository: Any, read_clone: Any) -> None:
    """An authorship note becomes a claim; a note that is rewritten replaces it."""
    sha = repository.commit("one", {"src/cart.py": "1\n"})
    known = KnownClone()
    repository.git("notes", "--ref=ai", "add", "-m", _note("3-9,14"), sha)
    first = read_clone(repository.folder, known)
    claim = first.one("commit_claims")
    assert (claim["sha"], claim["kind"], claim["agent"]) == (sha, "note", "claude_code")
    assert (claim["session_id"], claim["line_count"]) == ("7c0f-1", 8)
    repository.git("notes", "--ref=ai", "add", "-f", "-m", _note("3-4"), sha)
    second = read_clone(repository.folder, known)
    assert second.one("commit_claims") == {**claim, "line_count": 2}
    assert second.received == 0


def _note(ranges: str) -> str:
    agent = '{"tool":"claude","id":"7c0f-1","model":"claude-opus-5"}'
    document = f'{{"sessions":{{"s_1":{{"agent_id":{agent}}}}}}}'
    return f"src/cart.py\n  s_1::t_1 {ranges}\n---\n{document}"


def test_a_long_history_is_streamed(new_repository: Any, clone_at: Any, read_clone: Any) -> None:
    """Five thousand commits come in several stretches and never sit in memory together."""
    repository = new_repository("long", "--bare")
    _fast_import(repository, commits=5000, files=6)
    tip = repository.git("rev-parse", "main")
    tracemalloc.start()
    count = sum(1 for _ in read_commits(clone_at(repository.folder).folder, [tip], []))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5000
    assert peak < 2_000_000
    read = read_clone(repository.folder)
    assert read.received == 5000
    assert read.stretches == 1 + 5000 * (1 + 6) // ROWS_PER_STRETCH


def _fast_import(repository: Any, commits: int, files: int) -> None:
    body = "x" * 500
    parts = []
    for number in range(commits):
        changes = "".join(
            f"M 100644 inline src/f{index}.py\ndata {len(str(number)) + 1}\n{number}\n\n"
            for index in range(files)
        )
        parts.append(
            f"commit refs/heads/main\ncommitter Ana <ana@example.org> {1_790_000_000 + number} +0000\n"
            f"data {len(body)}\n{body}\n{changes}\n"
        )
    stream = repository.folder / "stream"
    stream.write_text("".join(parts))
    with stream.open("rb") as source:
        repository.git("fast-import", "--quiet", source=source)
