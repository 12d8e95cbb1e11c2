"""Definitions of an empty installation, loaded once: parsing the models takes seconds."""

import dagster as dg
import pytest

from agent_analytics.settings import Settings
from orchestration.definitions import build_definitions


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return an installation with nothing in it."""
    return Settings(data_dir=str(tmp_path_factory.mktemp("installation")))


@pytest.fixture(scope="session")
def definitions(settings: Settings) -> dg.Definitions:
    """Return everything Dagster knows of it."""
    return build_definitions(settings)
