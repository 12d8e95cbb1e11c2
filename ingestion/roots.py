"""Which absolute paths a configured one stands for.

What lies below them, and which files of it are read, belongs to `tail` and the sources.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from glob import has_magic
from pathlib import Path

from agent_analytics.errors import SourceError

_ATTEMPTS_TO_MATCH = 5


def roots_of(configured: str) -> list[Path]:
    """Return the absolute paths a configured one stands for; a name with `*` or `[` may be just that.

    Raises `SourceError` for what is no pattern, and when what it matches never stays the same for a moment.
    """
    expanded = Path(os.path.expanduser(configured))  # noqa: PTH111 - leaves an unknown `~user` as it is
    if not has_magic(str(expanded)) or os.path.lexists(expanded):
        return [_resolved(expanded)]
    anchor = Path(expanded.anchor or ".")
    pattern = str(expanded.relative_to(anchor))
    for _ in range(_ATTEMPTS_TO_MATCH):
        # A folder that goes while it is searched ends the whole search.
        with suppress(FileNotFoundError, NotADirectoryError):
            return [_resolved(path) for path in sorted(_matching(anchor, pattern))]
    message = f"folders under {configured} come and go faster than they can be searched; name a narrower path"
    raise SourceError(message)


def _matching(anchor: Path, pattern: str) -> Iterator[Path]:
    try:
        yield from anchor.glob(pattern)
    except ValueError as error:
        message = f"{pattern!r} is no pattern of paths ({error}); correct it under [sources]"
        raise SourceError(message) from error


def _resolved(path: Path) -> Path:
    """Return the path behind links; links that lead in a circle stay as they are."""
    return Path(os.path.realpath(path))
