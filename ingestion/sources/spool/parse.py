"""Segments to rows, with one outcome for each record the receiver counted.

The rows of a request stand before its tally. Damage between two tallies is counted by what the tally misses,
so that a broken line is one dead letter and its neighbours are unharmed. Pure but for reading the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from agent_analytics.records import SOURCE_TABLES
from ingestion.spool.lines import Letter, Tally
from ingestion.spool.segments import Read, read_file, read_lines, segment_key
from ingestion.stretches import DeadLetter, Stretch

_TABLES = {table.name: table for table in SOURCE_TABLES["spool"]}
_DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sealed segment; the offsets tell how much work it is."""

    path: Path
    from_offset: int
    to_offset: int


@dataclass(slots=True)
class _Block:
    """What stood since the last tally: rows and letters taken, and places that are damaged."""

    rows: int = 0
    letters: int = 0
    damages: list[Read] = field(default_factory=list)


def stretch_of(segment: Segment) -> Stretch:
    """Return what a segment says. Raises `SpoolError` when a newer version wrote it."""
    content = read_file(segment.path)
    reads = list(read_lines(content))
    stretch = Stretch(segment_key(segment.path, reads), 0, len(content))
    block = _Block()
    for read in reads:
        line = read.line
        if line is None:
            block.damages.append(read)
        elif line.tally is not None:
            _close(stretch, block, line.tally)
            block = _Block()
        elif line.letter is not None:
            block.letters += 1
            stretch.dead_letters.append(_dead_letter(line.letter, read))
        elif line.table in _TABLES:
            for place, row in enumerate(line.rows()):
                block.rows += 1
                row["file_key"], row["file_offset"] = stretch.scope_key, read.offset + place
                stretch.add(_TABLES[line.table], row)
    _close(stretch, block, Tally(block.rows + block.letters, block.rows, letters=block.letters))
    return stretch


def _close(stretch: Stretch, block: _Block, tally: Tally) -> None:
    """Count the records of a request, or of what a kill left of one."""
    missing = tally.rows - block.rows + tally.letters - block.letters
    damaged = list(_damage_letters(block.damages, max(missing, 0)))
    stretch.dead_letters += damaged
    stretch.accepted += block.rows
    stretch.ignored += tally.ignored
    stretch.rejected += tally.rejected
    stretch.received += tally.received
    if missing != len(damaged):
        # Rows whose tally is gone, or damage that no tally covers: they are counted as they are met.
        stretch.received += len(damaged) - missing
    for *what, occurrences in tally.dropped:
        agent, version, event, name, reason = what
        stretch.dropped[agent, version, event, name, reason] += int(occurrences)


def _damage_letters(damages: list[Read], missing: int) -> Iterator[DeadLetter]:
    """Yield a letter for each damaged place, and as many more as records are missing there."""
    for damage in damages:
        yield DeadLetter(_DAMAGED, "line of the spool", damage.offset, damage.length)
    first = damages[0] if damages else None
    for number in range(len(damages), missing):
        offset = first.offset if first else 0
        yield DeadLetter(_DAMAGED, f"line of the spool, {number + 1} of {missing}", offset, 0)


def _dead_letter(letter: Letter, read: Read) -> DeadLetter:
    return DeadLetter(letter.reason, letter.detail, read.offset, read.length)
