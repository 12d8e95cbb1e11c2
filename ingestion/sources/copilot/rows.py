"""Rows out of the files of a report, written on lines or in an array. What a row means belongs to `parse`."""

from collections.abc import Iterator

import msgspec

_DECODER = msgspec.json.Decoder()


def lines_of(file: bytes) -> Iterator[bytes]:
    """Yield the rows of a file, each on a line, out of lines or an array; an array that is cut is one line."""
    if file.lstrip()[:1] != b"[":
        yield from filter(bytes.strip, file.splitlines())
        return
    try:
        for member in msgspec.json.decode(file, type=list[msgspec.Raw]):
            yield msgspec.json.format(bytes(member), indent=-1)
    except msgspec.DecodeError:
        yield b" ".join(file.splitlines())


def rows_of(lines: bytes) -> Iterator[object]:
    """Yield what stands on the lines of a report; `DecodeError`s for what is no JSON."""
    for line in filter(bytes.strip, lines.splitlines()):
        try:
            yield _DECODER.decode(line)
        except msgspec.DecodeError as error:
            yield error
