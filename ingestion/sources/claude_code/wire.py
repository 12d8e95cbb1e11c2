"""One transcript line as the client wrote it: a typed view that decodes only what is used.

Decoding is strict and fast for ordinary lines and lenient for damaged ones. What a row means belongs to
`parse` and its neighbours.
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


class Row(msgspec.Struct, rename="camel", gc=False):
    """The fields of a line that are used; every one may be missing or null."""

    type: str | None = None
    subtype: str | None = None
    uuid: str | None = None
    session_id: str | None = None
    request_session_id: str | None = None
    timestamp: str | int | float | None = None
    is_sidechain: bool | None = None
    agent_id: str | None = None
    cwd: str | None = None
    git_branch: str | None = None
    version: str | None = None
    entrypoint: str | None = None
    prompt_id: str | None = None
    permission_mode: str | None = None
    message: msgspec.Raw = msgspec.Raw()
    request_id: str | None = None
    api_block_index: int | None = None
    requested_model: str | None = None
    effort: str | None = None
    is_api_error_message: bool | None = None
    api_error_status: Any = None
    api_error_type: str | None = None
    error: Any = None
    cost_usd: Any = msgspec.field(default=None, name="costUSD")
    tool_use_result: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="toolUseResult")
    permission_decision: Any = None
    tool_denial_kind: str | None = None
    is_meta: bool | None = None
    is_compact_summary: bool | None = None
    is_visible_in_transcript_only: bool | None = None
    retry_attempt: Any = None
    max_retries: Any = None
    retry_in_ms: Any = None
    duration_ms: Any = None
    compact_metadata: Any = None
    pr_number: Any = None
    pr_url: str | None = None
    model_usage: Any = None
    start_time: Any = None
    total_duration: Any = None


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


def rows_of(line: bytes) -> Iterator[tuple[Row, str | None]]:
    """Yield the rows of a line, nearly always one, each with a data-quality flag or None.

    Two objects on a line are two rows; a byte-order mark, runs of NUL and a trailing comma are skipped. Raises
    `UnreadableError` at the first part that cannot be read.
    """
    text = line.removeprefix(_BYTE_ORDER_MARK).strip(b"\x00 \t\r\n")
    if not text:
        return
    try:
        if not text.isascii():
            # Parts are decoded later; what they hold must be known to be text by then.
            text.decode()
        yield _STRICT.decode(text), None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield from _lenient(text)


_STRICT = msgspec.json.Decoder(Row)


def _lenient(text: bytes) -> Iterator[tuple[Row, str | None]]:
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
        yield _row_from(value), flag
        position = end
        while position < len(decoded) and decoded[position] in ", \t\x00":
            position += 1


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _row_from(value: dict[str, Any]) -> Row:
    """Return a row of the fields that have the expected type; the others count as missing."""
    row = Row()
    for field in msgspec.structs.fields(Row):
        given = value.get(field.encode_name)
        if given is None:
            continue
        if field.type is msgspec.Raw:
            setattr(row, field.name, msgspec.Raw(msgspec.json.encode(given)))
            continue
        try:
            setattr(row, field.name, msgspec.convert(given, field.type))
        except msgspec.ValidationError:
            continue
    return row
