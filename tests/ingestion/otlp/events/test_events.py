import pytest

from agent_analytics.records import EVENTS, METRIC_POINTS
from ingestion.otlp.events import rows
from ingestion.otlp.events.claude_code import speaks
from ingestion.otlp.signals import LogRecord, Origin, Point, Span


def _log(origin: Origin) -> LogRecord:
    return LogRecord(origin, None, None, "claude_code.x", {}, None, None, ())


@pytest.mark.parametrize(
    ("scope", "service", "known"),
    [
        ("com.anthropic.claude_code.events", None, True),
        ("com.anthropic.claude_code", None, True),
        ("com.anthropic.claude_codex", None, False),
        ("other", "claude-code", False),
        ("", "claude-code", True),
        ("", "other", False),
        ("", ["claude-code"], False),
    ],
)
def test_client_is_known_by_scope_then_by_service(scope: str, service: object, known: bool) -> None:
    """The scope decides; the service's name only where there is no scope."""
    assert speaks(Origin({"service.name": service}, scope, "1")) is known


def test_each_signal_finds_its_table() -> None:
    """Log records and spans are events, points are points, strangers are nothing."""
    ours = Origin({}, "com.anthropic.claude_code", "1")
    signals = [
        _log(ours),
        Span(ours, "claude_code.tool", 1, 2, {}, "a", "b", None, 0, ()),
        Point(ours, "m", None, "delta", 1, 2, 1.0, {}, ()),
        _log(Origin({}, "stranger", "1")),
    ]
    assert [table for table, _ in rows(signals)] == [EVENTS, EVENTS, METRIC_POINTS]
