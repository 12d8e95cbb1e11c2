"""One call as the proxy tells it, whichever of its two records told: values by name, nothing judged yet.

A standard logging payload (`startTime` in seconds, `response_cost`) and a row of the spend table (`spend`,
metadata often as text) say the same in other words. What the words mean for a row belongs to `parse`.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.moments import microseconds

_WRAPPERS = ("standard_logging_object", "standard_logging_payload")


@dataclass(frozen=True, slots=True)
class Call:
    """What was said about one call; None for what was not said."""

    fields: Mapping[str, Any]
    metadata: Mapping[str, Any]
    usage: Mapping[str, Any] | None
    response_id: str | None
    cost: Any
    is_spend_row: bool

    @property
    def started_at(self) -> int | None:
        """When the call began, microseconds since 1970."""
        return moment(self.fields.get("startTime"))

    @property
    def status(self) -> str | None:
        """`success` or `failure`; old spend rows say it in their metadata only."""
        return text(self.fields.get("status")) or text(self.metadata.get("status"))

    @property
    def tags(self) -> list[str]:
        """The tags of the call."""
        found = decoded(self.fields.get("request_tags"))
        return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []


def call_of(value: Mapping[str, Any]) -> Call | None:
    """Return the call that an object tells of; None for anything else, such as a line of the server's log."""
    inner = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), Mapping)), value)
    metadata = mapping(decoded(inner.get("metadata")))
    usage = metadata.get("usage_object") or mapping(inner.get("hidden_params")).get("usage_object")
    usage = usage if isinstance(usage, Mapping) else None
    if "request_id" in inner and "spend" in inner:
        response_id = text(inner["request_id"])
        return Call(inner, metadata, usage, response_id, inner["spend"], is_spend_row=True)
    if "startTime" in inner and ("response_cost" in inner or "call_type" in inner):
        response_id = text(inner.get("id"))
        cost = inner.get("response_cost")
        return Call(inner, metadata, usage, response_id, cost, is_spend_row=False)
    return None


def decoded(value: Any) -> Any:
    """Return a value that may have been written as JSON text; the text itself when it is none."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def moment(value: Any) -> int | None:
    """Return a time in seconds or ISO text as microseconds since 1970; None for what is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return microseconds(value)


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a value that is an object; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def text(value: Any) -> str | None:
    """Return a value that is text and not empty; None for anything else."""
    return value if isinstance(value, str) and value else None


def number(value: Any) -> float | None:
    """Return a finite number, also one that was written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
