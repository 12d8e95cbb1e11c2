"""The lines of a rollout before those newly read, which say what the thread is about.

They were landed by an earlier load; how files are found and continued belongs to `ingestion.tail`.
"""

from collections.abc import Iterator

from ingestion.compression import open_content
from ingestion.lines import Line
from ingestion.tail import Reading

_READ_BYTES = 4 * 1024 * 1024


def lines_before(reading: Reading) -> Iterator[Line]:
    """Yield the whole lines before a reading; none when the file cannot be opened any more."""
    left = reading.from_offset
    if not left:
        return
    try:
        stream = reading.path.open("rb")
    except OSError:
        return
    with stream:
        content = open_content(stream)
        offset, rest = 0, b""
        while left and (chunk := content.read(min(left, _READ_BYTES))):
            left -= len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                yield offset, line.removesuffix(b"\r")
                offset += len(line) + 1
        if rest:
            yield offset, rest
