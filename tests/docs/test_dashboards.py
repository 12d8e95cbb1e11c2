"""The guide to the boards and their exposures are what the templates say."""

import importlib.util
from pathlib import Path
from typing import Any

from agent_analytics.dashboards.templates import load_dashboards

ROOT = Path(__file__).parents[2]


def script() -> Any:
    """Return the module that writes the documents of the dashboards."""
    spec = importlib.util.spec_from_file_location(
        "dashboard_docs", ROOT / "scripts/dashboard_docs.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_guide_and_exposures_are_up_to_date() -> None:
    """Whoever changes a card runs `make docs`."""
    stale = [path.name for path, text in script().rendered().items() if path.read_text() != text]
    assert stale == []


def test_marts_are_read_from_the_sql() -> None:
    """An exposure names every mart of its cards once, and nothing else."""
    card = load_dashboards()[0].cards()[0]
    assert script().marts_of([card, card]) == sorted(set(script().marts_of([card])))
    assert all(mart.startswith(("dim_", "fct_", "stg_")) for mart in script().marts_of([card]))
