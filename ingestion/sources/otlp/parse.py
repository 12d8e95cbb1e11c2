"""Lines of a collector file to rows: pure, so that where a file was cut in stretches changes nothing.

One line is one export request. Finding and reading files belongs to `ingestion.tail`.
"""

from collections.abc import Iterable

from agent_analytics.records import FILES
from ingestion.otlp.decode import decode
from ingestion.otlp.events import rows
from ingestion.otlp.reasons import UndecodableError
from ingestion.stretches import DeadLetter, Stretch
from ingestion.tail import Reading

_NUL = b"\x00"


def stretch_of(reading: Reading) -> Stretch:
    """Return what a reading of a collector file says, with the position reached when it is the last."""
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    take_lines(stretch, reading.lines)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def take_lines(stretch: Stretch, lines: Iterable[tuple[int, bytes]]) -> None:
    """Add what lines say to a stretch; a line is its byte offset and its text.

    Every log record, span and point is one record received. A line that cannot be read is one record
    and one dead letter; a record refused within a readable line is one too.
    """
    for offset, line in lines:
        text = line.strip().strip(_NUL)
        if text:
            _take_line(stretch, offset, text)


def _take_line(stretch: Stretch, offset: int, line: bytes) -> None:
    try:
        decoded = decode(line, "json")
    except UndecodableError as error:
        stretch.received += 1
        stretch.dead_letters.append(DeadLetter(str(error), "whole line", offset, len(line)))
        return
    stretch.received += decoded.received
    stretch.ignored += decoded.ignored
    for number, reason in enumerate(decoded.refused):
        stretch.dead_letters.append(
            DeadLetter(reason, f"refused record {number} of its line", offset, len(line))
        )
    stretch.ignored += len(decoded.signals)
    for table, record in rows(decoded.signals):
        record["file_key"] = stretch.scope_key
        record["file_offset"] = offset
        stretch.add(table, record)
        stretch.accepted += 1
        stretch.ignored -= 1
