"""Made-up collector output for the benchmarks: lines as the file exporter writes them, any number of events.

The mix, the attributes and the size (about 1.1 kB an event) follow what an unmodified client sends. Nothing
is measured here.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

EVENTS_PER_LINE = 40
_START = datetime(2026, 10, 1, 8, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RESOURCE = {
    "team": "platform",
    "cost_center": "eng",
    "host.arch": "amd64",
    "os.type": "linux",
    "os.version": "6.8.0",
    "service.name": "claude-code",
    "service.version": "2.1.329",
}
_TURN = (
    ["user_prompt"]
    + ["hook_execution_start", "hook_execution_complete", "api_request", "assistant_response"]
    + ["tool_decision", "tool_result", "hook_execution_start", "hook_execution_complete"]
    + ["api_request", "tool_decision", "tool_result", "api_request"]
)


def lines(events: int, seed: int = 7) -> Iterator[bytes]:
    """Yield collector lines with `events` log records in all, the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    records: list[dict[str, object]] = []
    for number in range(events):
        session, step = divmod(number, 260)
        records.append(_record(draw, session, step))
        if len(records) == EVENTS_PER_LINE or number == events - 1:
            yield _line(records)
            records = []


def _line(records: list[dict[str, object]]) -> bytes:
    scope = {"name": "com.anthropic.claude_code.events", "version": "2.1.329"}
    request = {
        "resourceLogs": [
            {
                "resource": {"attributes": _pairs(_RESOURCE)},
                "scopeLogs": [{"scope": scope, "logRecords": records}],
            }
        ]
    }
    return json.dumps(request, separators=(",", ":")).encode() + b"\n"


def _record(draw: random.Random, session: int, step: int) -> dict[str, object]:
    name = _TURN[step % len(_TURN)]
    moment = _START + timedelta(seconds=session * 97 + step, milliseconds=draw.randrange(1000))
    nanos = str((moment - _EPOCH) // timedelta(microseconds=1) * 1000)
    attributes = {
        "team": "platform",
        "cost_center": "eng",
        "user.id": f"{session % 50:064x}",
        "session.id": f"{session:08d}-0000-4000-8000-000000000000",
        "anthropic.provider": "firstParty",
        "anthropic.custom_base_url": False,
        "terminal.type": "xterm-256color",
        "event.name": name,
        "event.timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "event.sequence": step,
        "prompt.id": f"{session:08d}-0000-4000-8000-{step // len(_TURN):012d}",
        **_details(draw, name, f"{session}-{step // 4}"),
    }
    return {
        "timeUnixNano": nanos,
        "body": {"stringValue": f"claude_code.{name}"},
        "attributes": _pairs(attributes),
        "observedTimeUnixNano": nanos,
        "traceId": "",
        "spanId": "",
    }


def _details(draw: random.Random, name: str, call: str) -> dict[str, object]:
    if name == "api_request":
        return _request(draw, call)
    if name == "user_prompt":
        return {"prompt_length": str(draw.randrange(900)), "prompt": "<REDACTED>"}
    if name == "assistant_response":
        return {"response_length": 120, "response": "<REDACTED>", "request_id": f"req_{call}"}
    if name.startswith("hook"):
        counts = ("num_hooks", "num_success", "num_blocking", "num_cancelled", "total_duration_ms")
        return {"hook_event": "PostToolUse", "hook_source": "merged"} | dict.fromkeys(counts, "1")
    command = json.dumps({"bash_command": "git", "full_command": f"git show {call}"})
    details = {
        "tool_name": "Bash",
        "tool_use_id": f"toolu_{call}",
        "request_id": f"req_{call}",
        "tool_parameters": command,
    }
    if name == "tool_decision":
        return details | {"decision": "accept", "source": "config", "tool_source": "builtin"}
    sizes = {"tool_input_size_bytes": "105", "tool_result_size_bytes": str(draw.randrange(9999))}
    return details | sizes | {"success": "true", "duration_ms": str(draw.randrange(4000))}


def _request(draw: random.Random, call: str) -> dict[str, object]:
    written = draw.randrange(3000)
    return {
        "model": draw.choice(("claude-sonnet-4-5-20250929", "claude-haiku-5-5")),
        "request_id": f"req_{call}",
        "speed": "normal",
        "query_source": "sdk",
        "effort": "high",
        "input_tokens": draw.randrange(50),
        "output_tokens": draw.randrange(900),
        "cache_read_tokens": draw.randrange(60_000),
        "cache_creation_tokens": written,
        "cache_creation_5m_tokens": written,
        "cache_creation_1h_tokens": 0,
        "cost_usd": 0.0125,
        "cost_usd_micros": 12_500,
        "duration_ms": draw.randrange(9000),
        "ttft_ms": draw.randrange(900),
    }


def _pairs(attributes: dict[str, object]) -> list[dict[str, object]]:
    return [{"key": name, "value": _value(value)} for name, value in attributes.items()]


def _value(value: object) -> dict[str, object]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    return {"doubleValue": value} if isinstance(value, float) else {"stringValue": value}
