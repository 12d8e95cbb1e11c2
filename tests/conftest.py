"""What every test gets: no settings, home or git identity of the person who runs it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from agent_analytics.settings import Settings
from orchestration.transformation.project import parsed
from scripts.documentation import PARSED_MODELS
from tests.fixtures.once import made_once

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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


ROOT = Path(__file__).parents[1]
CAPTURES = Path(os.environ.get("CAPTURES_DIR", ROOT.parent / "shared" / "captures"))
"""Sessions of real clients with what the model service answered. They are not part of the project."""


@pytest.fixture(scope="session")
def repository_root() -> Path:
    """Return the root of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def captures() -> Path:
    """Return the folder of captured client sessions."""
    return CAPTURES


@pytest.fixture(scope="session")
def parsed_project() -> Callable[[Path], None]:
    """Return what gives a data directory the parsed models, so that only tests of parsing wait for it."""
    kept = PARSED_MODELS.paths
    kept.prepare()
    with FileLock(kept.state / "parsing.lock"):
        parsed(PARSED_MODELS)

    def give(data_dir: Path) -> None:
        paths = Settings(data_dir=str(data_dir)).paths
        paths.prepare()
        for file in kept.transform_state.glob("parsed_*"):
            shutil.copy(file, paths.transform_state)

    return give


@pytest.fixture(scope="session")
def sample_company(
    tmp_path_factory: pytest.TempPathFactory, parsed_project: Callable[[Path], None]
) -> Path:
    """Return the folder of a demo, made by the README's own command: settings, `truth.json`, `data`."""

    def make_demo(folder: Path) -> None:
        parsed_project(folder / "data")
        command = ["make", "demo", "SERVE=0", f"DEMO_DIR={folder}", "DEVELOPERS=10", "DAYS=14"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    return made_once(tmp_path_factory, "sample-company", make_demo)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests that kill do it more often than there is usually time for."""
    parser.addoption("--kills", type=int, default=3, help="how often to kill the receiver")
    parser.addoption("--refresh-kills", type=int, default=2, help="how often to kill a refresh")
    parser.addoption("--arrangements", type=int, default=1, help="how often to rearrange all input")
    parser.addoption(
        "--reader-seconds",
        type=int,
        default=4,
        help="how long to read while snapshots are published",
    )


def pytest_report_header() -> str:
    """Say whether the tests that read captured sessions take part."""
    return (
        f"captured sessions: {CAPTURES if CAPTURES.is_dir() else 'none here, their tests stay out'}"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what reads captured sessions where there are none, and let long tests begin early."""
    if not CAPTURES.is_dir():
        reading = [item for item in items if "captures" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in reading]
        config.hook.pytest_deselected(items=reading)
    items[:] = _in_two_halves(items)


def _in_two_halves(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return tests so that each half begins with long ones: two workers take a half each, in order.

    One begins with those that need the sample company, so that the other does not wait for it, too.
    """
    slow = [item for item in items if item.get_closest_marker("slow")]
    quick = [item for item in items if not item.get_closest_marker("slow")]
    at_company = [item for item in slow if "sample_company" in getattr(item, "fixturenames", ())]
    elsewhere = [item for item in slow if item not in at_company]
    middle = max(len(items) // 2 - len(at_company), 0)
    return [*at_company, *quick[:middle], *elsewhere, *quick[middle:]]
