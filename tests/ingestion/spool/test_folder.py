import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent_analytics.errors import SpoolError
from ingestion.spool.folder import SpoolFolder, segment_name


def test_row_69_a_folder_others_may_use_is_refused(tmp_path: Path) -> None:
    """A world-writable spool stops the start."""
    root = tmp_path / "spool" / "telemetry"
    root.mkdir(parents=True)
    root.chmod(0o777)
    root.parent.chmod(0o700)
    with pytest.raises(SpoolError, match="mode 777"):
        SpoolFolder(root).prepare()


def test_row_69_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A link is not followed, wherever it leads."""
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "spool").mkdir(mode=0o700)
    (tmp_path / "spool" / "telemetry").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SpoolError, match="a link is not followed"):
        SpoolFolder(tmp_path / "spool" / "telemetry").prepare()


def test_row_69_a_link_in_the_place_of_the_lock_is_refused(
    folder: SpoolFolder, tmp_path: Path
) -> None:
    """Nobody can make the collector write its number into another file."""
    other = tmp_path / "other"
    other.write_text("theirs")
    (folder.root / "lock").symlink_to(other)
    with pytest.raises(SpoolError, match="lock cannot be opened.*remove it"), folder.owned():
        pass
    assert other.read_text() == "theirs"


def test_everything_made_is_its_owners_alone(folder: SpoolFolder) -> None:
    """Nobody else can list the spool."""
    assert {path.stat().st_mode & 0o777 for path in (folder.root, folder.archive)} == {0o700}


def test_row_70_a_second_collector_is_told_who_holds_the_spool(folder: SpoolFolder) -> None:
    """The lock names the process; it dies with it."""
    with folder.owned(), pytest.raises(SpoolError, match=f"process {os.getpid()}"), folder.owned():
        pass
    with folder.owned():
        pass


def test_row_70_the_lock_of_a_dead_process_is_taken_over(folder: SpoolFolder) -> None:
    """A killed collector leaves no lock behind."""
    script = (
        "import os, sys; from pathlib import Path; from ingestion.spool.folder import SpoolFolder\n"
        "with SpoolFolder(Path(sys.argv[1])).owned(): os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, folder.root], check=False)
    assert killed.returncode == -9
    with folder.owned():
        pass


def test_row_74_a_clock_that_steps_back_overwrites_nothing(folder: SpoolFolder) -> None:
    """The sequence goes on from the highest there is, in the archive too, and orders segments."""
    late = segment_name(7, datetime(2030, 1, 1, tzinfo=UTC))
    (folder.archive / f"{late}.ndjson").touch()
    assert folder.next_sequence() == 8
    for name in (segment_name(9, datetime(2020, 1, 1, tzinfo=UTC)), segment_name(8)):
        (folder.root / f"{name}.ndjson").touch()
    assert [path.stem.rpartition("-")[2] for path in folder.sealed()] == ["00000008", "00000009"]


def test_only_regular_files_are_taken_for_segments(folder: SpoolFolder, tmp_path: Path) -> None:
    """A link, a folder or a pipe with a segment's name is left alone."""
    (folder.root / f"{segment_name(1)}.ndjson").symlink_to(tmp_path / "elsewhere")
    (folder.root / f"{segment_name(2)}.ndjson").mkdir()
    os.mkfifo(folder.root / f"{segment_name(3)}.ndjson")
    assert folder.sealed() == []


def test_loaded_segments_are_kept_until_their_retention_ends(folder: SpoolFolder) -> None:
    """A segment moves to the archive and leaves it after the days set."""
    path = folder.root / f"{segment_name(1)}.ndjson"
    path.touch()
    folder.put_away([path])
    assert (folder.sealed(), [p.name for p in folder.archived()]) == ([], [path.name])
    assert folder.prune(days=1, most_bytes=0) == 0
    os.utime(folder.archived()[0], (0, 0))
    assert folder.prune(days=1, most_bytes=9) == 1
    assert folder.archived() == []


def test_row_77_the_oldest_go_when_the_archive_is_full(folder: SpoolFolder) -> None:
    """A quota of its own bounds what waits for replays; what fits stays, to the byte."""
    for number in (1, 2, 3):
        (folder.archive / f"{segment_name(number)}.ndjson").write_bytes(b"1234")
    assert folder.prune(days=1, most_bytes=12) == 0
    assert folder.prune(days=1, most_bytes=11) == 1
    assert [path.stem[-1] for path in folder.archived()] == ["2", "3"]
    assert folder.prune(days=1, most_bytes=3) == 2
