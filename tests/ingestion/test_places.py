"""A stored key leads back to the file it stands for, if a configured folder still has it."""

from pathlib import Path

from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.settings import Settings
from ingestion.places import paths_of
from ingestion.tail import file_key_of


def test_keys_are_paths_of_configured_folders(tmp_path: Path) -> None:
    """Folders are searched, files are taken as they are, and what is elsewhere stays unknown."""
    inside, alone, outside = (
        tmp_path / "projects" / "a" / "one.jsonl",
        tmp_path / "two.jsonl",
        tmp_path / "three.jsonl",
    )
    inside.parent.mkdir(parents=True)
    for file in (inside, alone, outside):
        file.touch()
    settings = Settings.model_validate(
        {
            "data_dir": str(tmp_path / "data"),
            "sources": {
                "claude_code": {"paths": [str(tmp_path / "projects")]},
                "otlp": {"paths": [str(alone)]},
            },
        }
    )
    settings.paths.prepare()
    pseudonymizer = Pseudonymizer(load_or_create_key(settings.paths.privacy_key))
    keys = {file_key_of(file, pseudonymizer): file for file in (inside, alone, outside)}
    assert sorted(paths_of(settings, keys).values()) == sorted([inside, alone])
