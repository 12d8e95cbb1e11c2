"""A file is replaced whole, for those it is meant for, and never through a link."""

from pathlib import Path

import pytest

from agent_analytics.whole_files import replace_file


def test_a_file_is_replaced_for_its_owner_alone(tmp_path: Path) -> None:
    """Content and permissions are the new ones, and nothing is left beside it."""
    file = tmp_path / "stated.csv"
    file.write_bytes(b"before")
    file.chmod(0o644)
    replace_file(file, b"after")
    assert file.read_bytes() == b"after"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_replaced_stays_and_leaves_no_draft(tmp_path: Path) -> None:
    """A folder in the file's place is an error, and nothing is left beside it."""
    place = tmp_path / "stated.csv"
    (place / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="stated"):
        replace_file(place, b"ours")
    assert list(tmp_path.iterdir()) == [place]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """What a link in the file's place leads to stays as it is."""
    file, other = tmp_path / "stated.csv", tmp_path / "other"
    other.write_bytes(b"theirs")
    file.symlink_to(other)
    replace_file(file, b"ours")
    assert other.read_bytes() == b"theirs"
    assert (file.read_bytes(), file.is_symlink()) == (b"ours", False)
