"""A build may take what was set, else what the events ask for and the machine can spare."""

import os
from pathlib import Path

import pytest

from agent_analytics.settings import Settings, WarehouseSettings
from ingestion.pipeline import MEMORY_MB, connect, ensure_raw_tables
from orchestration.transformation.memory import BYTES_PER_EVENT, FIXED_MB, memory_mb
from orchestration.transformation.project import project_folder


def land(settings: Settings, source: str, events: int) -> None:
    """Put events into a source's raw table."""
    ensure_raw_tables(settings)
    with connect(settings) as connection:
        connection.execute(
            f"insert into raw_{source}.events (event_id) select range from range({events})"  # noqa: S608
        )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an installation without a warehouse."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.prepare()
    return settings


def test_little_data_gets_the_least(settings: Settings) -> None:
    """A new installation and a small one are built alike."""
    assert memory_mb(settings) == MEMORY_MB
    land(settings, "otlp", 1_000)
    assert memory_mb(settings) == MEMORY_MB


def test_events_of_all_sources_ask_for_more(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can never go to the disk grows with events, whoever sent them."""
    monkeypatch.setattr("orchestration.transformation.memory.MEMORY_MB", 1)
    land(settings, "otlp", 7_000)
    land(settings, "claude_code", 5_000)
    assert memory_mb(settings) == FIXED_MB + 12_000 * BYTES_PER_EVENT // 1_000_000


def test_a_machine_gives_no_more_than_it_has(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python and everything else keep their share."""
    monkeypatch.setattr("orchestration.transformation.memory.BYTES_PER_EVENT", 10**12)
    land(settings, "otlp", 1_000)
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1_000_000
    assert MEMORY_MB < memory_mb(settings) < 0.65 * machine


def test_a_setting_wins(tmp_path: Path) -> None:
    """Who knows better says so."""
    told = Settings(data_dir=str(tmp_path), warehouse=WarehouseSettings(memory_mb=321))
    assert memory_mb(told) == 321


def test_by_hand_dbt_may_take_the_least() -> None:
    """The profile cannot ask the loader, so it says the same number."""
    profile = (project_folder() / "profiles.yml").read_text(encoding="utf-8")
    assert f"env_var('WAREHOUSE_MEMORY', '{MEMORY_MB}MB')" in profile
