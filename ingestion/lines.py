"""Cuts content into whole lines, in stretches of bounded size.

Which file is read from where belongs to `tail`, what a line says to the sources.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

STRETCH_BYTES = 8 * 1024 * 1024
"""Content is handed on in stretches of about this size, so that memory does not grow with the file."""

Line = tuple[int, bytes]
"""Byte offset of a line in the (decompressed) content, and the line without its end."""


def whole_lines(content: BinaryIO, start: int) -> Iterator[tuple[int, list[Line]]]:
    """Yield the end of each stretch and its whole lines.

    A last line without an end is left for later, unless it is a JSON object: nothing can follow that.
    """
    content.seek(start)
    offset, rest = start, list[bytes]()
    while chunk := content.read(STRETCH_BYTES):
        head, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(chunk)
            continue
        lines: list[Line] = []
        for line in b"".join((*rest, head)).split(b"\n"):
            lines.append((offset, line.removesuffix(b"\r")))
            offset += len(line) + 1
        rest = [tail]
        yield offset, lines
    last = b"".join(rest)
    if _is_object(last):
        yield offset + len(last), [(offset, last)]


def _is_object(line: bytes) -> bool:
    text = line.removeprefix(codecs.BOM_UTF8).strip()
    if not text.startswith(b"{"):
        return False
    try:
        _WELL_FORMED.decode(text)
    except msgspec.DecodeError:
        return False
    return True


_WELL_FORMED = msgspec.json.Decoder(msgspec.Raw)
