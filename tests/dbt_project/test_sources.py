"""Raw tables are described as in the records module; staging, which tests their keys, reads all of them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from agent_analytics.settings import Settings
from orchestration.transformation.project import manifest

ROOT = Path(__file__).resolve().parents[2]


def test_raw_columns_are_described_once() -> None:
    """A column added, renamed or reworded in `records` fails until the dbt files are written again."""
    script = ROOT / "scripts" / "raw_table_docs.py"
    result = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert result.returncode == 0, result.stderr


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
