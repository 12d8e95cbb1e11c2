"""Configured paths become absolute ones, also while folders come and go."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_analytics.errors import SourceError
from ingestion.roots import roots_of


def test_a_pattern_stands_for_what_it_matches(tmp_path: Path) -> None:
    """In order; a name that has a mark of patterns in it stands for itself."""
    for name in ("b.x", "a.x", "a[1]*"):
        (tmp_path / name).mkdir()
    assert roots_of(f"{tmp_path}/*.x") == [tmp_path / "a.x", tmp_path / "b.x"]
    assert roots_of(f"{tmp_path}/a[1]*") == [tmp_path / "a[1]*"]
    assert roots_of(f"{tmp_path}/none*") == []


def test_a_pattern_that_is_none_is_an_error_of_its_source() -> None:
    """It names the pattern and ends in no traceback."""
    with pytest.raises(SourceError, match=r"'tmp/\*\*x' is no pattern"):
        roots_of("/tmp/**x")  # noqa: S108 - nothing is made there


@pytest.mark.parametrize("failures", [1, 4, 5])
def test_a_folder_that_goes_while_it_is_searched_is_searched_again(
    failures: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home in use always changes; only one that never holds still is an error."""
    (tmp_path / "a.x").mkdir()
    left, search = [failures], Path.glob

    def searched(folder: Path, pattern: str) -> Iterator[Path]:
        yield from search(folder, pattern)
        if left[0]:
            left[0] -= 1
            raise FileNotFoundError

    monkeypatch.setattr(Path, "glob", searched)
    if failures == 5:
        with pytest.raises(SourceError, match="come and go"):
            roots_of(f"{tmp_path}/*.x")
    else:
        assert roots_of(f"{tmp_path}/*.x") == [tmp_path / "a.x"]
