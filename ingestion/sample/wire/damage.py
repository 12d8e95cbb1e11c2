"""What goes wrong with transcript files: torn lines, garbage, a byte-order mark, half a character.

Works on finished lines. None of the damage hides a line that the ledger counts.
"""

from collections import Counter
from collections.abc import Sequence

from ingestion.sample.activity import Session
from ingestion.sample.people import Person

_EVERY = 60
_BOM, _SURROGATE, _GARBAGE, _GLUED, _TORN = 1, 2, 3, 4, 5
_LONE_SURROGATE = rb"\ud83d "
_PRINTED = (b'"stdout":"', b'"type":"text","text":"')
_GARBAGE_LINES = (b"not json at all", b"[1,2", b"\x00\x00\x00\x00", b'"text"', b"\xff\xfe\x00{}")
_TORN_ROW = (
    b'{"parentUuid":null,"isSidechain":false,"message":{"id":"msg_01TornTornTornTornTornTo",'
    b'"type":"message","role":"assistant","model":"claude-sonnet-5","content":[{"type":"te'
)


def damaged(
    person: Person, session: Session, lines: Sequence[bytes], second_run: int | None
) -> tuple[bytes, Counter[str]]:
    """Return the bytes of a transcript and the oddities planted in it.

    `second_run` is the index of the first line a resumed process wrote, None when there is none.
    """
    planted: Counter[str] = Counter()
    place = session.ordinal % _EVERY if person.plants and session.fork_of is None else None
    body = [line + b"\n" for line in lines]
    if place == _SURROGATE:
        planted["lone_surrogates"] += _half_a_character(body)
    if place == _GARBAGE:
        body[2:2] = [line + b"\n" for line in _GARBAGE_LINES]
        planted["garbage_lines"] += len(_GARBAGE_LINES)
    if place == _GLUED and second_run is not None:
        body[second_run] = _TORN_ROW + body[second_run]
        planted["truncated_then_continued_files"] += 1
        planted["torn_lines"] += 1
    if place == _TORN:
        body.append(_TORN_ROW)
        planted["torn_lines"] += 1
    if place == _BOM:
        body = [b"\xef\xbb\xbf" + body[0], *body[1:]]
        body = [line.replace(b"\n", b"\r\n") for line in body]
        planted["bom_crlf_files"] += 1
    return b"".join(body), planted


def _half_a_character(body: list[bytes]) -> int:
    """Put half a pictogram into a tool's output, or an answer; return how many lines changed."""
    for place in _PRINTED:
        for index, line in enumerate(body):
            if place in line:
                body[index] = line.replace(place, place + _LONE_SURROGATE, 1)
                return 1
    return 0
