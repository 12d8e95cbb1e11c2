"""What the reflogs of a clone tell: who commits in it, and which commits were amended.

Commits that came from elsewhere are in no reflog as commits, so that colleagues' work does not count. What a
clone's configuration says is not asked: it may be anybody's who runs this program.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_AMENDED = re.compile(rb"^([0-9a-f]+) ([0-9a-f]+) [^\n]*\tcommit \(amend\)", re.M)
_COMMITTED = re.compile(rb"^[0-9a-f]+ [0-9a-f]+ [^\n<]*<([^>\n]+)> \d+ [+-]\d+\tcommit\b", re.M)


def local_email(common_directory: Path) -> str | None:
    """Return the only address that committed in a clone or its worktrees, lower case.

    None when nobody or several did, and where reflogs cannot be read or, as in bare clones, are not kept.
    """
    addresses = {one for log in _reflogs(common_directory) for one in _COMMITTED.findall(log)}
    found = {one.decode("utf-8", "replace").strip().lower() for one in addresses}
    return found.pop() if len(found) == 1 else None


def amended_commits(common_directory: Path) -> dict[str, str]:
    """Return what each commit that was amended in a clone became in the end, hash by hash."""
    next_versions = {
        old.decode(): new.decode()
        for log in _reflogs(common_directory)
        for old, new in _AMENDED.findall(log)
        if old != new
    }
    return {old: _last(old, next_versions) for old in next_versions}


def _last(sha: str, next_versions: Mapping[str, str]) -> str:
    """Return the last version of a commit; amendments that were taken back may lead in a circle."""
    seen = {sha}
    while (following := next_versions.get(sha)) is not None and following not in seen:
        seen.add(following)
        sha = following
    return sha


def _reflogs(common_directory: Path) -> Iterator[bytes]:
    """Yield the reflogs of HEAD that can be read, of the clone and of each worktree."""
    for folder in (common_directory, *sorted(common_directory.glob("worktrees/*"))):
        with suppress(OSError):
            yield (folder / "logs" / "HEAD").read_bytes()
