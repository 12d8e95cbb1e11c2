"""Dead letters of the spool: listed, looked at, taken after all, or dropped.

The warehouse knows which records were refused and where they stand; their reduced rows are in the archived
segments. A replay writes the row as a new request into a sealed segment of its own: its key is the record's,
so replaying twice, or while a load is running, stores it once. It replaces a row of the same key.
"""

import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from agent_analytics.errors import SpoolError
from ingestion.spool.folder import SEALED, SpoolFolder, segment_name, sync_folder
from ingestion.spool.lines import VERSION, Header, Tally, header_line, row_line, tally_line
from ingestion.spool.segments import line_at, name_of, read_file

Settlement = Literal["replayed", "dropped", "expired"]
"""What became of a letter; an expired one went with its segment, before anybody settled it."""

_REPLAY = re.compile(r"-r[0-9a-f]{8}\Z")
"""How the names of segments end that a replay wrote."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A refused record: where it stands, why, and what became of it; `settled` is None while it waits."""

    letter_id: str
    segment: str
    offset: int
    reason: str
    detail: str
    read_at: datetime
    settled: Settlement | None


@dataclass(frozen=True, slots=True)
class Payload:
    """What is kept of a refused record: the raw table it is for, and its reduced row."""

    table: str
    row: dict[str, Any]


class Letterbox:
    """The dead letters of one spool."""

    def __init__(
        self, folder: SpoolFolder, settled: Path, rows: Iterable[Mapping[str, Any]]
    ) -> None:
        self._folder = folder
        self._settled_file = settled
        self._segments = {name_of(path): path for path in _kept(folder)}
        how = _read_settled(settled)
        self._letters = {
            row["dead_letter_id"]: DeadLetter(
                row["dead_letter_id"],
                row["file_key"],
                int(row["file_offset"]),
                row["reason"],
                row["detail"],
                row["read_at"],
                how.get(row["dead_letter_id"], self._unsettled(row["file_key"])),
            )
            for row in rows
        }

    def all(self) -> list[DeadLetter]:
        """Return the letters, newest first."""
        return sorted(self._letters.values(), key=lambda letter: letter.read_at, reverse=True)

    def letter(self, beginning: str) -> DeadLetter:
        """Return the letter whose id begins so. Raises `SpoolError` when that is not exactly one."""
        found = [letter for name, letter in self._letters.items() if name.startswith(beginning)]
        if len(found) != 1:
            message = (
                f"{len(found)} dead letters begin with {beginning!r};"
                " `agent-analytics dead-letter list` shows all"
            )
            raise SpoolError(message)
        return found[0]

    def payload(self, letter: DeadLetter) -> Payload | None:
        """Return what is kept of a refused record; None when nothing is, or its segment has gone."""
        content = self._segment(letter.segment)
        found = line_at(content, letter.offset) if content is not None else None
        if found is None:
            return None
        line, place = found
        if line.letter is not None and line.letter.table and line.letter.row is not None:
            return Payload(line.letter.table, line.letter.row)
        rows = line.rows()
        return Payload(line.table, rows[place]) if line.table and place < len(rows) else None

    def replay(self, letters: Iterable[DeadLetter]) -> int:
        """Put records back on their way and return how many could be."""
        found = [(letter, self.payload(letter)) for letter in letters]
        kept = [(letter, payload) for letter, payload in found if payload is not None]
        if kept:
            rows = [row_line(payload.table, payload.row) for _, payload in kept]
            _write_segment(self._folder, [*rows, tally_line(Tally(len(rows), len(rows)))])
            self.settle([letter for letter, _ in kept], "replayed")
        return len(kept)

    def settle(self, letters: Iterable[DeadLetter], how: Settlement) -> None:
        """Remember what became of letters. Raises `SpoolError` when that cannot be written."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = _opened(self._settled_file, flags)
        at = datetime.now(UTC).isoformat()
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            for letter in letters:
                entry = {"letter": letter.letter_id, "how": how, "at": at}
                stream.write(json.dumps(entry) + "\n")
            stream.flush()
            os.fsync(stream.fileno())

    def _unsettled(self, segment: str) -> Settlement | None:
        return None if segment in self._segments else "expired"

    def _segment(self, name: str) -> bytes | None:
        """Return the content of the segment with a header of that name; None when it has gone."""
        path = self._segments.get(name)
        return None if path is None else read_file(path)


def is_replay(segment: Path) -> bool:
    """Return whether a segment holds what somebody put back on purpose."""
    return _REPLAY.search(segment.stem) is not None


def _kept(folder: SpoolFolder) -> list[Path]:
    return [*folder.archived(), *folder.sealed()]


def _read_settled(file: Path) -> dict[str, Settlement]:
    if not os.path.lexists(file):
        return {}
    descriptor = _opened(file, os.O_RDONLY)
    settled: dict[str, Settlement] = {}
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as stream:
        for text in stream:
            try:
                entry = json.loads(text)
                settled[entry["letter"]] = entry["how"]
            except (ValueError, KeyError, TypeError):
                continue  # a torn last line: that letter waits again, and replaying twice is harmless
    return settled


def _opened(file: Path, flags: int) -> int:
    """Return a descriptor of the file of settled letters itself, never of what a link leads to."""
    try:
        return os.open(file, flags | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        message = (
            f"{file} cannot be opened: {error.strerror}; it must be a file of this user and no link."
            " Move it away: its letters wait again, and replaying one twice is harmless"
        )
        raise SpoolError(message) from error


def _write_segment(folder: SpoolFolder, lines: list[bytes]) -> None:
    """Write a sealed segment as a whole beside those of a running receiver."""
    name = f"{segment_name(folder.next_sequence())}-r{secrets.token_hex(4)}"
    draft = folder.root / f"{name}.draft"
    header = header_line(Header(secrets.token_hex(16), VERSION))
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(b"".join((header, *lines)))
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(draft.with_suffix(SEALED))
    sync_folder(folder.root)
