"""Lines that hooks appended, to rows of `events`.

Read from their file on this machine, or brought by a sender from another one: an event is the same whichever
road it took. What a whole event or commit says is in `hooks` and `commits`.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from ingestion.json_lines import UnreadableError, objects_of
from ingestion.receiver.commits import read_commit
from ingestion.receiver.hooks import AGENT, read_event
from ingestion.spool.lines import Letter

MAX_BYTES = 1024 * 1024
"""Largest body that is read."""

_TOLD_REASONS = frozenset({"not_json", "not_an_object", "too_large"})
_DIGEST_LENGTH = 32

Row = dict[str, Any]
Reader = Callable[[Row, int], Row | Letter]


class Appended(msgspec.Struct):
    """What a sender brings: when it was sent, by its own clock in microseconds, and lines of each kind.

    A line of `missed` stands for an event that could not be kept.
    """

    sent_at: int
    hooks: list[str] = []
    commits: list[str] = []
    missed: list[str] = []


_DECODER = msgspec.json.Decoder(Appended)


def read(body: bytes) -> Appended | Letter:
    """Return what a sender brings, or why it is nothing."""
    if len(body) > MAX_BYTES:
        return Letter("too_large", "appended hooks")
    try:
        return _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Letter("not_json", "appended hooks")


def rows_of(told: Appended) -> tuple[list[Row], list[Letter]]:
    """Return the rows of what a sender brings, and what could not be read of it."""
    lines = [(line, event_of) for line in told.hooks] + [(line, commit_of) for line in told.commits]
    outcomes = [read_line(line.encode(errors="replace"), reader) for line, reader in lines]
    letters = [outcome for outcome in outcomes if isinstance(outcome, Letter)]
    return [outcome for outcome in outcomes if not isinstance(outcome, Letter)], letters


def read_line(line: bytes, reader: Reader) -> Row | Letter:
    """Return the row of a line, or why it is none."""
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
