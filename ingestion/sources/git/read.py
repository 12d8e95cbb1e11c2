"""Reads one clone: what is new in it since the last load, as stretches of commits.

A clone in which nothing moved costs three quick git calls and yields nothing. Otherwise the commits behind
the references that moved are walked, and the clone's own rows travel with the last stretch. What is found
where belongs to `clones`, `refs` and `log`, rows of commits to `parse`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from agent_analytics.attribution.notes import note_claims
from agent_analytics.errors import SourceError
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.privacy.reductions import repository_name
from agent_analytics.records import (
    AMENDMENTS,
    COMMIT_CLAIMS,
    COMMIT_FILES,
    COMMITS,
    MAINLINE_COMMITS,
    REFS,
    REPOSITORIES,
    Table,
)
from ingestion.landing import Stretch, deterministic_key
from ingestion.sources.git.clones import Clone, local_origin, missing_contents
from ingestion.sources.git.local import amended_commits, local_email
from ingestion.sources.git.log import RawCommit, read_commits, told_parents
from ingestion.sources.git.mainline import Mainline, find_mainline, joined_commits
from ingestion.sources.git.memory import KnownClone
from ingestion.sources.git.notes import read_notes
from ingestion.sources.git.parse import (
    claim_rows,
    commit_claims,
    commit_row,
    file_rows,
    trace_rows,
)
from ingestion.sources.git.refs import Ref, list_refs
from ingestion.sources.git.traces import read_traces, trace_bytes

ROWS_PER_STRETCH = 20_000
"""A stretch ends with the commit that fills it, so a long history is never held as a whole."""

Row = dict[str, Any]


class CloneReader:
    """Reads one clone against what is known of it."""

    def __init__(self, clone: Clone, known: KnownClone, pseudonymizer: Pseudonymizer) -> None:
        self._clone = clone
        self._known = known
        self._pseudonymizer = pseudonymizer
        self._clone_key = pseudonymizer.folder(str(clone.folder))
        self._stretch = Stretch(self._clone_key, known.received)
        self._row_count = 0

    def stretches(self) -> Iterator[Stretch]:
        """Yield what is new; nothing when nothing moved.

        When the history cannot be walked, the clone's row says why and its references stay unread, so that
        the next load tries again. Raises `SourceError` when not even the references can be read.
        """
        refs = list_refs(self._clone.folder, self._clone.detached_commit)
        row = self._repository()
        walk_all = self._is_other_history(row)
        before = Mainline.stored(None if walk_all else self._known.row)
        mainline = find_mainline(self._clone, refs, before)
        row |= mainline.columns()
        moved = refs if walk_all else [ref for ref in refs if self._is_moved(ref)]
        gone = self._gone(refs)
        if not moved and not gone and self._known.says(row):
            return
        now = datetime.now(UTC)
        self._take_traces(row, is_anew=walk_all)
        self._add(AMENDMENTS, self._amendments(row["repository_key"]))
        try:
            yield from self._history(row["repository_key"], moved, walk_all=walk_all)
            yield from self._joined(row["repository_key"], mainline, before)
        except SourceError as error:
            row |= {**before.columns(), "default_branch": mainline.branch}
            row["detail"] = missing_contents(self._clone.folder) or str(error)
            if self._known.says(row) and not self._stretch.received:
                return  # said before, and nothing new came before the failure
        else:
            for ref_row in (*map(self._ref_row, moved), *gone):
                ref_row |= {"repository_key": row["repository_key"], "read_at": now}
                self._stretch.add(REFS, ref_row)
        self._stretch.add(REPOSITORIES, {**row, "read_at": now})
        yield self._close()

    def _repository(self) -> Row:
        clone = self._clone
        remote = repository_name(clone.remote or "")
        name = (remote or clone.folder.name).rpartition("/")[2].removesuffix(".git")
        folders = dict.fromkeys(map(self._pseudonymizer.folder, clone.folders))
        return {
            "clone_key": self._clone_key,
            "repository_key": self._repository_key(remote),
            "name": name,
            "name_key": self._pseudonymizer.token(name),
            "remote": remote,
            "root_path_keys": "/".join(folders),
            "local_email": local_email(clone.common_directory),
            "trace_bytes": None if clone.is_bare else trace_bytes(clone.folders),
            "detail": self._cut_off() if clone.is_shallow else None,
            "is_bare": clone.is_bare,
            "is_shallow": clone.is_shallow,
        }

    def _repository_key(self, remote: str | None) -> str:
        """Return the key that all clones of one repository share, as far as their origins tell.

        The first commit would not do: repositories made from one template share it.
        """
        if remote is not None:
            return deterministic_key("remote", remote)
        folder = local_origin(self._clone.remote) or str(self._clone.folder)
        return deterministic_key("folder", self._pseudonymizer.folder(folder))

    def _cut_off(self) -> str:
        boundary = sorted(self._clone.boundary)
        return f"shallow: cut off at {len(boundary)} commits ({deterministic_key(*boundary)[:8]})"

    def _is_other_history(self, row: Row) -> bool:
        """Return whether all commits must be read: a new clone or identity, or a moved cut-off."""
        stored = self._known.row
        if stored is None or stored["repository_key"] != row["repository_key"]:
            return True
        return bool(stored["is_shallow"] and stored["detail"] != row["detail"])

    def _is_moved(self, ref: Ref) -> bool:
        stored = self._known.refs.get(self._ref_id(ref.full_name))
        return stored is None or stored["sha"] != ref.sha or bool(stored["is_deleted"])

    def _gone(self, refs: Iterable[Ref]) -> list[Row]:
        present = {self._ref_id(ref.full_name) for ref in refs}
        return [
            {**{name: row[name] for name in REFS.names() if name != "batch_id"}, "is_deleted": True}
            for ref_id, row in self._known.refs.items()
            if ref_id not in present and not row["is_deleted"]
        ]

    def _ref_row(self, ref: Ref) -> Row:
        return {
            "ref_id": self._ref_id(ref.full_name),
            "clone_key": self._clone_key,
            "name": ref.name,
            "kind": ref.kind,
            "sha": ref.sha,
            "is_deleted": False,
        }

    def _ref_id(self, full_name: str) -> str:
        return deterministic_key(self._clone_key, full_name)

    def _history(self, key: str, moved: Sequence[Ref], *, walk_all: bool) -> Iterator[Stretch]:
        """Yield full stretches; what is left over stays open."""
        stored = {} if walk_all else self._known.refs
        tips = [ref.sha for ref in moved if ref.kind != "note"]
        known = [row["sha"] for row in stored.values() if row["kind"] != "note"]
        for commit in read_commits(self._clone.folder, tips, known) if tips else ():
            self._take(key, commit)
            if self._row_count >= ROWS_PER_STRETCH:
                yield self._close()
        for ref in moved:
            if ref.kind == "note":
                old = stored.get(self._ref_id(ref.full_name))
                before = None if old is None else old["sha"]
                for sha, note in read_notes(self._clone.folder, ref.sha, before):
                    self._add(COMMIT_CLAIMS, claim_rows(key, sha, note_claims(note)))

    def _joined(self, key: str, mainline: Mainline, before: Mainline) -> Iterator[Stretch]:
        """Yield full stretches of what joined the default branch; what is left over stays open."""
        for sha in joined_commits(self._clone.folder, mainline, before):
            row = {
                "mainline_commit_id": deterministic_key(self._clone_key, sha),
                "clone_key": self._clone_key,
                "repository_key": key,
                "sha": sha,
                "mainline_since": mainline.since,
            }
            self._add(MAINLINE_COMMITS, [row])
            if self._row_count >= ROWS_PER_STRETCH:
                yield self._close()

    def _take(self, key: str, commit: RawCommit) -> None:
        is_boundary = commit.sha in self._clone.boundary
        if is_boundary:
            commit.parents = told_parents(self._clone.folder, commit.sha)
        self._add(COMMITS, [commit_row(key, commit, is_boundary=is_boundary)])
        if not is_boundary:
            self._add(COMMIT_FILES, file_rows(self._pseudonymizer, key, commit))
        self._add(COMMIT_CLAIMS, claim_rows(key, commit.sha, commit_claims(commit)))
        self._stretch.received += 1
        self._stretch.accepted += 1

    def _amendments(self, key: str) -> Iterator[Row]:
        for old, new in amended_commits(self._clone.common_directory).items():
            yield {
                "amendment_id": deterministic_key(key, "amended", old),
                "repository_key": key,
                "old_sha": old,
                "new_sha": new,
            }

    def _take_traces(self, row: Row, *, is_anew: bool) -> None:
        """Take all agent-trace records when their files have changed."""
        before = (self._known.row or {}).get("trace_bytes")
        if row["trace_bytes"] and (is_anew or row["trace_bytes"] != before):
            key, traces = row["repository_key"], read_traces(self._clone.folders)
            self._add(COMMIT_CLAIMS, trace_rows(self._pseudonymizer, key, traces))

    def _add(self, table: Table, rows: Iterable[Row]) -> None:
        for row in rows:
            self._stretch.add(table, row)
            self._row_count += 1

    def _close(self) -> Stretch:
        closed = self._stretch
        closed.to_offset = closed.from_offset + closed.received
        self._stretch, self._row_count = Stretch(self._clone_key, closed.to_offset), 0
        return closed
