"""Lines of JSON objects as clients leave them: whole, torn by a power cut, or with text that is no Unicode.

Reading is fast for ordinary lines and lenient for damaged ones. What an object means belongs to the sources.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

INVALID_UTF8 = "invalid_utf8"
BAD_SURROGATE = "bad_surrogate"

_LONE_HIGH = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")
_LONE_LOW = re.compile(rb"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NOT_NUL = re.compile(rb"[^\x00]+")
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_STRICT = msgspec.json.Decoder(dict[str, Any])


class UnreadableError(Exception):
    """A line, or the rest of one, that is no JSON object; its text is the reason."""


def parts_of(line: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield what stands between the runs of NUL that a power cut leaves, each with its place in the line."""
    if b"\x00" not in line:
        yield 0, line
        return
    for part in _NOT_NUL.finditer(line):
        yield part.start(), part[0]


def word_of(value: object) -> str | None:
    """Return a value that is one word, as names of kinds are; None for anything that may be prose."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else None


def stripped(line: bytes) -> bytes:
    """Return a line without byte-order mark, NUL and blanks around it."""
    return line.removeprefix(_BYTE_ORDER_MARK).strip(b"\x00 \t\r\n")


def objects_of(line: bytes) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield the objects of a line, nearly always one, each with a data-quality flag or None.

    Raises `UnreadableError` at the first part that cannot be read.
    """
    text = stripped(line)
    if not text:
        return
    try:
        yield _STRICT.decode(text), None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield from damaged_objects(text)


def damaged_objects(text: bytes) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield the objects of a line that strict decoding refuses, each with a data-quality flag or None.

    Two objects on a line are two; a trailing comma is skipped; half a character becomes U+FFFD. Raises
    `UnreadableError` at the first part that cannot be read.
    """
    flag = None
    mended = _LONE_LOW.sub(rb"\\ufffd", _LONE_HIGH.sub(rb"\\ufffd", text))
    if mended != text:
        flag = BAD_SURROGATE
    decoded = mended.decode("utf-8", "replace")
    if decoded.encode() != mended:
        flag = INVALID_UTF8
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    position = 0
    while position < len(decoded):
        try:
            value, end = decoder.raw_decode(decoded, position)
        except RecursionError:
            message = "nested too deep"
            raise UnreadableError(message) from None
        except ValueError:
            message = "not_json"
            raise UnreadableError(message) from None
        if not isinstance(value, dict):
            message = "not an object"
            raise UnreadableError(message)
        yield value, flag
        position = end
        while position < len(decoded) and decoded[position] in ", \t\x00":
            position += 1


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)
