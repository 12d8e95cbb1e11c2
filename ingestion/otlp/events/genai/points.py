"""Metric points of the GenAI conventions to rows of `metric_points`.

Each kind of tokens has a counter of its own. Input counts include the cache, so their kind is
`inputWithCache`; taking the parts apart and turning counters into increments is SQL's concern.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.genai.clients import OTHER
from ingestion.otlp.events.genai.columns import HANDLES, UNUSED
from ingestion.otlp.events.rows import add_flags, fill, point_facts
from ingestion.otlp.signals import Point

_USAGE = "gen_ai.client.inference.usage."
_TOKEN_TYPES = {
    f"{_USAGE}input_tokens": "inputWithCache",
    f"{_USAGE}output_tokens": "output",
    f"{_USAGE}cache_read.input_tokens": "cacheRead",
    f"{_USAGE}cache_write.input_tokens": "cacheCreation",
    f"{_USAGE}cache_creation.input_tokens": "cacheCreation",
    f"{_USAGE}reasoning.output_tokens": "reasoning",
}
_LINE_TYPES = {
    "github.copilot.code.lines_added": "added",
    "github.copilot.code.lines_removed": "removed",
}
_COLUMNS: Mapping[str, str] = {
    **HANDLES,
    "gen_ai.operation.name": UNUSED,
    "gen_ai.provider.name": UNUSED,
    "gen_ai.request.model": UNUSED,
    "gen_ai.response.model": "model",
    "gen_ai.system": UNUSED,
    "gen_ai.token.modality": UNUSED,
    "gen_ai.tool.name": "tool_name",
    "gen_ai.agent.name": "subagent_name",
    "server.address": UNUSED,
    "server.port": UNUSED,
}


def point_row(point: Point, base: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the row of one number point, None for a metric that is not the conventions'."""
    name = point.metric_name
    if base["agent"] == OTHER and not name.startswith("gen_ai."):
        return None
    row: dict[str, Any] = {
        **base,
        **point_facts(point),
        "token_type": _TOKEN_TYPES.get(name),
        "line_type": _LINE_TYPES.get(name),
    }
    fill(row, point.attributes, _COLUMNS)
    row["model"] = row.get("model") or point.attributes.get("gen_ai.request.model")
    add_flags(row, point.flags)
    return row
