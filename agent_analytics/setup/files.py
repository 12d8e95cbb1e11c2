"""Planned changes of other programs' files: shown first, backed up, applied, and undone byte for byte.

A journal in the state folder remembers what each file held before it was first touched, and what was written.
What the files should hold belongs to the modules of the clients.
"""

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent_analytics.errors import SetupError
from agent_analytics.setup.taking_back import without_ours
from agent_analytics.whole_files import replace_file

_PRIVATE = 0o600
_CREATED = 0o644
_OWNERS = 0o700
_RUNNABLE = 0o111


@dataclass(frozen=True, slots=True)
class Change:
    """What a file holds now (None: there is none) and what it shall hold."""

    path: Path
    before: bytes | None
    after: bytes
    purpose: str
    is_private: bool = False
    is_program: bool = False

    @property
    def mode(self) -> int:
        """Return the permissions of the file when it is made."""
        mode = _PRIVATE if self.is_private else _CREATED
        return mode | (_RUNNABLE & mode >> 2 if self.is_program else 0)

    @property
    def is_needed(self) -> bool:
        """Whether the file differs from what it shall be."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the change as a unified diff, without colour."""
        old, new = (
            text.decode(errors="replace").splitlines(keepends=True) for text in self._texts()
        )
        lines = difflib.unified_diff(old, new, f"{self.path} (now)", f"{self.path} (then)")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

    def _texts(self) -> tuple[bytes, bytes]:
        return self.before or b"", self.after


@dataclass(frozen=True, slots=True)
class Undone:
    """Files as they were before; files that keep what somebody changed since; files left alone."""

    restored: list[Path]
    mended: list[Path]
    left: list[Path]


class _Entry(msgspec.Struct):
    """What the journal knows of one file: names of its copies, and the digest of what was written."""

    path: str
    backup: str | None
    written: str
    written_copy: str | None = None
    created_folders: list[str] = []
    mode: int | None = (
        None  # what others were allowed before a key was written; null when nothing changed
    )


class Journal:
    """Remembers the files that were changed, with a copy of each as it was before the first change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "journal.json"

    def paths(self) -> list[Path]:
        """Return the files that are changed at present, in the order they were first touched."""
        return [Path(entry.path) for entry in self._entries()]

    def apply(self, changes: Sequence[Change]) -> list[Path]:
        """Write the changes that are needed and return the paths written.

        Raises `SetupError`, before writing anything, when a file is not as it was when the change was made,
        and when one cannot be written.
        """
        needed = [change for change in changes if change.is_needed]
        for change in needed:
            if _content(change.path) != change.before:
                message = f"{change.path} changed in the meantime; run the command again"
                raise SetupError(message)
        for change in needed:
            try:
                self._write(change)
            except OSError as error:
                message = (
                    f"{change.path} cannot be written: {error.strerror}; make it writable and run the"
                    " command again, or `agent-analytics uninstall`"
                )
                raise SetupError(message) from error
        return [change.path for change in needed]

    def undo(self) -> Undone:
        """Restore every file; one that somebody changed since loses only what was put there.

        Where that cannot be told apart the file is left, and its copy stays in the backup folder. A run that
        is killed is gone on with by the next one.
        """
        done = Undone([], [], [])
        entries = self._entries()
        for entry in reversed(tuple(entries)):
            path = Path(entry.path)
            content = _content(path)
            if content is None or not self._is_somebodys(entry, content):
                self._restore(entry, path, self._before(entry))
                done.restored.append(path)
            elif (rest := self._without_ours(entry, content)) is not None:
                self._restore(entry, path, rest if rest or entry.backup else None)
                done.mended.append(path)
            else:
                done.left.append(path)
                continue
            entries.remove(entry)
            self._save(entries)
            self._forget(entry)
        return done

    def backup_of(self, path: Path) -> Path | None:
        """Return the copy of a file as it was before the first change; None when it did not exist."""
        entry = next((e for e in self._entries() if e.path == str(path)), None)
        return self._folder / entry.backup if entry and entry.backup else None

    def _write(self, change: Change) -> None:
        entries = self._entries()
        entry = next((e for e in entries if e.path == str(change.path)), None)
        if entry is None:
            entry = _Entry(str(change.path), None, "", None, _missing(change.path.parent))
            entry.backup = self._kept(change.path, "", change.before)
            entries.append(entry)
        elif change.before is not None and self._is_somebodys(entry, change.before):
            rest = self._without_ours(entry, change.before)
            kept = change.before if rest is None else rest
            entry.backup = self._kept(change.path, "", kept) if kept or entry.backup else None
        entry.written = _digest(change.after)
        entry.written_copy = self._kept(change.path, "-written", change.after)
        target = change.path.resolve()
        found = target.stat().st_mode & 0o777 if target.exists() else change.mode
        mode = found & _OWNERS if change.is_private else found
        if mode != found:
            entry.mode = found
        # The journal comes first: a kill between the two leaves a file that is known to be as it was.
        self._save(entries)
        change.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, change.after, mode)

    def _is_somebodys(self, entry: _Entry, content: bytes) -> bool:
        """Return whether a file is neither as it was written nor as it was before."""
        return _digest(content) != entry.written and content != self._before(entry)

    def _before(self, entry: _Entry) -> bytes | None:
        return (self._folder / entry.backup).read_bytes() if entry.backup else None

    def _without_ours(self, entry: _Entry, content: bytes) -> bytes | None:
        """Return what somebody made of a file without what was put there; null when that cannot be told."""
        if entry.written_copy is None:
            return None
        written = (self._folder / entry.written_copy).read_bytes()
        return without_ours(Path(entry.path), content, written, self._before(entry))

    def _restore(self, entry: _Entry, path: Path, content: bytes | None) -> None:
        if content is None:
            path.unlink(missing_ok=True)
            for folder in entry.created_folders:
                _remove_if_empty(Path(folder))
        elif path.exists():
            mode = path.stat().st_mode & 0o777 if entry.mode is None else entry.mode
            replace_file(path.resolve(), content, mode)

    def _forget(self, entry: _Entry) -> None:
        for name in filter(None, (entry.backup, entry.written_copy)):
            (self._folder / name).unlink(missing_ok=True)
        if not self.paths():
            _remove_if_empty(self._folder)

    def _kept(self, path: Path, suffix: str, content: bytes | None) -> str | None:
        """Return the name of a copy of some content, once it lies in the folder; null for none."""
        if content is None:
            return None
        name = f"{_digest(str(path).encode())[:16]}-{path.name}{suffix}"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._folder / name, content, _PRIVATE)
        return name

    def _entries(self) -> list[_Entry]:
        if not self._file.exists():
            return []
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[_Entry])
        except msgspec.DecodeError as error:
            message = f"{self._file} cannot be read ({error}); the backups lie beside it"
            raise SetupError(message) from None

    def _save(self, entries: list[_Entry]) -> None:
        if not entries:
            self._file.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._file, msgspec.json.format(msgspec.json.encode(entries)), _PRIVATE)


def current(path: Path) -> bytes | None:
    """Return what a file holds; None when there is none. Raises `SetupError` when it cannot be read."""
    try:
        return _content(path)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise SetupError(message) from None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _missing(folder: Path) -> list[str]:
    """Return the folders that writing into one would create, innermost first."""
    return [str(each) for each in (folder, *folder.parents) if not each.exists()]


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
