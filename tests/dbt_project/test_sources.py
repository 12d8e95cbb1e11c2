"""Staging, which tests the keys of raw tables, reads all of them."""

from collections.abc import Callable
from pathlib import Path

from agent_analytics.settings import Settings
from orchestration.transformation.project import manifest


def test_every_raw_table_is_read_by_staging(
    parsed_project: Callable[[Path], None], tmp_path: Path
) -> None:
    """Keys of raw tables are tested on the staging models that read them, so none may be left out."""
    parsed_project(tmp_path)
    project = manifest(Settings(data_dir=str(tmp_path)))
    read = {
        source
        for node in project["nodes"].values()
        if node["resource_type"] == "model" and "staging" in node["fqn"]
        for source in node["depends_on"]["nodes"]
    }
    assert set(project["sources"]) - read == set()
