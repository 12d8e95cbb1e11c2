"""Planned changes of other programs' files: shown first, backed up, applied, and undone byte for byte.

A journal in the state folder remembers what each file held before it was first touched. What the files
should hold belongs to the modules of the clients.
"""

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent_analytics.errors import SetupError
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


class _Entry(msgspec.Struct):
    """What the journal knows of one file."""

    path: str
    backup: str | None
    written: str
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

    def undo(self) -> tuple[list[Path], list[Path]]:
        """Restore every file and return those restored and those left as somebody changed them since.

        The copy of a file that was left stays in the backup folder. A run that is killed is gone on with by
        the next one.
        """
        restored, left = [], []
        entries = self._entries()
        for entry in reversed(tuple(entries)):
            path = Path(entry.path)
            if self._is_somebodys(entry, _content(path)):
                left.append(path)
                continue
            self._restore(entry, path)
            entries.remove(entry)
            self._save(entries)
            self._forget(entry)
            restored.append(path)
        return restored, left

    def backup_of(self, path: Path) -> Path | None:
        """Return the copy of a file as it was before the first change; None when it did not exist."""
        entry = next((e for e in self._entries() if e.path == str(path)), None)
        return self._folder / entry.backup if entry and entry.backup else None

    def _write(self, change: Change) -> None:
        entries = self._entries()
        entry = next((e for e in entries if e.path == str(change.path)), None)
        if entry is None:
            entry = _Entry(
                str(change.path), self._back_up(change), "", _missing(change.path.parent)
            )
            entries.append(entry)
        entry.written = _digest(change.after)
        target = change.path.resolve()
        found = target.stat().st_mode & 0o777 if target.exists() else change.mode
        mode = found & _OWNERS if change.is_private else found
        if mode != found:
            entry.mode = found
        # The journal comes first: a kill between the two leaves a file that is known to be as it was.
        self._save(entries)
        change.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, change.after, mode)

    def _is_somebodys(self, entry: _Entry, content: bytes | None) -> bool:
        """Return whether a file is neither as it was written nor as it was before."""
        if content is None or _digest(content) == entry.written:
            return False
        return entry.backup is None or content != (self._folder / entry.backup).read_bytes()

    def _restore(self, entry: _Entry, path: Path) -> None:
        if entry.backup is None:
            path.unlink(missing_ok=True)
            for folder in entry.created_folders:
                _remove_if_empty(Path(folder))
        elif path.exists():
            content = (self._folder / entry.backup).read_bytes()
            mode = path.stat().st_mode & 0o777 if entry.mode is None else entry.mode
            replace_file(path.resolve(), content, mode)

    def _forget(self, entry: _Entry) -> None:
        if entry.backup is not None:
            (self._folder / entry.backup).unlink()
        if not self.paths():
            _remove_if_empty(self._folder)

    def _back_up(self, change: Change) -> str | None:
        if change.before is None:
            return None
        name = f"{_digest(str(change.path).encode())[:16]}-{change.path.name}"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._folder / name, change.before, _PRIVATE)
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
