"""What other programs say of themselves: their version, asked with a limit in time."""

import re
import shutil
import subprocess

_SECONDS = 10
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def version_of(program: str) -> tuple[int, ...] | None:
    """Return the version that a program on the search path tells; None when it cannot be known."""
    path = shutil.which(program)
    if path is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - the user's own program, found as a shell would
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(told.stdout.decode(errors="replace"))
    return tuple(map(int, found.groups())) if found else None
