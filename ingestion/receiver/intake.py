"""A request's body to what the spool keeps of it: decoded, reduced and counted, all without waiting.

Whole requests that cannot be read raise `UndecodableError`. Sockets, waiting and answers belong elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from agent_analytics.privacy.policy import Policy
from agent_analytics.records import EVENTS, Table
from ingestion.batches import Batch, by_shape
from ingestion.otlp.decode import decode
from ingestion.otlp.events import batches
from ingestion.otlp.reasons import Reason, UndecodableError
from ingestion.otlp.signals import Decoded, Signal, SignalKind
from ingestion.receiver import appended as lines_elsewhere
from ingestion.receiver import commits, hooks
from ingestion.receiver.clocks import ahead_by, doubt_past, put_right
from ingestion.receiver.committer import Lines
from ingestion.receiver.redaction import reduced
from ingestion.spool.lines import DroppedName, Letter, Tally, letter_line, read_line, tally_line

MAX_RECORDS = 50_000
"""Records one request may hold."""


Encoding = Literal["json", "protobuf"]
Export = tuple[bytes, Encoding, SignalKind, int]
"""Body, encoding and signal of an export request, and how far its sender's clock is ahead."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one request gave: lines for the spool, and how many of its records went which way.

    The lines may hold the records of others, too. `problem` is the first reason a record was refused for,
    without any of its text.
    """

    lines: Lines
    received: int
    accepted: int
    ignored: int
    refused: int
    problem: str | None = None


def telemetry(
    policy: Policy, body: bytes, encoding: Encoding, signal: SignalKind, ahead: int = 0
) -> Taken:
    """Return what an OTLP export request gave. Raises `UndecodableError`.

    `ahead` is how many microseconds its sender's clock is known to be ahead.
    """
    return _reduced(policy, _decoded(body, encoding, signal), ahead)


def telemetry_of_many(policy: Policy, exports: Sequence[Export]) -> list[Taken | UndecodableError]:
    """Return what `telemetry` would give for each of some requests, or raise.

    Those of which every record is kept as it came are reduced together and share their lines.
    """
    decoded = [_decoded_or_why(body, encoding, signal) for body, encoding, signal, _ in exports]
    plain = [
        read
        for read, (*_, ahead) in zip(decoded, exports, strict=True)
        if isinstance(read, Decoded) and _is_plain(read, ahead)
    ]
    shared = _reduced_together(policy, plain) if len(plain) > 1 else None
    outcomes: list[Taken | UndecodableError] = []
    for read, (*_, ahead) in zip(decoded, exports, strict=True):
        if isinstance(read, UndecodableError):
            outcomes.append(read)
        elif shared is not None and _is_plain(read, ahead):
            outcomes.append(Taken(shared, read.received, read.received, 0, 0))
        else:
            outcomes.append(_reduced(policy, read, ahead))
    return outcomes


def hook_event(policy: Policy, body: bytes, received_at: int) -> Taken:
    """Return what a hook's JSON gave; one that cannot be read is a dead letter, never an error.

    `received_at` is in microseconds: a hook does not say when it happened.
    """
    return _told(policy, hooks.read(body, received_at))


def commit(policy: Policy, body: bytes, received_at: int) -> Taken:
    """Return what a post-commit hook's JSON gave, as `hook_event` does."""
    return _told(policy, commits.read(body, received_at))


def appended(policy: Policy, body: bytes, received_at: int) -> Taken:
    """Return what the lines gave that hooks appended elsewhere and a sender brought."""
    told = lines_elsewhere.read(body)
    if isinstance(told, Letter):
        return _told(policy, told)
    rows, letters = lines_elsewhere.rows_of(told)
    ahead = ahead_by(told.sent_at, received_at)
    known = by_shape((EVENTS, row) for row in rows)
    dated = [put_right(batch, ahead) for batch in known]
    return _taken(policy, dated, letters, 0, len(told.missed))


def warm_up(policy: Policy) -> None:
    """Make ready what the first request would otherwise wait for: rules for secrets take seconds."""
    event = b'{"hook_event_name":"Stop","session_id":"s","tool_name":"two words"}'
    hook_event(policy, event, 0)


def rejections(counts: Counter[str]) -> bytes:
    """Return the line that tells the loader how many requests were turned away undecoded."""
    rejected = sum(counts.values())
    return tally_line(Tally(received=rejected, rejected=rejected)) if rejected else b""


def _decoded(body: bytes, encoding: Encoding, signal: SignalKind) -> Decoded:
    decoded = decode(body, encoding, signal)
    if decoded.received > MAX_RECORDS:
        raise UndecodableError(Reason.TOO_LARGE)
    return decoded


def _decoded_or_why(
    body: bytes, encoding: Encoding, signal: SignalKind
) -> Decoded | UndecodableError:
    try:
        return _decoded(body, encoding, signal)
    except UndecodableError as error:
        return error


def _is_plain(decoded: Decoded, ahead: int) -> bool:
    return not (decoded.refused or decoded.ignored or ahead)


def _reduced(policy: Policy, decoded: Decoded, ahead: int) -> Taken:
    letters = [
        _letter(policy, reason, number, decoded.remains.get(number))
        for number, reason in enumerate(decoded.refused)
    ]
    known = batches(decoded.signals)
    unknown = len(decoded.signals) - sum(batch.count for batch in known)
    dated = [doubt_past(put_right(batch, ahead)) for batch in known]
    return _taken(policy, dated, letters, decoded.ignored + unknown)


def _reduced_together(policy: Policy, plain: Sequence[Decoded]) -> Lines | None:
    """Return the lines of what several requests held; None when a record of theirs is not kept."""
    signals = [signal for decoded in plain for signal in decoded.signals]
    taken = _taken(policy, [doubt_past(batch) for batch in batches(signals)], [], 0)
    return taken.lines if taken.accepted == len(signals) else None


def _letter(policy: Policy, reason: str, number: int, remains: Signal | None) -> Letter:
    """Return the dead letter of a refused record, with what may be kept of what could be read."""
    detail = f"refused record {number} of its request"
    known = [] if remains is None else batches([remains])
    for line in reduced(policy, known).lines:
        kept = read_line(line[:-1])
        if kept is not None:
            return Letter(reason, detail, kept.table, kept.row)
    return Letter(reason, detail)


def _told(policy: Policy, read: tuple[Table, dict[str, Any]] | Letter) -> Taken:
    if isinstance(read, Letter):
        return _taken(policy, (), [read], 0)
    return _taken(policy, by_shape([read]), [], 0)


def _taken(
    policy: Policy,
    known: Iterable[Batch],
    letters: list[Letter],
    ignored: int,
    rejected: int = 0,
) -> Taken:
    kept = reduced(policy, known)
    letters = letters + kept.letters
    accepted = kept.count
    received = accepted + ignored + len(letters) + rejected
    dropped: list[DroppedName] = [(*what, count) for what, count in kept.dropped.items()]
    tally = Tally(received, accepted, ignored, len(letters), rejected, dropped)
    lines = b"".join((*kept.lines, *map(letter_line, letters), tally_line(tally)))
    problem = letters[0].reason if letters else None
    return Taken(
        Lines(lines if received else b""), received, accepted, ignored, len(letters), problem
    )
