"""Dead letters: what is kept can be taken after all, once; the rest can be settled."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.errors import SpoolError
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.letters import Letterbox
from ingestion.spool.lines import Letter, Tally, letter_line, row_line, tally_line
from ingestion.spool.writer import SegmentWriter

ROW = {"event_id": "e", "agent": "a"}


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    """Return the file of settled letters."""
    return tmp_path / "spool" / "settled.ndjson"


@pytest.fixture
def rows(folder: SpoolFolder) -> list[dict[str, Any]]:
    """Return dead letters of an archived segment: with a row, without one, and a refused row."""
    lines = [
        letter_line(Letter("bad_record", "why", "events", ROW)),
        letter_line(Letter("bad_number", "why")),
        row_line("events", {**ROW, "event_id": "refused by the loader"}),
        tally_line(Tally(3, 1, letters=2)),
    ]
    writer = SegmentWriter(folder, 10**6)
    writer.commit(b"".join(lines))
    writer.seal()
    (path,) = folder.sealed()
    segment = stretch_of(Segment(path, 0, path.stat().st_size)).scope_key
    folder.put_away([path])
    offsets = [path_offset for path_offset in _offsets(folder.archived()[0])][1:4]
    return [
        {
            "dead_letter_id": f"{number}" * 8,
            "file_key": segment,
            "file_offset": offset,
            "reason": "r",
            "detail": "d",
            "read_at": datetime(2026, 1, 1 + number, tzinfo=UTC),
        }
        for number, offset in enumerate(offsets)
    ]


def _offsets(path: Path) -> list[int]:
    offsets, offset = [], 0
    for line in path.read_bytes().splitlines(keepends=True):
        offsets.append(offset)
        offset += len(line)
    return offsets


def _loaded(folder: SpoolFolder) -> list[str]:
    stretches = [stretch_of(Segment(path, 0, path.stat().st_size)) for path in folder.sealed()]
    tables = [table for stretch in stretches for table in stretch.records.values()]
    return [row["event_id"] for table in tables for row in table]


def test_letters_are_listed_newest_first(
    folder: SpoolFolder, settled: Path, rows: list[dict[str, Any]]
) -> None:
    """A letter says why, where and whether it still waits."""
    letters = Letterbox(folder, settled, rows).all()
    assert [letter.letter_id[0] for letter in letters] == ["2", "1", "0"]
    assert {letter.settled for letter in letters} == {None}


def test_row_76_what_is_replayed_is_one_request_of_its_own(
    folder: SpoolFolder, settled: Path, rows: list[dict[str, Any]]
) -> None:
    """Rows are put back with their own keys; a letter without a row cannot be, and waits."""
    box = Letterbox(folder, settled, rows)
    assert box.replay(box.all()) == 2
    assert sorted(_loaded(folder)) == ["e", "refused by the loader"]
    again = {
        letter.letter_id[0]: letter.settled for letter in Letterbox(folder, settled, rows).all()
    }
    assert again == {"0": "replayed", "1": None, "2": "replayed"}


def test_row_76_a_letter_replayed_twice_is_the_same_row(
    folder: SpoolFolder, settled: Path, rows: list[dict[str, Any]]
) -> None:
    """Each replay has a segment of its own and the record its own key, so a load keeps one."""
    box = Letterbox(folder, settled, rows)
    letter = box.letter("0")
    box.replay([letter])
    box.replay([letter])
    assert len(folder.sealed()) == 2
    assert set(_loaded(folder)) == {"e"}


def test_row_77_a_dropped_letter_and_a_torn_note_are_no_obstacle(
    folder: SpoolFolder, settled: Path, rows: list[dict[str, Any]]
) -> None:
    """Settling is remembered; half a line of the notes is skipped."""
    box = Letterbox(folder, settled, rows)
    box.settle([box.letter("1")], "dropped")
    with settled.open("a") as stream:
        stream.write('{"letter": "0')
    states = {
        letter.letter_id[0]: letter.settled for letter in Letterbox(folder, settled, rows).all()
    }
    assert states == {"0": None, "1": "dropped", "2": None}


def test_row_77_a_letter_whose_segment_has_gone_is_listed_and_skippable(
    folder: SpoolFolder, settled: Path, rows: list[dict[str, Any]]
) -> None:
    """Retention may have taken the row; the letter is still listed, as one that expired."""
    folder.archived()[0].unlink()
    box = Letterbox(folder, settled, rows)
    assert {letter.settled for letter in box.all()} == {"expired"}
    assert [box.payload(letter) for letter in box.all()] == [None, None, None]
    assert box.replay(box.all()) == 0


def test_row_69_a_link_in_place_of_the_notes_is_refused(
    folder: SpoolFolder, tmp_path: Path, settled: Path, rows: list[dict[str, Any]]
) -> None:
    """What a link leads to is neither read nor written, and the message says what to do."""
    box = Letterbox(folder, settled, rows)
    other = tmp_path / "other"
    other.write_text("theirs")
    settled.symlink_to(other)
    with pytest.raises(SpoolError, match="Move it away"):
        Letterbox(folder, settled, rows)
    with pytest.raises(SpoolError, match="Move it away"):
        box.settle(box.all(), "dropped")
    assert other.read_text() == "theirs"


@pytest.mark.parametrize("beginning", ["", "9"])
def test_a_beginning_that_is_not_one_letter_is_refused(
    folder: SpoolFolder, settled: Path, rows: list[dict[str, Any]], beginning: str
) -> None:
    """Nothing is done to a letter that was not meant."""
    with pytest.raises(SpoolError, match="dead-letter list"):
        Letterbox(folder, settled, rows).letter(beginning)
