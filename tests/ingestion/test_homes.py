"""Folders of several agents lie in one home."""

from pathlib import Path

import pytest

from ingestion.homes import home_of


@pytest.mark.parametrize(
    ("folder", "home"),
    [
        ("/home/ana/.claude/projects", "/home/ana"),
        ("/home/ana/.codex/sessions", "/home/ana"),
        ("/home/ana/.local/share/opencode", "/home/ana"),
        ("/data/.claude/homes/ana/.codex/sessions", "/data/.claude/homes/ana"),
        ("/data/.backup/ana/projects", "/data/.backup/ana/projects"),
    ],
)
def test_the_home_is_above_an_agents_folder(folder: str, home: str) -> None:
    """The innermost folder of an agent counts; a folder without one is its own home."""
    assert home_of(Path(folder)) == Path(home)
