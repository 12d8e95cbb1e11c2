"""Every way collector files are packed gives the same content, however it ends."""

import gzip
import io

import pytest
import zstandard

from ingestion.compression import open_content

LINES = b'{"a":1}\n{"a":2}\n'


def _frame(content: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(content)


def _prefixed(content: bytes) -> bytes:
    frame = _frame(content)
    return len(frame).to_bytes(4, "big") + frame


@pytest.mark.parametrize(
    "packed",
    [
        LINES,
        gzip.compress(LINES),
        gzip.compress(LINES[:8]) + gzip.compress(LINES[8:]),
        _frame(LINES),
        _frame(LINES[:8]) + _frame(LINES[8:]),
        _prefixed(LINES[:8]) + _prefixed(LINES[8:]),
        _prefixed(LINES[:7]) + _prefixed(LINES[8:15]),
    ],
    ids=["plain", "gzip", "members", "zstd", "frames", "prefixed", "prefixed without newlines"],
)
def test_every_packing_gives_the_same_lines(packed: bytes) -> None:
    """The kind is told by the content."""
    assert open_content(io.BytesIO(packed)).read(1_000) == LINES


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(LINES[:8]) + gzip.compress(LINES[8:])[:-6],
        _frame(LINES[:8]) + _frame(LINES[8:])[:6],
        _prefixed(LINES[:8]) + _prefixed(LINES[8:])[:-3],
        _prefixed(LINES[:8]) + b"\x00\x00",
    ],
    ids=["gzip", "zstd", "prefixed", "prefix"],
)
def test_a_torn_end_leaves_what_came_before(packed: bytes) -> None:
    """A collector that died while writing costs at most its last message."""
    assert open_content(io.BytesIO(packed)).read(1_000).startswith(LINES[:8])


def test_a_packed_stream_can_skip_ahead() -> None:
    """Positions count decompressed bytes."""
    content = open_content(io.BytesIO(gzip.compress(LINES)))
    content.seek(8)
    assert content.read(1_000) == LINES[8:]


def test_an_empty_file_has_no_content() -> None:
    """Nothing is no packing."""
    assert open_content(io.BytesIO(b"")).read(10) == b""
