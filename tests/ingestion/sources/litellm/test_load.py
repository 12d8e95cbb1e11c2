import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import LitellmSource, SourcesSettings
from ingestion import pipeline
from ingestion.sources import litellm

CANARY = "the xCANARYx said that nobody may read this line"
Make = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that is read."""
    (tmp_path / "logs").mkdir()
    return tmp_path / "logs"


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> Settings:
    """Return settings that read the folder."""
    sources = SourcesSettings(litellm=LitellmSource(paths=[str(folder)]))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)


def _text(*rows: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_rotation_reads_no_call_twice(settings: Settings, folder: Path, payload: Make) -> None:
    """The old log gets a number and a compression; a new one begins under its name."""
    (folder / "proxy.jsonl").write_bytes(_text(payload()))
    assert litellm.load(settings).rows["events"] == 1
    (folder / "proxy.jsonl.1.gz").write_bytes(gzip.compress(_text(payload(), payload(id="2"))))
    (folder / "proxy.jsonl").write_bytes(_text(payload(id="3")))
    litellm.load(settings)
    assert len(pipeline.read_table(settings, "litellm", "events")) == 3
    assert not litellm.load(settings).changed


def test_count_that_is_none_is_a_dead_letter(
    settings: Settings, folder: Path, payload: Make
) -> None:
    """A call whose tokens cannot be read is refused whole; the next one is not."""
    (folder / "proxy.jsonl").write_bytes(_text(payload(prompt_tokens="many"), payload(id="2")))
    litellm.load(settings)
    assert len(pipeline.read_table(settings, "litellm", "events")) == 1
    assert len(pipeline.read_table(settings, "litellm", "dead_letters")) == 1


def test_planted_text_reaches_no_row(
    settings: Settings,
    folder: Path,
    payload: Make,
    tables_with: Callable[[Settings, str], list[str]],
) -> None:
    """Neither messages and errors nor a field that is not what it should be keep their text."""
    rows = [
        payload(messages=[{"content": CANARY}], response=CANARY, error_str=CANARY, status=status)
        for status in ("success", "failure")
    ]
    rows += [{**payload(id=name), name: CANARY} for name in payload()]
    rows += [payload(id=f"m{n}", metadata={n: CANARY}) for n in payload()["metadata"]]
    (folder / "proxy.jsonl").write_bytes(_text(*rows, {CANARY: CANARY}))
    litellm.load(settings)
    assert tables_with(settings, "xCANARYx") == []
