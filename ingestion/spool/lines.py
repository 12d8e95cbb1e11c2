"""One line of a segment: JSON with a checksum of its own, so that damage is known where it happened.

A line is some records of a raw table, a tally that closes the records of one request, a dead letter, or the
header of its segment. How damage is got over belongs to `segments`.
"""

import zlib

import msgspec

from agent_analytics.columns import Columns, Row, count_of, rows_of, shared_text

VERSION = 2
"""Version of the format; a reader refuses a segment with a newer one."""

MARK = b'{"crc":"'
"""How every line begins; no text inside a line can hold it, because JSON escapes its quotes."""

_CONTENT = len(MARK) + 8 + 2
"""Where a line's content begins: after the mark, eight digits, a quote and a comma."""

DroppedName = tuple[str, str, str, str, str, int]
"""Agent, version, event, field and reason of a name that was not kept, and how often."""


class Header(msgspec.Struct, frozen=True, gc=False):
    """What a segment says about itself; `segment` is unique, whatever the file is called."""

    segment: str
    version: int


class Letter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record that was refused: why, and what may be kept of it, ready to be taken after all."""

    reason: str
    detail: str
    table: str | None = None
    row: Row | None = None


class Tally(msgspec.Struct, omit_defaults=True):
    """What became of the records of one request; its rows and letters stand before it."""

    received: int = 0
    rows: int = 0
    ignored: int = 0
    letters: int = 0
    rejected: int = 0
    dropped: list[DroppedName] = []


class Line(msgspec.Struct):
    """A line as read: one of its kinds is set.

    Records are a row, or columns beside what is the same in all of them.
    """

    header: Header | None = None
    table: str | None = None
    row: Row | None = None
    shared: Row | None = None
    columns: Columns | None = None
    letter: Letter | None = None
    tally: Tally | None = None

    def rows(self) -> list[Row]:
        """Return the records of a line, in order."""
        if self.columns is None:
            return [] if self.row is None else [self.row]
        shared = self.shared or {}
        return [shared | row for row in rows_of(self.columns)]


_ENCODE = msgspec.json.Encoder().encode
_DECODER = msgspec.json.Decoder(Line)


def row_line(table: str, row: Row) -> bytes:
    """Return the line of a row, with its end."""
    return _sealed(b'"table":"%s","row":%s' % (table.encode(), _ENCODE(row)))


def batch_line(table: str, columns: Columns) -> bytes:
    """Return the line of some records, with its end; text that all of them share stands in it once."""
    count = count_of(columns)
    if count == 1:
        return row_line(table, rows_of(columns)[0])
    shared: Row = {}
    own: Columns = {}
    for name, values in columns.items():
        text = shared_text(values)
        if text is not None:
            shared[name] = text
        elif values.count(None) < count:
            own[name] = values
    if not own:  # what tells how many they are
        name, values = next(iter(columns.items()))
        own[name] = values
        shared.pop(name, None)
    told = table.encode(), _ENCODE(shared), _ENCODE(own)
    return _sealed(b'"table":"%s","shared":%s,"columns":%s' % told)


def letter_line(letter: Letter) -> bytes:
    """Return the line of a dead letter, with its end."""
    return _sealed(b'"letter":' + _ENCODE(letter))


def tally_line(tally: Tally) -> bytes:
    """Return the line of a tally, with its end."""
    return _sealed(b'"tally":' + _ENCODE(tally))


def header_line(header: Header) -> bytes:
    """Return the line of a segment's header, with its end."""
    return _sealed(b'"header":' + _ENCODE(header))


def read_line(line: bytes) -> Line | None:
    """Return what a line without its end says; None when a single bit of it is not as it was written."""
    content = line[_CONTENT:-1]
    if line[: len(MARK)] != MARK or line[_CONTENT - 2 : _CONTENT] != b'",' or line[-1:] != b"}":
        return None
    if line[len(MARK) : _CONTENT - 2] != b"%08x" % zlib.crc32(content):
        return None
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError):
        return None


def _sealed(content: bytes) -> bytes:
    return b'%s%08x",%s}\n' % (MARK, zlib.crc32(content), content)
