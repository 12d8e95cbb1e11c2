"""What is read of files that grow, shrink, move, vanish or are no files at all."""

import gzip
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.records import FILES
from ingestion.tail import Reading, Selection, new_readings

PSEUDONYMIZER = Pseudonymizer(b"k" * KEY_BYTES)
MEBIBYTE = 1024 * 1024


class Reader:
    """Reads like consecutive loads: each one sees what the ones before remembered."""

    def __init__(self, *paths: Path | str, suffix: str = ".jsonl") -> None:
        self._selection = Selection([str(path) for path in paths], (suffix,))
        self.memory: dict[str, dict[str, Any]] = {}

    def load(self) -> list[Reading]:
        """Return the readings of one load and remember its rows as the warehouse would."""
        readings = list(new_readings(self._selection, list(self.memory.values()), PSEUDONYMIZER))
        for reading in readings:
            if reading.row is not None:
                row = {name: reading.row.get(name) for name in FILES.names()}
                self.memory[reading.file_key] = row
        return readings

    def lines(self) -> list[bytes]:
        """Return the lines that one load reads."""
        return [line for reading in self.load() for _, line in reading.lines]

    def states(self) -> list[tuple[str, str]]:
        """Return name and state of each file that one load reports."""
        return [(reading.path.name, reading.row["state"]) for reading in self.load() if reading.row]


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


def test_a_second_name_of_a_file_is_not_read(tmp_path: Path) -> None:
    """Hard links share their content; the first name in order is read."""
    (tmp_path / "a.jsonl").write_bytes(b"one\n")
    (tmp_path / "b.jsonl").hardlink_to(tmp_path / "a.jsonl")
    reader = Reader(tmp_path)
    assert reader.lines() == [b"one"]
    assert reader.load() == []
    (tmp_path / "a.jsonl").unlink()
    assert reader.states() == [("b.jsonl", "active"), ("", "gone")]


def test_what_is_no_regular_file_is_skipped_without_a_hang(tmp_path: Path) -> None:
    """Pipes, sockets, folders and links with a transcript's name are reported once and never opened."""
    os.mkfifo(tmp_path / "fifo.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "loop.jsonl").symlink_to(tmp_path / "loop.jsonl")
    (tmp_path / "up").symlink_to(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.jsonl"))
        reader = Reader(tmp_path)
        names = ["fifo.jsonl", "folder.jsonl", "loop.jsonl", "s.jsonl"]
        assert reader.states() == [(name, "skipped") for name in names]
    assert reader.load() == []


def test_a_configured_circle_of_links_is_reported(tmp_path: Path) -> None:
    """A path that leads nowhere is a state, not an exception."""
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "b.jsonl")
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "a.jsonl")
    assert Reader(tmp_path / "a.jsonl").states() == [("a.jsonl", "skipped")]


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    """An error while reading is a state of that file, and the others are read."""
    (tmp_path / "b.jsonl").write_bytes(b"one\n")
    reader = Reader("/proc/self/mem", tmp_path)
    assert reader.states() == [("mem", "unreadable"), ("b.jsonl", "active")]


@pytest.mark.parametrize("path", ["/nonexistent", "~nobody-of-that-name/x", "/nonexistent/*"])
def test_a_missing_path_is_nothing_to_read(path: str) -> None:
    """The default folder need not exist."""
    assert Reader(path).load() == []


@pytest.mark.parametrize(
    "name",
    [
        b"with space.jsonl",
        "\N{GRINNING FACE}.jsonl".encode(),
        b"new\nline.jsonl",
        b"-dash.jsonl",
        b"[x].jsonl",
        b"..x.jsonl",
        b"n" * 249 + b".jsonl",
        b"not-utf8-\xff.jsonl",
    ],
)
def test_any_name_is_read_and_remembered(name: bytes, tmp_path: Path) -> None:
    """Names are bytes; none of them is a pattern, an option or a way out of the folder."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"one\n")
    for reader in (Reader(tmp_path), Reader(path)):
        assert reader.lines() == [b"one"]
        assert reader.load() == []


def test_names_that_differ_in_normal_form_are_two_files(tmp_path: Path) -> None:
    """A precomposed and a decomposed letter look alike and are not the same file."""
    (tmp_path / "\u00e9.jsonl").write_bytes(b"one\n")
    (tmp_path / "e\u0301.jsonl").write_bytes(b"two\n")
    reader = Reader(tmp_path)
    assert sorted(reader.lines()) == [b"one", b"two"]
    assert reader.load() == []


DEEPER_THAN_THE_STACK = 1_100


@pytest.fixture
def deep_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with one file very far below; taken down here, for others recurse."""
    monkeypatch.chdir(tmp_path)
    for _ in range(DEEPER_THAN_THE_STACK):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.jsonl").write_bytes(b"one\n")
    yield tmp_path
    Path("a.jsonl").unlink()
    for _ in range(DEEPER_THAN_THE_STACK):
        os.chdir("..")
        Path("d").rmdir()


def test_folders_are_searched_however_deep(deep_folder: Path) -> None:
    """Depth is bounded by the file system only."""
    assert Reader(deep_folder).lines() == [b"one"]


def test_globs_and_single_files_name_what_is_read(tmp_path: Path) -> None:
    """A file met under two configured paths is read once."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.jsonl").write_bytes(folder.encode() + b"\n")
        (tmp_path / folder / "a.json").write_bytes(b"other\n")
    reader = Reader(tmp_path / "*" / "*.jsonl", tmp_path / "one")
    assert reader.lines() == [b"one", b"two"]


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
