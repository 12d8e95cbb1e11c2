"""Bodies of requests, unpacked within bounds.

A small body can unpack to anything, so it is unpacked only as far as it may be. Decoding belongs to `intake`.
"""

import zlib

MAX_WIRE_BYTES = 16 * 1024 * 1024
"""Largest body as sent."""

MAX_UNPACKED_BYTES = 32 * 1024 * 1024
"""Largest body once unpacked."""

_GZIP_WINDOW = 31


class BodyError(Exception):
    """A body that is not taken: the HTTP status to answer, and why in words that do not quote it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def unpacked(body: bytes, encoding: str) -> bytes:
    """Return a body without its content encoding. Raises `BodyError`."""
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        return body
    if kind != "gzip":
        shown = "".join(letter for letter in kind[:40] if letter.isprintable())
        raise BodyError(400, f"content encoding {shown!r} is not supported; use gzip or none")
    member = zlib.decompressobj(_GZIP_WINDOW)
    try:
        content = member.decompress(body, MAX_UNPACKED_BYTES)
        if member.unconsumed_tail:
            raise BodyError(413, f"the body unpacks to more than {MAX_UNPACKED_BYTES:,} bytes")
    except zlib.error:
        raise BodyError(400, "the body is not valid gzip") from None
    if not member.eof:
        raise BodyError(400, "the gzip body ends too early")
    if member.unused_data:
        raise BodyError(400, "something follows the end of the gzip body")
    return content
