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


def test_a_link_in_place_of_the_draft_is_an_error(tmp_path: Path) -> None:
    """What the link leads to, and the file, stay as they are."""
    other = tmp_path / "other"
    other.write_bytes(b"theirs")
    (tmp_path / ".stated.csv.partial").symlink_to(other)
    with pytest.raises(OSError, match="symbolic"):
        replace_file(tmp_path / "stated.csv", b"ours")
    assert other.read_bytes() == b"theirs"
    assert not (tmp_path / "stated.csv").exists()
