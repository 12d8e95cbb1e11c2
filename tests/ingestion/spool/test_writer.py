import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from agent_analytics.errors import SpoolFullError
from ingestion.spool.folder import OPEN, SEALED, SpoolFolder
from ingestion.spool.segments import read_file, read_lines
from ingestion.spool.writer import SegmentWriter

MEGABYTE = 1024 * 1024


def _ids(folder: SpoolFolder) -> list[str]:
    reads = [read for path in folder.sealed() for read in read_lines(read_file(path))]
    assert all(read.line for read in reads)
    return [row["event_id"] for read in reads if read.line for row in read.line.rows()]


@contextmanager
def _file_size_limit(length: int) -> Iterator[None]:
    """Let writes beyond a size fail as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_what_is_committed_is_in_the_sealed_segment(
    folder: SpoolFolder, request_lines: Callable[..., bytes]
) -> None:
    """Lines come back in order once the segment is sealed, and not before."""
    writer = SegmentWriter(folder, MEGABYTE)
    writer.commit(request_lines("a"))
    writer.commit(request_lines("b", "c"))
    assert folder.sealed() == []
    writer.seal()
    assert _ids(folder) == ["a", "b", "c"]
    assert folder.sealed()[0].stat().st_mode & 0o777 == 0o600


def test_a_segment_is_sealed_when_it_is_old(
    folder: SpoolFolder, request_lines: Callable[..., bytes]
) -> None:
    """Age alone hands a segment to the loader; an empty one is never made."""
    writer = SegmentWriter(folder, MEGABYTE, seal_seconds=0.05)
    writer.tick()
    writer.commit(request_lines("a"))
    writer.tick()
    assert folder.sealed() == []
    time.sleep(0.06)
    writer.tick()
    assert _ids(folder) == ["a"]


def test_row_64_what_a_killed_collector_left_open_is_loaded(
    folder: SpoolFolder, request_lines: Callable[..., bytes]
) -> None:
    """An open segment is sealed by the next start."""
    SegmentWriter(folder, MEGABYTE).commit(request_lines("a"))
    folder.recover()
    assert _ids(folder) == ["a"]
    assert SegmentWriter(folder, MEGABYTE).used_share > 0


def test_row_67_a_failed_write_leaves_no_half_record_and_is_got_over(
    folder: SpoolFolder, request_lines: Callable[..., bytes]
) -> None:
    """A write that fails half-way is taken back whole; when there is room again, writing goes on."""
    writer = SegmentWriter(folder, MEGABYTE)
    writer.commit(request_lines("a"))
    size = next(folder.root.glob(f"*{OPEN}")).stat().st_size
    with _file_size_limit(size + 20), pytest.raises(SpoolFullError):
        writer.commit(request_lines("b"))
    writer.commit(request_lines("c"))
    writer.seal()
    assert _ids(folder) == ["a", "c"]


def test_row_67_a_segment_that_cannot_even_begin_leaves_nothing(
    folder: SpoolFolder, request_lines: Callable[..., bytes]
) -> None:
    """A full disk at the first byte leaves no file behind."""
    writer = SegmentWriter(folder, MEGABYTE)
    with _file_size_limit(10), pytest.raises(SpoolFullError):
        writer.commit(request_lines("a"))
    assert [path for path in folder.root.iterdir() if path.suffix in (OPEN, SEALED)] == []
    writer.commit(request_lines("b"))
    writer.seal()
    assert _ids(folder) == ["b"]


@pytest.mark.parametrize(("kept_free", "is_full"), [(0, False), (2**62, True)])
def test_row_67_a_disk_without_room_is_a_full_spool(
    folder: SpoolFolder, monkeypatch: pytest.MonkeyPatch, kept_free: int, is_full: bool
) -> None:
    """Readiness says so before a sender has to be refused."""
    monkeypatch.setattr("ingestion.spool.writer.KEEP_FREE_BYTES", kept_free)
    assert SegmentWriter(folder, 1_000).is_full is is_full


def test_row_68_the_quota_refuses_before_the_disk_is_full(
    folder: SpoolFolder, request_lines: Callable[..., bytes]
) -> None:
    """At the quota nothing more is taken and what is there stays; loading makes room."""
    writer = SegmentWriter(folder, 1_000)
    writer.commit(request_lines("a"))
    with pytest.raises(SpoolFullError, match="quota"):
        for number in range(20):
            writer.commit(request_lines(str(number)))
    writer.seal()
    assert writer.used_share > 0.8
    assert "a" in _ids(folder)
    folder.put_away(folder.sealed())
    writer.tick()
    assert writer.used_share == 0
    writer.commit(request_lines("b"))
