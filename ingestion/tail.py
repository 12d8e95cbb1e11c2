"""Finds files and reads only what is new in them, up to the last whole line or JSON object.

`new_readings` compares the files it finds with the rows of `files` that earlier loads left behind. A file is
known by its path, its inode and a hash of its first bytes, so that a grown, truncated, rewritten, renamed or
vanished file is told apart. Only regular files are opened. What the lines mean belongs to the sources; how
compressed files are unpacked to `compression`, what a whole line is to `lines`.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from agent_analytics.privacy.pseudonyms import Pseudonymizer
from ingestion.compression import open_content
from ingestion.homes import home_of
from ingestion.lines import Line, whole_lines
from ingestion.roots import roots_of

HEAD_BYTES = 1024
TAIL_BYTES = 256


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files to read.

    `paths` are files or folders, searched recursively for names that end in one of `suffixes`; `~` and
    globs are allowed. `accepts` may refuse a file by its path; `account_of` says, given the configured path
    and the file, whose home its `root_key` stands for. A file whose name ends in one of `documents` is
    written anew at every change and read whole, as one line.
    """

    paths: Sequence[str]
    suffixes: tuple[str, ...]
    accepts: Callable[[Path], bool] = lambda _: True
    account_of: Callable[[Path, Path], Path] = lambda root, _: root
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A directory entry met under a configured path."""

    path: Path
    file_key: str
    root_key: str
    status: os.stat_result | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Whole lines newly read of one file; none when only the file's state changed.

    `row` is the file's new row in `files`, present on the last reading of a file only.
    """

    path: Path
    file_key: str
    root_key: str
    from_offset: int
    to_offset: int
    lines: list[Line]
    row: dict[str, Any] | None


def new_readings(
    selection: Selection, remembered: Iterable[dict[str, Any]], pseudonymizer: Pseudonymizer
) -> Iterator[Reading]:
    """Yield what is new in the selected files since the `remembered` rows of `files` were written.

    Unchanged files cost one `stat`. Anything that is not a readable regular file is reported once, as a
    reading without lines.
    """
    memory = {row["file_key"]: row for row in remembered}
    by_inode = {
        (row["device"], row["inode"]): row for row in memory.values() if row["state"] == "active"
    }
    seen: set[str] = set()
    inodes: set[tuple[int, int]] = set()
    for found in _find_files(selection, pseudonymizer):
        seen.add(found.file_key)
        known = memory.get(found.file_key)
        if found.status is None or found.problem:
            yield from _reported(found, known, "skipped", found.problem or "vanished")
            continue
        identity = (found.status.st_dev, found.status.st_ino)
        if identity in inodes:
            yield from _reported(found, known, "skipped", "another name of a file already read")
            continue
        inodes.add(identity)
        if known and _unchanged(known, found.status):
            continue
        try:
            if found.path.name.endswith(selection.documents):
                yield _read_whole(found)
            else:
                yield from _read(found, known or by_inode.get(identity))
        except OSError as error:
            yield from _reported(found, known, "unreadable", error.strerror or "unreadable")
    yield from _gone(memory, seen)


def _find_files(selection: Selection, pseudonymizer: Pseudonymizer) -> Iterator[Found]:
    """Yield the selected entries, each path once, in a stable order.

    Links to folders inside a configured folder are not followed. A folder that cannot be listed is yielded
    as a problem.
    """
    met: set[str] = set()
    for configured in selection.paths:
        for root in roots_of(configured):
            for path, problem in _walk(root, selection.suffixes):
                name = os.fspath(path)
                if name in met or not selection.accepts(path):
                    continue
                met.add(name)
                account = home_of(selection.account_of(root, path))
                root_key = pseudonymizer.folder(str(account))
                yield _found(path, file_key_of(path, pseudonymizer), root_key, problem)


def file_key_of(path: Path, pseudonymizer: Pseudonymizer) -> str:
    """Return the key of a path's bytes: names that differ only in Unicode normal form are two files."""
    return pseudonymizer.token(f"file:{os.fsencode(path).hex()}")


def _walk(root: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[Path, str | None]]:
    if not os.path.isdir(root):  # noqa: PTH112 - unlike Path.is_dir, raises for nothing
        if os.path.lexists(root):
            yield root, None
        return
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield folder, f"folder cannot be listed: {error.strerror}"
            continue
        for entry in listed:
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.endswith(suffixes):
                yield Path(entry.path), "not a regular file" if is_folder else None
            if is_folder:
                folders.append(Path(entry.path))


