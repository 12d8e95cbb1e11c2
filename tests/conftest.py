"""What every test gets: no settings, home or git identity of the person who runs it."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _isolated_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give the test an empty home and no setting from the environment."""
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    for name in [name for name in os.environ if name.startswith("AGENT_ANALYTICS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="session")
def repository_root() -> Path:
    """Return the root of this checkout."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def captures(repository_root: Path) -> Path:
    """Return the folder of captured client sessions."""
    return Path(os.environ.get("CAPTURES_DIR", repository_root.parent / "shared" / "captures"))
