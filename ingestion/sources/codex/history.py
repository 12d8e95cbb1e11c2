"""The lines of a rollout before those newly read, which say what the thread is about.

They were landed by an earlier load; how files are found and continued belongs to `ingestion.tail`.
"""

from collections.abc import Iterator

from ingestion.compression import open_content
from ingestion.lines import Line, whole_lines
from ingestion.tail import Reading


def lines_before(reading: Reading) -> Iterator[Line]:
    """Yield the whole lines before a reading; none when the file cannot be opened any more."""
    end = reading.from_offset
    if not end:
        return
    try:
        stream = reading.path.open("rb")
    except OSError:
        return
    with stream:
        for _, lines in whole_lines(open_content(stream), 0):
            for offset, line in lines:
                if offset >= end:
                    return
                yield offset, line[: end - offset]
