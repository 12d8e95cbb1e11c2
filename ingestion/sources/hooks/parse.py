"""Lines that hooks appended to rows of `events`: pure, so that where a file was cut changes nothing.

A line is what a hook kept of one event or commit, or says why nothing could be kept. The rows are made by the
receiver's own readers, so that an event is the same whichever road it took.
"""

from collections.abc import Callable, Iterable
from typing import Any

from agent_analytics.records import EVENTS, FILES
from ingestion.json_lines import UnreadableError, objects_of
from ingestion.receiver.commits import read_commit
from ingestion.receiver.hooks import AGENT, read_event
from ingestion.spool.lines import Letter
from ingestion.stretches import DeadLetter, Stretch
from ingestion.tail import Reading

_TOLD_REASONS = frozenset({"not_json", "not_an_object", "too_large"})
_DIGEST_LENGTH = 32
_COMMITS = "commits-"
_MISSED = "hooks-missed-"
"""Beginning of the names of files whose lines only count events that could not be kept."""

Row = dict[str, Any]
Reader = Callable[[Row, int], Row | Letter]


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
        read = _read(line, reader)
        if isinstance(read, Letter):
            letter = DeadLetter(read.reason, read.detail, offset, len(line))
            stretch.dead_letters.append(letter)
            continue
        stretch.add(EVENTS, read | {"file_key": stretch.scope_key, "file_offset": offset})
        stretch.accepted += 1


def event_of(kept: Row, received_at: int) -> Row | Letter:
    """Return the row of what the command hook kept of an event, or why it is none."""
    digest = kept.get("digest")
    if not isinstance(digest, str) or len(digest) != _DIGEST_LENGTH:
        return Letter("bad_envelope", "hook line")
    if kept.get("agent") != AGENT:
        return Letter("unknown_agent", "hook event")
    event = read_event(kept, digest, received_at)
    return event if isinstance(event, Letter) else event[1]


def commit_of(kept: Row, received_at: int) -> Row | Letter:
    """Return the row of what the post-commit hook kept of a commit, or why it is none."""
    commit = read_commit(kept, received_at)
    return commit if isinstance(commit, Letter) else commit[1]


def _read(line: bytes, reader: Reader) -> Row | Letter:
    try:
        kept, *more = [event for event, _ in objects_of(line)]
    except (UnreadableError, ValueError):
        return Letter("not_json", "hook line")
    if more:
        return Letter("not_json", "hook line")
    if "unreadable" in kept:
        reason = kept["unreadable"]
        return Letter(reason if reason in _TOLD_REASONS else "bad_envelope", "hook event")
    received_at = kept.get("received_at")
    if type(received_at) is not int:
        return Letter("bad_envelope", "hook line")
    return reader(kept, received_at)
