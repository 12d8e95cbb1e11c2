"""Streams commits out of `git log`, one at a time, with what they changed.

A merge is compared with its first parent, a root commit with nothing. What is made of a commit belongs to
`parse`, how a patch reads to `patch`.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingestion.sources.git.program import answer, tokens

_FIELDS = "%x00".join(("%H", "%P", "%aN", "%aE", "%cE", "%at", "%ct", "%B"))
_FIELD_COUNT = 8
_STAT_PARTS = 3
_PATCH = b"diff --git "
_ARGUMENTS = (
    "-z",
    "--numstat",
    "--patch",
    "--unified=0",
    "--inter-hunk-context=0",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--submodule=short",
    "-M",
    "--diff-merges=first-parent",
    "--diff-algorithm=myers",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-notes",
    "--no-relative",
    "--no-decorate",
    "--use-mailmap",
    "--encoding=UTF-8",
    "--ignore-missing",
    "--stdin",
)


@dataclass(slots=True)
class FileChange:
    """Lines a commit changed in one file; None for a binary file. Paths are within the repository."""

    path: str
    previous_path: str | None
    lines_added: int | None
    lines_deleted: int | None


@dataclass(slots=True)
class RawCommit:
    """A commit as git tells it; times are seconds since 1970 as text."""

    sha: str
    parents: str
    author_name: str
    author_email: str
    committer_email: str
    authored: str
    committed: str
    message: str
    changes: list[FileChange] = field(default_factory=list)
    patch: bytes = b""


def read_commits(folder: Path, tips: Iterable[str], known: Iterable[str]) -> Iterator[RawCommit]:
    """Yield the commits reachable from `tips` but not from `known`, newest first.

    Known commits that no longer exist are passed over. Raises `SourceError` when git fails.
    """
    mark = secrets.token_hex(16)
    arguments = ("log", *_ARGUMENTS, f"--format=%x00{mark}%x00{_FIELDS}%x00")
    wanted = [*tips, *(f"^{sha}" for sha in known)]
    yield from _commits(tokens(folder, *arguments, lines=wanted), mark.encode())


def told_parents(folder: Path, sha: str) -> str:
    """Return the parents that a commit itself names, space-joined, also those that a shallow clone lacks."""
    head = answer(folder, "cat-file", "commit", sha).partition(b"\n\n")[0]
    rows = (row.partition(b" ") for row in head.split(b"\n"))
    return " ".join(value.decode("ascii") for name, _, value in rows if name == b"parent")


def _commits(parts: Iterator[bytes], mark: bytes) -> Iterator[RawCommit]:
    commit: RawCommit | None = None
    patch: list[bytes] = []
    for part in parts:
        if part == mark:
            if commit is not None:
                yield _whole(commit, patch)
            commit, patch = _header(parts), []
        elif commit is not None:
            # The patch comes last; a file's NUL cuts it into several parts.
            if patch or part.startswith(_PATCH):
                patch.append(part)
            elif part.strip(b"\n"):
                commit.changes.append(_change(part.lstrip(b"\n"), parts))
    if commit is not None:
        yield _whole(commit, patch)


def _whole(commit: RawCommit, patch: list[bytes]) -> RawCommit:
    commit.patch = b"\0".join(patch)
    return commit


def _header(parts: Iterator[bytes]) -> RawCommit:
    sha, parents, name, author, committer, authored, committed, message = (
        next(parts).decode("utf-8", "replace") for _ in range(_FIELD_COUNT)
    )
    return RawCommit(sha, parents, name, author, committer, authored, committed, message)


def _change(part: bytes, parts: Iterator[bytes]) -> FileChange:
    added, deleted, path = part.split(b"\t", _STAT_PARTS - 1)
    previous = None
    if not path:
        previous, path = _path(next(parts)), next(parts)
    return FileChange(_path(path), previous, _count(added), _count(deleted))


def _count(text: bytes) -> int | None:
    return None if text == b"-" else int(text)


def _path(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
