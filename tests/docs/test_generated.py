"""Files that are made from others are what those say."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from scripts import dashboard_docs, documentation, fault_docs, generated, raw_table_docs


@pytest.mark.parametrize(
    "script",
    [raw_table_docs, documentation, dashboard_docs, fault_docs],
    ids=lambda script: script.__name__.rpartition(".")[-1],
)
def test_they_are_up_to_date(
    script: ModuleType, parsed_project: Callable[[Path], None], tmp_path: Path
) -> None:
    """Whoever changes a raw column, a mart, a command, a card or a fault's test runs `make docs`."""
    parsed_project(tmp_path)
    stale = [path.name for path, text in script.rendered().items() if path.read_text() != text]
    assert stale == []


def test_a_check_names_what_differs_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without `--check` the file is written, and then nothing differs."""
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    file = tmp_path / "docs" / "page.md"
    assert generated.settle({file: "new"}, ["--check"]) == 1
    assert "docs/page.md" in capsys.readouterr().err
    assert not file.exists()
    assert generated.settle({file: "new"}, []) == 0
    assert file.read_text() == "new"
    assert generated.settle({file: "new"}, ["--check"]) == 0
