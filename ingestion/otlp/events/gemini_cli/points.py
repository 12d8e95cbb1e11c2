"""Gemini CLI's metric points to rows of `metric_points`.

Its counters are cumulative from the start of a process. The kinds of tokens overlap: input includes what
was read from the cache, output excludes thoughts; taking them apart is SQL's concern.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.gemini_cli.columns import HANDLES, UNUSED
from ingestion.otlp.events.rows import add_flags, fill, point_facts
from ingestion.otlp.signals import Point

TOKEN_USAGE = "gemini_cli.token.usage"  # noqa: S105 - a metric's name

_PREFIXES = ("gemini_cli.", "gen_ai.")
_TOKEN_TYPES = {
    "input": "inputWithCache",
    "output": "output",
    "thought": "thought",
    "cache": "cacheRead",
    # Prompt tokens of the service's own tools are counted beside the prompt.
    "tool": "input",
}
_COLUMNS: Mapping[str, str] = {
    **HANDLES,
    **dict.fromkeys(
        (
            "error_type",
            "extension",
            "hook_event_name",
            "hook_name",
            "lines",
            "mimetype",
            "operation",
            "status_code",
            "success",
            "tool_type",
        ),
        UNUSED,
    ),
    "agent_name": "subagent_name",
    "decision": "decision",
    "function_name": "tool_name",
    "model": "model",
    "programming_language": "language",
}
_COLUMNS_OF = {
    TOKEN_USAGE: {**_COLUMNS, "type": UNUSED},
    "gemini_cli.lines.changed": {**_COLUMNS, "type": "line_type"},
}


def point_row(point: Point, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one number point, None for a metric of a library within the client."""
    name = point.metric_name
    if not name.startswith(_PREFIXES):
        return None
    row: dict[str, Any] = {
        **base,
        **point_facts(point),
    }
    fill(row, point.attributes, _COLUMNS_OF.get(name, _COLUMNS))
    if name == TOKEN_USAGE:
        kind = point.attributes.get("type")
        row["token_type"] = _TOKEN_TYPES.get(kind, kind) if isinstance(kind, str) else None
    add_flags(row, point.flags)
    return row
