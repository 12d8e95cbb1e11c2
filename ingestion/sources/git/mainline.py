"""Tells which commits a clone's default branch holds: what is there was not replaced by a later likeness.

Only what joined the branch since the last load is listed, and all of it where the branch no longer holds what
it held. Other branches belong to `refs`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_analytics.errors import SourceError
from ingestion.sources.git.clones import Clone
from ingestion.sources.git.program import answer, tokens
from ingestion.sources.git.refs import Ref

_USUAL_NAMES = ("main", "master", "trunk")
_ORIGIN = "origin/"


@dataclass(frozen=True, slots=True)
class Mainline:
    """A default branch: its name, the commit it points to and that of its last whole listing.

    `branch` is None where HEAD is detached and no branch has a usual name, the others for one without commits.
    """

    branch: str | None = None
    sha: str | None = None
    since: str | None = None

    @classmethod
    def stored(cls, row: Mapping[str, Any] | None) -> "Mainline":
        """Return what a clone's row of an earlier load says; nothing without one."""
        if row is None:
            return cls()
        return cls(row["default_branch"], row.get("mainline_sha"), row.get("mainline_since"))

    def columns(self) -> dict[str, str | None]:
        """Return what the row of a clone says of it."""
        return {
            "default_branch": self.branch,
            "mainline_sha": self.sha,
            "mainline_since": self.since,
        }


def find_mainline(clone: Clone, refs: Sequence[Ref], before: Mainline) -> Mainline:
    """Return the default branch of a clone; with another `since` than `before` it must be listed anew."""
    branch = _default_branch(clone, refs)
    shas = {ref.full_name: ref.sha for ref in refs}
    sha, here = shas.get(f"refs/remotes/{_ORIGIN}{branch}"), shas.get(f"refs/heads/{branch}")
    # A branch that nobody brought up to date says nothing; one that is ahead will be the origin's.
    if sha is None or (here != sha and _holds(clone.folder, here, sha)):
        sha = here
    is_continued = sha == before.sha or _holds(clone.folder, sha, before.sha)
    return Mainline(branch, sha, before.since if is_continued else sha)


def joined_commits(folder: Path, mainline: Mainline, before: Mainline) -> Iterator[str]:
    """Yield the commits that joined a default branch since `before`; all of them where it is listed anew.

    Raises `SourceError` when git fails.
    """
    known = before.sha if mainline.since == before.since else None
    if mainline.sha is None or mainline.sha == known:
        return
    wanted = [mainline.sha] if known is None else [mainline.sha, f"^{known}"]
    arguments = ("log", "-z", "--format=%H", "--no-decorate", "--ignore-missing", "--stdin")
    for sha in tokens(folder, *arguments, lines=wanted):
        yield sha.decode("ascii")


def _default_branch(clone: Clone, refs: Iterable[Ref]) -> str | None:
    """Return the branch that work ends up on: where HEAD of a folder stands is no sign of it."""
    if clone.is_bare:
        return clone.origin_branch or clone.head_branch
    present = {
        ref.name.removeprefix(_ORIGIN) for ref in refs if ref.kind in ("branch", "remote_branch")
    }
    # What the origin called so when the clone was made may have got another name since.
    names = (clone.origin_branch, *_USUAL_NAMES)
    return next((name for name in names if name in present), clone.head_branch)


def _holds(folder: Path, sha: str | None, known: str | None) -> bool:
    """Return whether a commit leads to another one; not when either is no longer there."""
    if sha is None or known is None:
        return False
    try:
        return not answer(folder, "rev-list", "--max-count=1", known, "--not", sha)
    except SourceError:
        return False
