"""Where a made-up opencode keeps its sessions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.opencode import Database, answer

Row = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return opencode's data folder."""
    path = tmp_path / "opencode"
    path.mkdir()
    return path


@pytest.fixture
def database(folder: Path) -> Database:
    """Return an open database with one session."""
    made = Database(folder / "opencode.db")
    made.add_session()
    return made


@pytest.fixture
def assistant() -> Callable[..., Row]:
    """Return a maker of assistants' messages."""
    return answer
