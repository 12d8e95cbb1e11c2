"""Whose clone it is: who commits in it, as its reflogs tell.

Commits that came from elsewhere are in no reflog as commits, so that colleagues' work does not count. What a
clone's configuration says is not asked: it may be anybody's who runs this program.
"""

import re
from collections.abc import Iterator
from pathlib import Path

_COMMITTED = re.compile(rb"^[0-9a-f]+ [0-9a-f]+ [^\n<]*<([^>\n]+)> \d+ [+-]\d+\tcommit\b", re.M)


def local_email(common_directory: Path) -> str | None:
    """Return the only address that committed in a clone or its worktrees, lower case.

    None when nobody or several did, and where reflogs cannot be read or, as in bare clones, are not kept.
    """
    found = set()
    try:
        for log in _reflogs(common_directory):
            addresses = _COMMITTED.findall(log.read_bytes())
            found |= {one.decode("utf-8", "replace").strip().lower() for one in addresses}
    except OSError:
        return None
    return found.pop() if len(found) == 1 else None


def _reflogs(common_directory: Path) -> Iterator[Path]:
    """Yield the reflogs of HEAD, of the clone and of each worktree."""
    for log in (common_directory, *sorted(common_directory.glob("worktrees/*"))):
        if (log / "logs" / "HEAD").is_file():
            yield log / "logs" / "HEAD"
