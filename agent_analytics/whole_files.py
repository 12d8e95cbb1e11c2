"""Replacing a file whole or not at all. Files that are appended to belong to those who append."""

import os
from pathlib import Path

OWNER_ONLY = 0o600


def replace_file(path: Path, content: bytes, mode: int = OWNER_ONLY) -> None:
    """Put content in place of a file in one step, on disk before it is there.

    It is written beside its place first; a link that waits there is not followed. Raises `OSError`.
    """
    partial = path.with_name(f".{path.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as stream:
        os.fchmod(descriptor, mode)
        stream.write(content)
        stream.flush()
        os.fsync(descriptor)
    partial.replace(path)
