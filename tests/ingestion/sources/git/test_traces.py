"""Agent-trace records of a clone become claims, once."""

import json
from typing import Any

from ingestion.sources.git.memory import KnownClone

RECORD = {
    "id": "0f8c2b1e",
    "timestamp": "2026-11-20T09:15:00Z",
    "tool": {"name": "cursor"},
    "metadata": {"conversation_id": "c-1"},
}


def _record(name: str, revision: str) -> str:
    span = {"start_line": 1, "end_line": 4}
    file = {"path": "cart.py", "conversations": [{"contributor": {"type": "ai"}, "ranges": [span]}]}
    return json.dumps(
        {**RECORD, "id": name, "vcs": {"type": "git", "revision": revision}, "files": [file]}
    )


def test_records_are_claims(repository: Any, read_clone: Any) -> None:
    """A record names its revision and file; the reading after an addition gives all, one without nothing."""
    sha = repository.commit("one", {"cart.py": "1\n"})
    known = KnownClone()
    assert read_clone(repository.folder, known).one("repositories")["trace_bytes"] is None
    folder = repository.folder / ".agent-trace"
    folder.mkdir()
    (folder / "traces.jsonl").write_text(f"{_record('a', sha)}\nnot a record\n")
    read = read_clone(repository.folder, known)
    claim, file = read.one("commit_claims"), read_clone(repository.folder).one("commit_files")
    assert (claim["kind"], claim["agent"], claim["sha"]) == ("trace", "cursor", sha)
    assert (claim["session_id"], claim["line_count"]) == ("c-1", 4)
    assert claim["path_key"] == file["path_key"]
    assert read_clone(repository.folder, known).rows == {}
    with (folder / "traces.jsonl").open("a") as stream:
        stream.write(_record("b", sha))
    again = read_clone(repository.folder, known).rows["commit_claims"]
    assert [row["claim_id"] == claim["claim_id"] for row in again] == [True, False]


def test_a_link_is_no_record(repository: Any, read_clone: Any) -> None:
    """Only regular files are opened."""
    sha = repository.commit("one", {"cart.py": "1\n"})
    (repository.folder / ".agent-trace").mkdir()
    (repository.folder / "elsewhere").write_text(_record("a", sha))
    (repository.folder / ".agent-trace" / "traces.jsonl").symlink_to(
        repository.folder / "elsewhere"
    )
    assert "commit_claims" not in read_clone(repository.folder).rows
