"""Turns a commit into rows: measures, keyed hashes of paths, and claims. Its text goes no further.

How commits are read belongs to `log`, what counts as a claim to `agent_analytics.attribution`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from agent_analytics.attribution.claims import Claim
from agent_analytics.attribution.evidence import author_claims, message_claims
from agent_analytics.attribution.wording import conventional_type, reverted_commit
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.privacy.reductions import file_extension
from ingestion.landing import deterministic_key
from ingestion.sources.git.log import FileChange, RawCommit

BOUNDARY_FLAG = "shallow_boundary"
_MICROSECONDS = 1_000_000

Row = dict[str, Any]


def commit_row(repository_key: str, commit: RawCommit, *, is_boundary: bool) -> Row:
    """Return the row of a commit.

    At the boundary of a shallow clone git shows the whole tree as added and no parents: the row then knows
    neither, and carries a flag.
    """
    message = commit.message.rstrip("\n")
    parents = commit.parents.split()
    row: Row = {
        "commit_id": deterministic_key(repository_key, commit.sha),
        "repository_key": repository_key,
        "sha": commit.sha,
        "author_name": commit.author_name or None,
        "author_email": commit.author_email.strip().lower() or None,
        "committer_email": commit.committer_email.strip().lower() or None,
        "commit_type": conventional_type(message),
        "reverted_sha": reverted_commit(message),
        "authored_at": _moment(commit.authored),
        "committed_at": _moment(commit.committed),
        "message_length": len(message),
    }
    if is_boundary:
        return {**row, "flags": BOUNDARY_FLAG}
    return {
        **row,
        "parent_shas": " ".join(parents) or None,
        "parent_count": len(parents),
        "files_changed": len(commit.changes),
        "lines_added": sum(change.lines_added or 0 for change in commit.changes),
        "lines_deleted": sum(change.lines_deleted or 0 for change in commit.changes),
    }


def file_rows(
    pseudonymizer: Pseudonymizer, repository_key: str, sha: str, changes: Iterable[FileChange]
) -> Iterator[Row]:
    """Yield one row per changed file, paths as keyed hashes."""
    for change in changes:
        previous = change.previous_path
        yield {
            "commit_file_id": deterministic_key(repository_key, sha, change.path),
            "repository_key": repository_key,
            "sha": sha,
            "path_key": pseudonymizer.token(change.path),
            "previous_path_key": None if previous is None else pseudonymizer.token(previous),
            "directory_key": pseudonymizer.token(change.path.rpartition("/")[0]),
            "file_extension": file_extension(change.path),
            "lines_added": change.lines_added,
            "lines_deleted": change.lines_deleted,
        }


def commit_claims(commit: RawCommit) -> list[Claim]:
    """Return what a commit's message and authors claim."""
    authors = author_claims(commit.author_name, commit.author_email, commit.committer_email)
    return [*message_claims(commit.message), *authors]


def claim_rows(repository_key: str, sha: str, claims: Iterable[Claim]) -> Iterator[Row]:
    """Yield one row per claim. A note that is rewritten keeps its key, so its new numbers replace the old."""
    for claim in claims:
        model = None if claim.kind == "note" else claim.model
        identity = (claim.kind, claim.agent, claim.session_id, model)
        yield {
            "claim_id": deterministic_key(repository_key, sha, *identity),
            "repository_key": repository_key,
            "sha": sha,
            "kind": claim.kind,
            "agent": claim.agent,
            "model": claim.model,
            "session_id": claim.session_id,
            "line_count": claim.line_count,
        }


def _moment(seconds: str) -> int | None:
    text = seconds.strip()
    return int(text) * _MICROSECONDS if text.lstrip("-").isdecimal() else None
