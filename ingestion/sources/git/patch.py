"""The patch of one commit to the lines it changed, file by file.

Which file is which is told by the numbers git prints before the patch, in the same order: names in a patch may
be spelt in many ways. What becomes of the lines is said in `agent_analytics.attribution.lines`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent_analytics.attribution.lines import MAX_LINES, Hunk

_FILE = b"diff --git "
_PLACE = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


@dataclass(slots=True)
class FilePatch:
    """The hunks of one file, in order; `is_whole` says that they are all of its changes."""

    hunks: list[Hunk] = field(default_factory=list)
    is_whole: bool = True


def file_patches(patch: bytes) -> list[FilePatch]:
    """Return the changes of each file in a patch without context, in order.

    A file with more than `MAX_LINES` lines on one side, or one at which the patch was cut off, is not whole
    and has no hunks.
    """
    rows = patch.split(b"\n")
    files: list[FilePatch] = []
    place, end = 0, len(rows)
    counted = 0
    while place < end:
        row = rows[place]
        place += 1
        if row.startswith(_FILE):
            files.append(FilePatch())
            counted = 0
        elif files and row.startswith(b"@@ ") and (match := _PLACE.match(row)):
            removed, added = (int(count) if count else 1 for count in match.groups(b""))
            counted += max(removed, added)
            if counted > MAX_LINES:
                files[-1] = FilePatch(is_whole=False)
            if files[-1].is_whole:
                before = list(_texts(rows, place, removed, b"-"))
                place = _after(rows, place + len(before))
                after = list(_texts(rows, place, added, b"+"))
                place = _after(rows, place + len(after))
                if (len(before), len(after)) == (removed, added):
                    files[-1].hunks.append(Hunk(before, after))
                else:
                    files[-1] = FilePatch(is_whole=False)
            else:
                place += removed + added
    return files


def _texts(rows: list[bytes], place: int, count: int, sign: bytes) -> Iterator[str]:
    for row in rows[place : place + count]:
        if row[:1] != sign:
            return
        yield _text(row[1:])


def _text(line: bytes) -> str:
    """Return a line as text; what is not UTF-8 is most often Latin-1, in which every byte is a letter."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _after(rows: list[bytes], place: int) -> int:
    """Return the place behind git's note that a file ends without a line end, if it stands here."""
    has_note = place < len(rows) and rows[place].startswith(b"\\ ")
    return place + 1 if has_note else place
