"""Makers of the lines of a chat, as the client writes them; each argument replaces a field."""

import json
from typing import Any

Row = dict[str, Any]

TIME = "2026-03-02T10:00:00.000Z"


def header(**fields: Any) -> Row:
    """Return the first line of a chat."""
    return {"sessionId": "s1", "projectHash": "ab", "startTime": TIME, "kind": "main", **fields}


def tokens(**counts: int) -> dict[str, int]:
    """Return the usage of an answer."""
    usage = {"input": 100, "output": 20, "cached": 60, "thoughts": 7, "tool": 0}
    usage |= counts
    total = usage["input"] + usage["output"] + usage["thoughts"] + usage["tool"]
    return {**usage, "total": total}


def answer(**fields: Any) -> Row:
    """Return a line with an answer of the model."""
    return {
        "id": "m1",
        "timestamp": TIME,
        "type": "gemini",
        "content": "Done.",
        "tokens": tokens(),
        "model": "gemini-2.5-pro",
        **fields,
    }


def typed(text: str, **fields: Any) -> Row:
    """Return a line with what a person typed."""
    return {"id": "u1", "timestamp": TIME, "type": "user", "content": [{"text": text}], **fields}


def call(name: str, output: str = "", **fields: Any) -> Row:
    """Return a finished tool call within an answer."""
    response = {"functionResponse": {"id": "c1", "name": name, "response": {"output": output}}}
    return {
        "id": "c1",
        "name": name,
        "args": {},
        "result": [response],
        "status": "success",
        "timestamp": "2026-03-02T10:00:02.000Z",
        **fields,
    }


def text(*rows: Row | bytes) -> bytes:
    """Return the lines as text."""
    return b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in rows)
