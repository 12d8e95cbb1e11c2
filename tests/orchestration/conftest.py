"""Definitions of an empty installation, loaded once: parsing the models takes seconds."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from agent_analytics.settings import Settings
from orchestration.definitions import build_definitions


@pytest.fixture(scope="session")
def settings(
    tmp_path_factory: pytest.TempPathFactory, parsed_project: Callable[[Path], None]
) -> Settings:
    """Return an installation with nothing in it but the parsed models."""
    folder = tmp_path_factory.mktemp("installation")
    parsed_project(folder)
    return Settings(data_dir=str(folder))


@pytest.fixture(scope="session")
def definitions(settings: Settings) -> dg.Definitions:
    """Return everything Dagster knows of it."""
    return build_definitions(settings)
