"""Turns a commit into rows: measures, keyed hashes of paths and lines, and claims. Its text goes no further.

How commits are read belongs to `log`, what counts as a claim to `agent_analytics.attribution`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from agent_analytics.attribution.claims import Claim
from agent_analytics.attribution.evidence import author_claims, message_claims
from agent_analytics.attribution.generated import (
    HEAD_LINES,
    is_generated_head,
    is_generated_path,
)
from agent_analytics.attribution.lines import Hunk, change_keys
from agent_analytics.attribution.traces import Trace
from agent_analytics.attribution.wording import conventional_type, reverted_commit
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.privacy.reductions import file_extension
from ingestion.landing import deterministic_key
from ingestion.sources.git.log import RawCommit
from ingestion.sources.git.patch import file_patches
from ingestion.sources.git.program import MAX_PART_BYTES

BOUNDARY_FLAG = "shallow_boundary"
_MICROSECONDS = 1_000_000

Row = dict[str, Any]


def commit_row(repository_key: str, commit: RawCommit, *, is_boundary: bool) -> Row:
    """Return the row of a commit.

    At the boundary of a shallow clone git shows the whole tree as added: the row then knows no files and
    lines, and carries a flag. Its key is its own, so that it never takes the place of what another clone knows.
    """
    message = commit.message.rstrip("\n")
    parents = commit.parents.split()
    row: Row = {
        "commit_id": deterministic_key(
            repository_key, commit.sha, *([BOUNDARY_FLAG] if is_boundary else [])
        ),
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
        "parent_shas": " ".join(parents) or None,
        "parent_count": len(parents),
    }
    if is_boundary:
        return {**row, "flags": BOUNDARY_FLAG}
    return {
        **row,
        "files_changed": len(commit.changes),
        "lines_added": sum(change.lines_added or 0 for change in commit.changes),
        "lines_deleted": sum(change.lines_deleted or 0 for change in commit.changes),
    }


def file_rows(
    pseudonymizer: Pseudonymizer, repository_key: str, commit: RawCommit
) -> Iterator[Row]:
    """Yield one row per file that a commit changed, paths and lines as keyed hashes."""
    changes, compared = commit.changes, _compared(commit)
    generated = [
        is_generated_path(change.path) or _says_generated(hunks)
        for change, hunks in zip(changes, compared, strict=True)
    ]
    keys = change_keys(
        [None if skipped else hunks for skipped, hunks in zip(generated, compared, strict=True)],
        pseudonymizer.line,
    )
    for change, is_generated, of_file in zip(changes, generated, keys, strict=True):
        previous = change.previous_path
        yield {
            "commit_file_id": deterministic_key(repository_key, commit.sha, change.path),
            "repository_key": repository_key,
            "sha": commit.sha,
            "path_key": pseudonymizer.token(change.path),
            "previous_path_key": None if previous is None else pseudonymizer.token(previous),
            "directory_key": pseudonymizer.token(change.path.rpartition("/")[0]),
            "file_extension": file_extension(change.path),
            "added_line_keys": of_file.added,
            "removed_line_keys": of_file.removed,
            "is_generated": is_generated,
            "lines_added": change.lines_added,
            "lines_deleted": change.lines_deleted,
        }


def _compared(commit: RawCommit) -> list[list[Hunk] | None]:
    """Return the hunks of each changed file; None where lines are not compared: in merges, in what is cut."""
    nothing: list[list[Hunk] | None] = [None] * len(commit.changes)
    if " " in commit.parents:
        return nothing
    patches = file_patches(commit.patch)
    found = [patch.hunks if patch.is_whole else None for patch in patches]
    if len(commit.patch) >= MAX_PART_BYTES:
        found = found[:-1]  # the last file was cut off, those after it are missing
    elif len(found) != len(nothing):
        return nothing  # nobody knows which is which
    return (found + nothing)[: len(nothing)]


def _says_generated(hunks: list[Hunk] | None) -> bool:
    return is_generated_head(hunks[0].added[:HEAD_LINES]) if hunks else False


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


def trace_rows(
    pseudonymizer: Pseudonymizer, repository_key: str, traces: Iterable[Trace]
) -> Iterator[Row]:
    """Yield one row per trace, with the path as a keyed hash. The same record has the same key again."""
    for trace in traces:
        claim, path_key = trace.claim, pseudonymizer.token(trace.path)
        yield {
            "claim_id": deterministic_key(repository_key, claim.kind, trace.record_id, path_key),
            "repository_key": repository_key,
            "sha": trace.revision,
            "kind": claim.kind,
            "agent": claim.agent,
            "model": claim.model,
            "session_id": claim.session_id,
            "line_count": claim.line_count,
            "path_key": path_key,
            "stated_at": trace.stated_at,
        }


def _moment(seconds: str) -> int | None:
    text = seconds.strip()
    return int(text) * _MICROSECONDS if text.lstrip("-").isdecimal() else None
