"""People hear of a mistyped path; an absent default is normal."""

from pathlib import Path

import pytest

from agent_analytics.cli.unmatched import unmatched_paths
from agent_analytics.settings import load_settings


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("there", False),
        ("th*", False),
        ("[th]*/**/*.jsonl", False),
        ("brackets[1]", False),
        ("nowhere", True),
        ("there/*.zst", True),
        ("link", False),
    ],
)
def test_a_path_that_leads_nowhere_is_told(path: str, is_told: bool, tmp_path: Path) -> None:
    """The sentence names key, origin and path; globs that match nothing count too."""
    (tmp_path / "there").mkdir()
    (tmp_path / "brackets[1]").mkdir()
    (tmp_path / "there" / "a.jsonl").touch()
    (tmp_path / "link").symlink_to("nowhere")
    file = tmp_path / "my.toml"
    file.write_text(f'[sources.otlp]\npaths = ["{path}"]\n')
    told = [f"sources.otlp.paths ({file}:2): nothing is at {tmp_path / path}"]
    assert list(unmatched_paths(load_settings(file, {}))) == (told if is_told else [])


def test_defaults_may_be_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not everybody uses every agent."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert list(unmatched_paths(load_settings(environment={}))) == []
