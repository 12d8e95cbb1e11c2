"""Every rule of the models holds on the rows it is shown, and every model builds on nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_analytics.settings import Settings
from ingestion.pipeline import ensure_raw_tables, writer_lock
from orchestration.transformation.project import common_arguments, parsed
from orchestration.transformation.runs import invoke


@pytest.mark.slow
def test_every_rule_holds_on_the_rows_it_is_shown(
    tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """An empty warehouse builds, and all unit tests pass. Data tests run where there are data."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    parsed_project(tmp_path / "data")
    with writer_lock(settings):
        ensure_raw_tables(settings)
        extent = ("--full-refresh", "--no-write-json", "--exclude-resource-type", "test")
        command = ["build", *common_arguments(settings), *extent]
        results = invoke(settings, command, parsed(settings))
    failed = [f"{r.name}: {r.message}" for r in results if r.status in {"failed", "skipped"}]
    assert failed == []
    assert any(result.kind == "unit_test" for result in results)
