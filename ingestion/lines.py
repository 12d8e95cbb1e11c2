"""Cuts content into whole lines, in stretches of bounded size.

Which file is read from where belongs to `tail`, what a line says to the sources.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

STRETCH_BYTES = 8 * 1024 * 1024
"""Content is handed on in stretches of about this size, so that memory does not grow with the file."""

LONGEST_LINE = 64 * 1024 * 1024
"""A longer line is no record of anything and is not held in memory."""

TOO_LONG = b"{"
"""What is handed on of a line that is too long: no reader takes it for JSON, so it is counted as unreadable."""

Line = tuple[int, bytes]
"""Byte offset of a line in the (decompressed) content, and the line without its end."""


def whole_lines(content: BinaryIO, start: int) -> Iterator[tuple[int, list[Line]]]:
    """Yield the end of each stretch and its whole lines.

    A last line without an end is left for later, unless it is a JSON object or array: nothing can follow that.
    """
    content.seek(start)
    offset, rest, skipped = start, list[bytes](), 0
    while chunk := content.read(STRETCH_BYTES):
        head, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(chunk)
            if skipped or sum(map(len, rest)) > LONGEST_LINE:
                skipped += sum(map(len, rest))
                rest = []
            continue
        lines: list[Line] = []
        for line in b"".join((*rest, head)).split(b"\n"):
            lines.append((offset, TOO_LONG if skipped else line.removesuffix(b"\r")))
            offset += skipped + len(line) + 1
            skipped = 0
        rest = [tail]
        yield offset, lines
    last = b"".join(rest)
    if not skipped and _is_whole(last):
        yield offset + len(last), [(offset, last)]


def _is_whole(line: bytes) -> bool:
    text = line.removeprefix(codecs.BOM_UTF8).strip()
    if not text.startswith((b"{", b"[")):
        return False
    try:
        _WELL_FORMED.decode(text)
    except msgspec.DecodeError:
        return False
    return True


_WELL_FORMED = msgspec.json.Decoder(msgspec.Raw)
