"""The data directory is private, and holds everything."""

from pathlib import Path

import pytest

from agent_analytics.errors import SettingsError
from agent_analytics.paths import DataPaths

NAMES = [name for name, value in vars(DataPaths).items() if isinstance(value, property)]


def test_every_name_is_inside_the_data_directory(tmp_path: Path) -> None:
    """Nothing is written anywhere else."""
    paths = DataPaths(tmp_path)
    assert [name for name in NAMES if tmp_path not in getattr(paths, name).parents] == []


def test_prepared_folders_are_their_owners_alone(tmp_path: Path) -> None:
    """Nobody else on the machine may look inside."""
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    folders = [paths.root, *(folder for folder in paths.root.rglob("*") if folder.is_dir())]
    assert [folder for folder in folders if folder.stat().st_mode & 0o077] == []


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    """An installation that exists is left as it is."""
    paths = DataPaths(tmp_path)
    paths.prepare()
    paths.privacy_key.write_text("key")
    paths.prepare()
    assert paths.privacy_key.read_text() == "key"


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/nothing-is-made-here"])
def test_a_data_directory_that_cannot_be_made_is_named(place: str, tmp_path: Path) -> None:
    """The message says which setting, which folder and why."""
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="data_dir = .* cannot be used: .*: [A-Z].*;"):
        DataPaths(tmp_path / place).prepare()


def test_a_folder_that_the_loader_cannot_name_is_refused_at_once(tmp_path: Path) -> None:
    """Its SQL names files between quotes; nothing is made before that is said."""
    home = tmp_path / "o'hara"
    with pytest.raises(SettingsError, match="o'hara.* with a quote; .*name another folder"):
        DataPaths(home / "data").prepare()
    assert not home.exists()


def test_the_warehouse_is_not_called_like_a_schema() -> None:
    """A catalogue and a schema of one name would make `marts.table` ambiguous."""
    assert DataPaths(Path("/data")).warehouse.stem not in {
        "marts",
        "staging",
        "intermediate",
        "main",
    }
