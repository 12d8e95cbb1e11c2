"""Calls as a LiteLLM proxy logs them, small and made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.records import EVENTS
from ingestion.sources.litellm.parse import stretch_of
from ingestion.stretches import Stretch
from ingestion.tail import Reading

Row = dict[str, Any]

PAYLOAD = {
    "id": "msg_1",
    "trace_id": "trace-1",
    "session_id": "session-1",
    "call_type": "anthropic_messages",
    "stream": True,
    "status": "success",
    "response_cost": 0.01482,
    "prompt_tokens": 1500,
    "completion_tokens": 21,
    "startTime": 1_795_000_000.0,
    "endTime": 1_795_000_003.5,
    "completionStartTime": 1_795_000_000.75,
    "model": "claude-opus-5-5",
    "model_group": "opus",
    "custom_llm_provider": "anthropic",
    "metadata": {
        "user_api_key_user_email": "ana@acme.example",
        "user_api_key_team_alias": "payments",
        "user_agent": "claude-cli/2.1.329 (external, cli)",
        "usage_object": {
            "prompt_tokens": 1500,
            "cache_read_input_tokens": 1000,
            "cache_creation_input_tokens": 300,
        },
    },
    "cache_hit": None,
}

SPEND = {
    "request_id": "chatcmpl-1",
    "call_type": "acompletion",
    "api_key": "0f" * 32,
    "spend": 0.002,
    "prompt_tokens": 100,
    "completion_tokens": 10,
    "startTime": "2026-11-20 09:00:00.250",
    "endTime": "2026-11-20 09:00:01.250",
    "model": "openai/gpt-5.2",
    "model_group": "gpt",
    "custom_llm_provider": "openai",
    "user": "bo",
    "team_id": "team-7",
    "metadata": json.dumps({"usage_object": {"prompt_tokens": 100}, "user_api_key_alias": "key"}),
    "cache_hit": "False",
    "request_tags": json.dumps(["User-Agent: python-httpx/1"]),
    "session_id": "generated-1",
    "status": "success",
}


@pytest.fixture
def payload() -> Callable[..., Row]:
    """Return a maker of standard logging payloads; `metadata` is merged, all else replaced."""

    def make(metadata: Row | None = None, **changes: Any) -> Row:
        return {**PAYLOAD, "metadata": {**PAYLOAD["metadata"], **(metadata or {})}, **changes}

    return make


@pytest.fixture
def spend() -> Callable[..., Row]:
    """Return a maker of rows of the spend table."""

    def make(**changes: Any) -> Row:
        return {**SPEND, **changes}

    return make


@pytest.fixture
def parse() -> Callable[..., Stretch]:
    """Return a function that parses objects or raw lines as one stretch of a file."""

    def parsed(*rows: Row | bytes) -> Stretch:
        lines = []
        offset = 0
        for row in rows:
            text = row if isinstance(row, bytes) else json.dumps(row).encode()
            lines.append((offset, text))
            offset += len(text) + 1
        return stretch_of(Reading(Path("proxy.jsonl"), "file", "root", 0, offset, lines, None))

    return parsed


@pytest.fixture
def events(parse: Callable[..., Stretch]) -> Callable[..., list[Row]]:
    """Return a function that parses lines and gives their events without null columns."""

    def found(*rows: Row | bytes) -> list[Row]:
        return [
            {name: value for name, value in record.items() if value is not None}
            for record in parse(*rows).records.get(EVENTS, [])
        ]

    return found
