"""Reads the branches, tags and notes of a clone. What moved since the last load is told by `read`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingestion.sources.git.program import answer

NOTES = "refs/notes/ai"
_KINDS: dict[str, "RefKind"] = {
    "refs/heads/": "branch",
    "refs/remotes/": "remote_branch",
    "refs/tags/": "tag",
    NOTES: "note",
}
_FORMAT = "%(refname)%00%(symref)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)"

RefKind = Literal["branch", "remote_branch", "tag", "note", "head"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference by its full name and the commit it points to."""

    full_name: str
    kind: RefKind
    sha: str

    @property
    def name(self) -> str:
        """Short name, as people use it."""
        prefix = next((prefix for prefix in _KINDS if self.full_name.startswith(prefix)), "")
        return self.full_name.removeprefix(prefix) or self.full_name.rpartition("/")[2]


def list_refs(folder: Path, detached_commit: str | None) -> list[Ref]:
    """Return all branches, remote branches, tags of commits and the notes of agents, in order of names.

    A detached HEAD is listed too, for commits that no branch holds yet. Stashes and a forge's hidden
    references are not history.
    """
    printed = answer(
        folder, "for-each-ref", f"--format={_FORMAT}", *(key.rstrip("/") for key in _KINDS)
    )
    # Only the newline ends a line here: names may hold what Unicode counts as line ends.
    refs = list(_parsed(printed.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")))
    if detached_commit:
        refs.append(Ref("HEAD", "head", detached_commit))
    return refs


def _parsed(lines: Iterable[str]) -> Iterator[Ref]:
    for line in lines:
        if not line:
            continue
        name, symbolic, kind, sha, peeled_kind, peeled = line.split("\0")
        if symbolic or "commit" not in (kind, peeled_kind):
            continue
        prefix = next(prefix for prefix in _KINDS if name.startswith(prefix))
        yield Ref(name, _KINDS[prefix], peeled or sha)
