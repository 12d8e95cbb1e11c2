"""Whose files they are: the home folder that the folders of several agents lie in.

What the agents keep there belongs to the sources.
"""

from pathlib import Path

_OF_AGENTS = frozenset({".claude", ".codex", ".copilot", ".gemini", ".local"})


def home_of(folder: Path) -> Path:
    """Return the home that an agent's own folder lies in; any other folder stands for itself."""
    for parent in (folder, *folder.parents):
        if parent.name in _OF_AGENTS:
            return parent.parent
    return folder
