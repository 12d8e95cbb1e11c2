"""Reads a segment whatever has happened to it: good lines are given, damage is given as places.

A kill cuts the last line, a power cut leaves zeros or garbage, a bad disk flips bits. Each costs the lines
it touches and no other: where a line is broken, the next beginning of a line is looked for within it.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from agent_analytics.errors import SpoolError
from ingestion.spool.lines import MARK, VERSION, Line, read_line
from ingestion.stretches import deterministic_key

_HEADER_BYTES = 4096
"""More than the first line of any segment has."""


@dataclass(frozen=True, slots=True)
class Read:
    """A line and its place; `line` is None where something stands that was not written so."""

    offset: int
    length: int
    line: Line | None


def read_file(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a segment, or its first ones up to `most`; never through a link."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(most)


def read_lines(content: bytes) -> Iterator[Read]:
    """Yield the lines of a segment in order, and a damaged place once for each run of damage.

    Raises `SpoolError` when the segment was written by a newer version.
    """
    offset = 0
    damage: list[int] = []
    for text in content.split(b"\n"):
        for start, part in _parts(text):
            line = read_line(part)
            place = offset + start
            if line is None and not part:
                continue
            if line is None:
                damage = [damage[0] if damage else place, place + len(part)]
                continue
            if damage:
                yield Read(damage[0], damage[1] - damage[0], None)
                damage = []
            _refuse_newer(line)
            yield Read(place, len(part), line)
        offset += len(text) + 1
    if damage:
        yield Read(damage[0], damage[1] - damage[0], None)


def segment_key(path: Path, reads: Iterable[Read]) -> str:
    """Return the key of a segment: its own, or one made of its name when its header is damaged."""
    headers = (read.line.header for read in reads if read.line and read.line.header)
    header = next(headers, None)
    return header.segment if header else deterministic_key("segment", path.stem)


def name_of(path: Path) -> str:
    """Return what the rows of a segment call it, reading its beginning only."""
    content = read_file(path, _HEADER_BYTES)
    return segment_key(path, read_lines(content[: content.find(b"\n") + 1]))


def line_at(content: bytes, offset: int) -> tuple[Line, int] | None:
    """Return the line that holds an offset, and how far in it that is; None when none does."""
    begin = content.rfind(MARK, 0, offset + len(MARK))
    end = content.find(b"\n", offset)
    line = read_line(content[begin : end if end >= 0 else None]) if begin >= 0 else None
    return None if line is None else (line, offset - begin)


def _parts(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield a line, or the pieces of one that begins anew within: an end of line was lost."""
    again = text.find(MARK, 1)
    if again < 0:
        yield 0, text
        return
    start = 0
    while again >= 0:
        yield start, text[start:again]
        start, again = again, text.find(MARK, again + 1)
    yield start, text[start:]


def _refuse_newer(line: Line) -> None:
    if line.header and line.header.version > VERSION:
        message = (
            f"the segment has format {line.header.version}, this version reads up to {VERSION};"
            " upgrade agent-analytics, then run again"
        )
        raise SpoolError(message)
