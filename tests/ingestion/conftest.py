"""A spool folder of our own."""

from pathlib import Path

import pytest

from ingestion.spool.folder import SpoolFolder


@pytest.fixture
def folder(tmp_path: Path) -> SpoolFolder:
    """Return a prepared, empty spool."""
    prepared = SpoolFolder(tmp_path / "spool" / "telemetry")
    prepared.prepare()
    return prepared
