"""One small sample company for all tests of this folder; written once, never changed."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingestion.sample import generate

UNTIL = date(2026, 11, 21)


@dataclass(frozen=True)
class Written:
    """A written sample company and its truth as read back from the file."""

    out: Path
    truth: dict[str, Any]

    @property
    def wire(self) -> Path:
        """The folder of everything that clients, collector and git left behind."""
        return self.out / "wire"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return the company of four developers and ten days."""
    out = tmp_path_factory.mktemp("sample")
    generate(out, developers=4, days=10, until=UNTIL)
    return Written(out, json.loads((out / "truth.json").read_text()))
