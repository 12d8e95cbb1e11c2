"""The guide to the boards and their exposures are what the templates say."""

import importlib.util
from pathlib import Path
from typing import Any

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
