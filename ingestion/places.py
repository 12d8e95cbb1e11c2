"""Which file a stored key stands for, as far as this machine has it.

Paths are never stored: keys are compared with those of the files under the configured folders. Reading the
files belongs to `tail`.
"""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.settings import Settings, flatten, is_list_of_paths
from ingestion.roots import roots_of
from ingestion.tail import file_key_of


def paths_of(settings: Settings, file_keys: Collection[str]) -> dict[str, Path]:
    """Return the paths of those keys that a configured place still has; others are left out."""
    wanted = set(file_keys)
    pseudonymizer = Pseudonymizer(load_or_create_key(settings.paths.privacy_key))
    found: dict[str, Path] = {}
    for path in _configured_files(settings):
        if not wanted - found.keys():
            break
        key = file_key_of(path, pseudonymizer)
        if key in wanted:
            found[key] = path
    return found


def _configured_files(settings: Settings) -> Iterator[Path]:
    for key, value in flatten(settings.sources.model_dump(), "sources."):
        if is_list_of_paths(key) and key != "sources.git.repositories":
            for configured in value:
                for root in roots_of(configured):
                    yield from _files_under(root)


def _files_under(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, _, names in os.walk(root):
        for name in names:
            yield Path(folder) / name
