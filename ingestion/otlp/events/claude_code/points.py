"""Claude Code's metric points to rows of `metric_points`.

A stream is a resource, scope, metric and set of attributes; a point is a stream and its interval. Turning
cumulative streams into increments is SQL's concern.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.claude_code.columns import HANDLES
from ingestion.otlp.events.rows import add_flags, fill, point_facts
from ingestion.otlp.signals import Point

_COLUMNS: Mapping[str, str] = {
    **HANDLES,
    "model": "model",
    "query_source": "query_source",
    "effort": "effort",
    "speed": "speed",
    "agent.name": "subagent_name",
    "tool_name": "tool_name",
    "decision": "decision",
    "source": "decision_source",
    "language": "language",
    "start_type": "start_type",
}
_COLUMNS_OF = {
    "claude_code.token.usage": {**_COLUMNS, "type": "token_type"},
    "claude_code.lines_of_code.count": {**_COLUMNS, "type": "line_type"},
}


def point_row(point: Point, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of one number point; a redelivered point has the same key."""
    row: dict[str, Any] = {
        **base,
        **point_facts(point),
    }
    fill(row, point.attributes, _COLUMNS_OF.get(point.metric_name, _COLUMNS))
    add_flags(row, point.flags)
    return row
