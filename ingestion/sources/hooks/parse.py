"""Lines that hooks appended to rows of `events`: pure, so that where a file was cut changes nothing.

A line is what a hook kept of one event or commit, or says why nothing could be kept. What it means is the
receiver's matter, which gets the same lines from other machines.
"""

from collections.abc import Iterable

from agent_analytics.records import EVENTS, FILES
from ingestion.receiver.appended import Reader, commit_of, event_of, read_line
from ingestion.spool.lines import Letter
from ingestion.stretches import DeadLetter, Stretch
from ingestion.tail import Reading

_COMMITS = "commits-"
_MISSED = "hooks-missed-"
"""Beginning of the names of files whose lines only count events that could not be kept."""


def stretch_of(reading: Reading) -> Stretch:
    """Return what newly read lines of a hook's file say, with the position reached."""
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    if reading.path.name.startswith(_MISSED):
        stretch.received = stretch.rejected = sum(1 for _, line in reading.lines if line.strip())
    else:
        reader = commit_of if reading.path.name.startswith(_COMMITS) else event_of
        take_lines(stretch, reading.lines, reader)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def take_lines(stretch: Stretch, lines: Iterable[tuple[int, bytes]], reader: Reader) -> None:
    """Add what lines say to a stretch; each that is not blank is one record and has one outcome."""
    for offset, line in lines:
        if not line.strip(b"\x00 \t\r"):
            continue
        stretch.received += 1
        read = read_line(line, reader)
        if isinstance(read, Letter):
            letter = DeadLetter(read.reason, read.detail, offset, len(line))
            stretch.dead_letters.append(letter)
            continue
        stretch.add(EVENTS, read | {"file_key": stretch.scope_key, "file_offset": offset})
        stretch.accepted += 1
