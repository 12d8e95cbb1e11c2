"""What is read of files that grow, shrink, move, vanish or are no files at all."""

import gzip
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.tail import Selection, new_readings
from tests.fixtures.tailing import PSEUDONYMIZER, Reader

MEBIBYTE = 1024 * 1024


def test_only_what_was_appended_is_read(tmp_path: Path) -> None:
    """A second load goes on where the first stopped, and tells where each line stands."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"one\ntwo\n")
    reader = Reader(tmp_path)
    assert reader.lines() == [b"one", b"two"]
    with file.open("ab") as stream:
        stream.write(b"three\n")
    (reading,) = reader.load()
    assert (reading.from_offset, reading.to_offset) == (8, 14)
    assert reading.lines == [(8, b"three")]
    assert reader.load() == []


def test_a_torn_last_line_is_read_once_when_whole(tmp_path: Path) -> None:
    """Half a line is left for later, never read twice and never in halves."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"one\ntw")
    reader = Reader(tmp_path)
    assert reader.lines() == [b"one"]
    with file.open("ab") as stream:
        stream.write(b"o\n")
    assert reader.lines() == [b"two"]


@pytest.mark.parametrize("start", [b"", b'{"n":0}\n'])
def test_a_last_object_without_a_line_end_is_read_once(start: bytes, tmp_path: Path) -> None:
    """A file that ends with its last object is read whole; what is appended later is read alone."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(start + b'{"n":1}')
    reader = Reader(tmp_path)
    assert reader.lines()[-1] == b'{"n":1}'
    for appended in (b"\n", b'{"n":2}\n', b'{"n":3}'):
        with file.open("ab") as stream:
            stream.write(appended)
    assert [line for line in reader.lines() if line] == [b'{"n":2}', b'{"n":3}']


def test_half_an_object_that_looks_whole_is_left_for_later(tmp_path: Path) -> None:
    """A torn line may end with a brace; it is no object before its own brace."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"n":{"m":1}')
    reader = Reader(tmp_path)
    assert reader.lines() == []
    with file.open("ab") as stream:
        stream.write(b"}")
    assert reader.lines() == [b'{"n":{"m":1}}']


@given(cuts=st.lists(st.integers(0, 60), max_size=8))
def test_growth_in_any_portions_reads_every_line_once(
    cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Wherever writes were cut, all lines arrive once, in order and whole."""
    file = tmp_path_factory.mktemp("growing") / "a.jsonl"
    content = b"".join(b"line %d\n" % number for number in range(8))
    reader = Reader(file)
    read: list[bytes] = []
    for cut in [*sorted(cuts), len(content)]:
        file.write_bytes(content[:cut])
        read += reader.lines()
    assert read == content.splitlines()


@pytest.mark.parametrize(
    "content",
    [b"1\n", b"uno\ntwo\nthree\n", b"h" * 1100 + b"\nuno\ntwo\nthree\n"],
    ids=["shorter", "other head", "same head"],
)
def test_a_rewritten_file_is_read_from_its_start(content: bytes, tmp_path: Path) -> None:
    """A shrunken file, another head or other bytes before the position mean new content."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"h" * 1100 + b"\none\ntwo\n")
    reader = Reader(tmp_path)
    reader.load()
    file.write_bytes(content)
    assert reader.lines() == content.splitlines()


def test_an_emptied_file_that_fills_again_is_read_from_its_start(tmp_path: Path) -> None:
    """Truncation in place forgets the position."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"one\n")
    reader = Reader(tmp_path)
    reader.load()
    file.write_bytes(b"")
    assert reader.lines() == []
    file.write_bytes(b"two\n")
    assert reader.lines() == [b"two"]


def test_a_renamed_file_keeps_its_position(tmp_path: Path) -> None:
    """Rotation moves the old file away; what was read of it is not read again."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"one\n")
    reader = Reader(tmp_path)
    reader.load()
    with file.open("ab") as stream:
        stream.write(b"two\n")
    file.rename(tmp_path / "a.1.jsonl")
    file.write_bytes(b"three\n")
    assert reader.lines() == [b"two", b"three"]
    assert reader.load() == []


def test_a_deleted_file_is_reported_once_and_remembered(tmp_path: Path) -> None:
    """A file that comes back is read on from where it was left."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"one\n")
    reader = Reader(tmp_path)
    reader.load()
    file.unlink()
    assert [state for _, state in reader.states()] == ["gone"]
    assert reader.load() == []
    file.write_bytes(b"one\ntwo\n")
    assert reader.lines() == [b"two"]


def test_carriage_returns_are_no_part_of_a_line(tmp_path: Path) -> None:
    """Offsets still count them."""
    (tmp_path / "a.jsonl").write_bytes(b"one\r\ntwo\r\n")
    (reading,) = Reader(tmp_path).load()
    assert reading.lines == [(0, b"one"), (5, b"two")]


def test_a_compressed_file_is_read_on_by_its_content(tmp_path: Path) -> None:
    """Positions count decompressed bytes; an appended member is new."""
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b"one\n"))
    reader = Reader(tmp_path, suffix=".gz")
    assert reader.lines() == [b"one"]
    with file.open("ab") as stream:
        stream.write(gzip.compress(b"two\n"))
    (reading,) = reader.load()
    assert reading.lines == [(4, b"two")]


def _growth(read: Callable[[], object]) -> int:
    """Return by how many bytes this process grew while reading."""
    process = psutil.Process()
    before = process.memory_info().rss
    read()
    return process.memory_info().rss - before


def test_a_huge_line_and_a_huge_file_stay_within_memory(tmp_path: Path) -> None:
    """A 20 MB line and 87 MB of short ones arrive in stretches of bounded size."""
    with (tmp_path / "a.jsonl").open("wb") as stream:
        stream.write(b"x" * 20_000_000 + b"\n")
        stream.write((b"y" * 999 + b"\n") * 67_000)
    sizes: list[int] = []

    def read() -> None:
        selection = Selection([str(tmp_path)], (".jsonl",))
        for reading in new_readings(selection, [], PSEUDONYMIZER):
            sizes.append(reading.to_offset - reading.from_offset)

    assert _growth(read) < 256 * MEBIBYTE
    assert sum(sizes) == 87_000_001
    assert max(sizes[1:]) < 10 * MEBIBYTE


def test_unchanged_files_cost_next_to_nothing(tmp_path: Path) -> None:
    """Two thousand files that nobody touched are passed over in a fraction of a second."""
    for number in range(2_000):
        (tmp_path / f"{number}.jsonl").write_bytes(b"%d\n" % number)
    reader = Reader(tmp_path)
    assert len(reader.lines()) == 2_000
    started = time.process_time()
    assert reader.load() == []
    assert time.process_time() - started < 0.2
