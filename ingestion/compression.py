"""Unpacks what the collector and its rotation leave behind: gzip, zstd, and zstd frames behind length prefixes.

The kind is told by the content, not by the name. A stream that ends too early gives what it holds so far.
"""

import io
import zlib
from typing import BinaryIO, cast

import zstandard

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_PREFIX_BYTES = 4
_READ_BYTES = 1024 * 1024
_GZIP_WINDOW = 31


def open_content(stream: BinaryIO) -> BinaryIO:
    """Return a stream of the decompressed content; `stream` itself when it is not compressed.

    `seek` goes forward from the start only.
    """
    stream.seek(0)
    start = stream.read(2 * _PREFIX_BYTES)
    stream.seek(0)
    if start.startswith(_GZIP):
        return cast(BinaryIO, _Forward(cast(BinaryIO, _Members(stream))))
    if start.startswith(_ZSTD):
        reader = zstandard.ZstdDecompressor().stream_reader(
            stream, read_across_frames=True, closefd=False
        )
        return cast(BinaryIO, _Forward(cast(BinaryIO, reader)))
    if start[_PREFIX_BYTES:] == _ZSTD:
        return cast(BinaryIO, _Forward(cast(BinaryIO, _PrefixedFrames(stream))))
    return stream


class _Forward:
    """A decompressing stream that can skip ahead and survives a torn end."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self._position = 0

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end."""
        parts: list[bytes] = []
        wanted = size
        while wanted:
            try:
                part = self._content.read(min(wanted, _READ_BYTES))
            except (EOFError, OSError, zlib.error, zstandard.ZstdError):
                break
            if not part:
                break
            parts.append(part)
            wanted -= len(part)
        self._position += size - wanted
        return b"".join(parts)

    def seek(self, position: int) -> int:
        """Skip to a later position; the content is read and thrown away."""
        while self._position < position and self.read(min(_READ_BYTES, position - self._position)):
            pass
        return self._position


class _Members(io.RawIOBase):
    """Members of a gzip file one after the other; of a torn one, what it holds so far.

    The standard reader would throw away all it has buffered when the end is missing.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._member = zlib.decompressobj(_GZIP_WINDOW)

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes of the content."""
        while True:
            packed = self._member.unused_data or self._member.unconsumed_tail
            packed = packed or self._stream.read(_READ_BYTES)
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP_WINDOW)
            part = self._member.decompress(packed, max(size, 0))
            if part or not packed:
                return part


class _PrefixedFrames(io.RawIOBase):
    """Frames of one message each behind a big-endian length, given back as lines."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes of the lines."""
        while not self._rest:
            frame = self._next_frame()
            if frame is None:
                return b""
            self._rest = frame if frame.endswith(b"\n") else frame + b"\n"
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def _next_frame(self) -> bytes | None:
        prefix = self._stream.read(_PREFIX_BYTES)
        if len(prefix) < _PREFIX_BYTES:
            return None
        length = int.from_bytes(prefix, "big")
        packed = self._stream.read(length)
        if len(packed) < length:
            return None
        return zstandard.ZstdDecompressor().decompressobj().decompress(packed)
