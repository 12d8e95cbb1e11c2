"""Small OTLP/JSON requests, made of just what a test names."""

import json
from collections.abc import Callable
from typing import Any

import pytest

NANOS = "1790000000000000000"
"""2026-09-21T14:13:20Z."""

Body = Callable[..., bytes]


def _request(kind: str, scope_key: str, content: dict[str, Any]) -> bytes:
    scope = {"name": "com.anthropic.claude_code.events", "version": "2.1.329"}
    inner = {"scope": scope, **content}
    return json.dumps({kind: [{"resource": {}, scope_key: [inner]}]}).encode()


@pytest.fixture
def logs() -> Body:
    """Return a maker of log requests: each argument is one record's fields."""

    def make(*records: dict[str, Any]) -> bytes:
        complete = [{"timeUnixNano": NANOS, **record} for record in records]
        return _request("resourceLogs", "scopeLogs", {"logRecords": complete})

    return make


@pytest.fixture
def points() -> Body:
    """Return a maker of metric requests: each argument is one delta point's fields."""

    def make(*points: dict[str, Any]) -> bytes:
        complete = [{"timeUnixNano": NANOS, **point} for point in points]
        metric = {"name": "m", "sum": {"aggregationTemporality": 1, "dataPoints": complete}}
        return _request("resourceMetrics", "scopeMetrics", {"metrics": [metric]})

    return make


@pytest.fixture
def attribute() -> Callable[[str, Any], list[dict[str, Any]]]:
    """Return a maker of one attribute, its value given as on the wire."""

    def make(key: str, value: Any) -> list[dict[str, Any]]:
        return [{"key": key, "value": value}]

    return make
