"""Which files are read: whatever their names, however deep, and nothing that is no file."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.tailing import Reader


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
