"""Collector files of one made-up process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from agent_analytics.source_settings import OtlpSource, SourcesSettings


def _pairs(attributes: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"key": key, "value": {"intValue": v} if isinstance(v, int) else {"stringValue": v}}
        for key, v in attributes.items()
    ]


@pytest.fixture
def line() -> Callable[..., bytes]:
    """Return a maker of collector lines: each argument is one log record's attributes."""

    def make(*records: dict[str, Any], service: str = "claude-code") -> bytes:
        written = [
            {"timeUnixNano": "1790000000000000000", "attributes": _pairs(each)} for each in records
        ]
        resource = {"attributes": _pairs({"service.name": service})}
        content = {"resource": resource, "scopeLogs": [{"logRecords": written}]}
        return json.dumps({"resourceLogs": [content]}).encode() + b"\n"

    return make


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of a collector file that is read."""
    return tmp_path / "collector" / "telemetry.jsonl"


@pytest.fixture
def settings(tmp_path: Path, file: Path) -> Settings:
    """Return settings that read the collector's folder."""
    file.parent.mkdir()
    sources = SourcesSettings(otlp=OtlpSource(paths=[str(file.parent)]))
    return Settings(data_dir=str(tmp_path / "data"), sources=sources)
