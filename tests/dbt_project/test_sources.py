"""The descriptions of raw tables that dbt shows are those of the records module."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_raw_columns_are_described_once() -> None:
    """A column added, renamed or reworded in `records` fails until the dbt files are written again."""
    script = ROOT / "scripts" / "raw_table_docs.py"
    result = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert result.returncode == 0, result.stderr
