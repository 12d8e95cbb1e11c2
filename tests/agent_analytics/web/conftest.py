"""An installation whose marts a test fills, publishes and looks at."""

from pathlib import Path

import pytest

from agent_analytics.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of an empty installation in Berlin."""
    return Settings(data_dir=str(tmp_path / "data"), timezone="Europe/Berlin")
