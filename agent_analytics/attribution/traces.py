"""Reads claims out of agent-trace records (`.agent-trace/*.jsonl`, RFC 0.1.0).

A record says which lines of which files an agent wrote when the repository stood at a revision: the parent of
the commit that will hold them, with some tools the commit itself. Which commit is meant is decided where all
commits are known. Lines of a person or of unknown origin are not claimed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent_analytics.attribution.claims import OTHER_AGENT, Claim, short_text
from agent_analytics.attribution.identities import NOTE_TOOLS

_SESSION_NAMES = ("session_id", "conversation_id")
_NO_FILES = (".sessions", ".shell-history")
"""Paths under which the format's own example notes what happened beside edits."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A claim about one file of a commit that has `revision` as its parent, or is it."""

    record_id: str
    revision: str
    path: str
    stated_at: datetime
    claim: Claim


def traces_of(line: str) -> list[Trace]:
    """Return one trace per file that a record says an agent wrote in; empty when it cannot be read."""
    try:
        record = json.loads(line)
        revision = record["vcs"]["revision"]
        stated_at = datetime.fromisoformat(record["timestamp"])
        record_id = short_text(record["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    if not isinstance(revision, str) or stated_at.tzinfo is None or record_id is None:
        return []
    named = record.get("tool")
    tool = named.get("name") if isinstance(named, dict) else None
    agent = NOTE_TOOLS.get(str(tool).lower(), OTHER_AGENT)
    session_id = _session_id(record.get("metadata"))
    return [
        Trace(
            record_id,
            revision.lower(),
            path,
            stated_at,
            Claim("trace", agent, model, session_id, line_count),
        )
        for path, model, line_count in _files(record.get("files"))
    ]


def _files(files: object) -> Iterator[tuple[str, str | None, int]]:
    """Yield path, model and number of lines of each file with lines of an agent."""
    for file in _mappings(files):
        path = file.get("path")
        if not isinstance(path, str) or path in _NO_FILES:
            continue
        model, line_count = None, 0
        for conversation in _mappings(file.get("conversations")):
            for span in _mappings(conversation.get("ranges")):
                contributor = span.get("contributor") or conversation.get("contributor")
                if isinstance(contributor, dict) and contributor.get("type") == "ai":
                    line_count += _length(span)
                    model = model or short_text(contributor.get("model_id"))
        if line_count:
            yield path, model, line_count


def _length(span: Mapping[str, Any]) -> int:
    first, last = span.get("start_line"), span.get("end_line")
    return max(last - first + 1, 0) if type(first) is int and type(last) is int else 0


def _session_id(metadata: object) -> str | None:
    """Return the session that a record names, at the top or below a tool's own name."""
    if not isinstance(metadata, dict):
        return None
    for names in (metadata, *_mappings(list(metadata.values()))):
        for name in _SESSION_NAMES:
            if found := short_text(names.get(name)):
                return found
    return None


def _mappings(values: object) -> list[dict[str, Any]]:
    return (
        [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
    )
