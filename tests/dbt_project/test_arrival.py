"""Neither order, nor division into files, nor repetition of what arrives changes a mart."""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from ingestion import sample
from ingestion.pipeline import connect, writer_lock
from ingestion.sources import claude_code, otlp, prices
from tests.fixtures.models import build_unchecked

ABOUT_LOADS = {
    "fct_compliance_controls",
    "fct_dead_letters",
    "fct_ingestion_outcomes",
    "fct_request_records",
    "fct_schema_drift",
    "fct_source_freshness",
}
"""Marts on how records arrived, which is what differs."""


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the files of a small company."""
    folder = tmp_path_factory.mktemp("company")
    sample.generate(folder, developers=2, days=3, until=date(2026, 11, 21))
    return folder / "wire"


def settings_of(folder: Path, wire: Path) -> Settings:
    """Return an installation that reads transcripts and collector files."""
    homes = [str(home) for home in sorted(wire.glob("homes/*/.claude/projects"))]
    return Settings.model_validate(
        {
            "data_dir": str(folder / "data"),
            "sources": {"claude_code": {"paths": homes}, "otlp": {"paths": [str(wire / "otlp")]}},
        }
    )


def load(settings: Settings) -> None:
    """Load both layers and the prices, and build what readers get."""
    with writer_lock(settings):
        otlp.load(settings)
        claude_code.load(settings)
        prices.load(settings)
    build_unchecked(settings)


def marts(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every mart that tells of what happened, sorted."""
    with connect(settings) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
        return {
            table: connection.execute(f"from marts.{table} order by all").fetchall()
            for (table,) in tables
            if table not in ABOUT_LOADS
        }


def scattered(lines: list[bytes]) -> Iterator[list[bytes]]:
    """Yield two parts of some lines: shuffled, and half of them in both."""
    draw = random.Random(7)  # noqa: S311 - no secret
    draw.shuffle(lines)
    middle, quarter = len(lines) // 2, len(lines) // 4
    yield lines[: middle + quarter]
    yield lines[middle - quarter :]


@pytest.mark.slow
def test_rows_28_and_29_order_files_and_repetition_change_nothing(
    wire: Path, tmp_path: Path, parsed_project: Callable[[Path], None]
) -> None:
    """Lines shuffled, scattered over two files and half of them repeated, in two loads: the same marts."""
    whole, parts = (settings_of(tmp_path / name, wire) for name in ("whole", "parts"))
    parsed_project(tmp_path / "whole" / "data")
    parsed_project(tmp_path / "parts" / "data")
    load(whole)
    parts.paths.prepare()
    shutil.copy(whole.paths.privacy_key, parts.paths.privacy_key)
    later: list[tuple[Path, list[bytes]]] = []
    for file in sorted((wire / "otlp").rglob("*.jsonl")):
        first, second = scattered([line for line in file.read_bytes().split(b"\n") if line])
        file.write_bytes(b"\n".join(first) + b"\n")
        later.append((file.with_name(f"later-{file.name}"), second))
    load(parts)
    for file, lines in later:
        file.write_bytes(b"\n".join(lines) + b"\n")
    load(parts)
    expected, found = marts(whole), marts(parts)
    assert {table for table in expected if expected[table] != found[table]} == set()
    assert expected["fct_agent_requests"]