def _found(path: Path, file_key: str, root_key: str, problem: str | None) -> Found:
    try:
        status = path.lstat()
    except OSError as error:
        return Found(path, file_key, root_key, None, error.strerror)
    if problem is None and not stat.S_ISREG(status.st_mode):
        problem = "symbolic link" if stat.S_ISLNK(status.st_mode) else "not a regular file"
    return Found(path, file_key, root_key, status, problem)


def _unchanged(known: dict[str, Any], status: os.stat_result) -> bool:
    now = ("active", status.st_size, status.st_mtime_ns, status.st_ino)
    return now == tuple(known[name] for name in ("state", "size_bytes", "modified_ns", "inode"))


def _read(found: Found, known: dict[str, Any] | None) -> Iterator[Reading]:
    descriptor = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        content = open_content(stream)
        start = _start(stream, known, plain=content is stream)
        offset, waiting = start, list[Line]()
        for end, lines in whole_lines(content, start):
            if waiting:
                yield _reading(found, start, offset, waiting)
                start = offset
            offset, waiting = end, lines
        row = _row(found, status, stream, offset, plain=content is stream)
    yield _reading(found, start, offset, waiting, row)


def _read_whole(found: Found) -> Reading:
    descriptor = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        content = stream.read()
        row = _row(found, status, stream, len(content), plain=True)
    return _reading(found, 0, len(content), [(0, content)], row)


def _reading(
    found: Found, start: int, end: int, lines: list[Line], row: dict[str, Any] | None = None
) -> Reading:
    return Reading(found.path, found.file_key, found.root_key, start, end, lines, row)


def _start(stream: BinaryIO, known: dict[str, Any] | None, *, plain: bool) -> int:
    """Return where reading goes on: the remembered offset if the file still begins as it did, else 0."""
    if known is None or not known["head_bytes"]:
        return 0
    offset = int(known["read_offset"])
    same_head = _hash_at(stream, 0, known["head_bytes"]) == known["head_hash"]
    if plain and same_head and known["tail_hash"]:
        same_head = _tail_hash(stream, offset) == known["tail_hash"]
    stream.seek(0)
    return offset if same_head else 0


def _hash_at(stream: BinaryIO, position: int, length: int) -> str | None:
    stream.seek(position)
    sample = stream.read(length)
    if len(sample) < length:
        return None
    return hashlib.blake2b(sample, digest_size=16).hexdigest()


def _tail_hash(stream: BinaryIO, offset: int) -> str | None:
    length = min(TAIL_BYTES, offset)
    return _hash_at(stream, offset - length, length) if length else None


def _row(
    found: Found, status: os.stat_result, stream: BinaryIO, offset: int, *, plain: bool
) -> dict[str, Any]:
    head_bytes = min(HEAD_BYTES, status.st_size)
    return {
        "file_key": found.file_key,
        "root_key": found.root_key,
        "state": "active",
        "device": status.st_dev,
        "inode": status.st_ino,
        "size_bytes": status.st_size,
        "modified_ns": status.st_mtime_ns,
        "head_bytes": head_bytes,
        "head_hash": _hash_at(stream, 0, head_bytes),
        "tail_hash": _tail_hash(stream, offset) if plain else None,
        "read_offset": offset,
        "read_at": datetime.now(UTC),
    }


def _reported(
    found: Found, known: dict[str, Any] | None, state: str, detail: str
) -> Iterator[Reading]:
    """Yield the file's state once; a state that is remembered already is not news."""
    if known and (known["state"], known["detail"]) == (state, detail):
        return
    row = {
        **({} if known is None else known),
        "file_key": found.file_key,
        "root_key": found.root_key,
        "state": state,
        "detail": detail,
        "read_at": datetime.now(UTC),
    }
    offset = int(row.get("read_offset") or 0)
    yield _reading(found, offset, offset, [], row)


def _gone(memory: dict[str, dict[str, Any]], seen: set[str]) -> Iterator[Reading]:
    """Yield remembered files that were not met; their position stays, in case they return."""
    for file_key, known in memory.items():
        if file_key in seen or known["state"] == "gone":
            continue
        row = {**known, "state": "gone", "detail": None, "read_at": datetime.now(UTC)}
        offset = int(known["read_offset"] or 0)
        yield Reading(Path(), file_key, known["root_key"], offset, offset, [], row)
