"""Gemini CLI's telemetry: events per request, and counters that add up since the process started.

Output excludes thoughts, input includes the cache; records by the GenAI conventions repeat every request twice.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ingestion.sample.activity import Prompt, Request, Run, Session, ToolCall
from ingestion.sample.clock import iso, nanoseconds
from ingestion.sample.people import Person
from ingestion.sample.vocabulary import CANARIES
from ingestion.sample.wire.attributes import Value, attributes
from ingestion.sample.wire.gemini_cli.tools import arguments_of, lines_of, name_of
from ingestion.sample.wire.line import Line
from ingestion.sample.wire.tool_rows import Answers

_SCOPE = {"name": "gemini-cli"}
_CUMULATIVE = 2
_GENAI = "gen_ai.client.inference.operation.details"

Record = dict[str, Any]
Streams = dict[tuple[str, str], int]


def gemini_lines(person: Person, sessions: Sequence[Session], answers: Answers) -> Iterator[Line]:
    """Yield everything somebody's Gemini CLI exported: per prompt a line of events and one of counters."""
    for session in sessions:
        if session.agent == "gemini_cli" and session.telemetry:
            client = _Client(person, session, answers)
            for run in session.runs:
                yield from client.lines(run)


class _Client:
    """One Gemini CLI as it reports a session."""

    def __init__(self, person: Person, session: Session, answers: Answers) -> None:
        person = person.signed_in(session.repository, session.started)
        self._session, self._answers = session, answers
        self._cwd = f"/home/{person.login}/code/{session.repository}"
        self._common: dict[str, Value] = {
            "session.id": session.id,
            "installation.id": person.user_id[:32],
            "interactive": True,
        }
        if person.email:
            self._common["user.email"] = person.email
        self._common["auth_type"] = "oauth-personal"
        resource: dict[str, Value] = {
            "service.name": "gemini-cli",
            "service.version": "v20.20.2",
            "session.id": session.id,
            "team": person.team.name,
            "cost_center": person.team.cost_center,
        }
        self._resource = {"attributes": attributes(resource)}

    def lines(self, run: Run) -> Iterator[Line]:
        """Yield the lines of one process; its counters start from nothing."""
        sums: Streams = defaultdict(int)
        for number, prompt in enumerate(run.prompts, start=1):
            yield self._logs(prompt, f"{self._session.id}########{number}")
            for request in prompt.requests():
                _count(sums, request)
            yield self._counters(run, prompt, sums)

    def _logs(self, prompt: Prompt, prompt_id: str) -> Line:
        said: dict[str, Value] = {"prompt_length": len(prompt.text), "prompt_id": prompt_id}
        text = f"User prompt. Length: {len(prompt.text)}."
        records = [self._record(prompt.at, "gemini_cli.user_prompt", text, said)]
        requests = prompt.requests()
        for request in requests:
            records.extend(self._request(request, prompt_id))
        scoped = [{"scope": _SCOPE, "logRecords": records}]
        body = {"resourceLogs": [{"resource": self._resource, "scopeLogs": scoped}]}
        return Line(
            at=prompt.ended + 400,
            body=msgspec.json.encode(body),
            requests=tuple(request.id for request in requests),
            tools=tuple(call.id for request in requests for call in request.tools),
            prompts=(prompt.id,),
        )

    def _counters(self, run: Run, prompt: Prompt, sums: Streams) -> Line:
        at = prompt.ended + 420
        points = [
            {
                "startTimeUnixNano": nanoseconds(run.started),
                "timeUnixNano": nanoseconds(at),
                "asInt": str(amount),
                "attributes": attributes(self._common | {"model": model, "type": kind}),
            }
            for (model, kind), amount in sums.items()
        ]
        metric = {
            "name": "gemini_cli.token.usage",
            "description": "Counts the total number of tokens used.",
            "sum": {
                "dataPoints": points,
                "aggregationTemporality": _CUMULATIVE,
                "isMonotonic": True,
            },
        }
        scoped = [{"scope": _SCOPE, "metrics": [metric]}]
        body = {"resourceMetrics": [{"resource": self._resource, "scopeMetrics": scoped}]}
        return Line(at, msgspec.json.encode(body))

    def _request(self, request: Request, prompt_id: str) -> Iterator[Record]:
        """Yield the records of one request: two of each kind for its start and its end, and its calls."""
        model, tokens, end = request.model, request.tokens, request.at
        role = "utility_router" if request.kind == "utility" else "main"
        asked: dict[str, Value] = {"model": model, "prompt_id": prompt_id, "role": role}
        start = end - request.duration_ms
        yield self._record(start, "gemini_cli.api_request", f"API request to {model}.", asked)
        details: dict[str, Value] = {
            "gen_ai.system_instructions": CANARIES["prompt"],
            "gen_ai.operation.name": "generate_content",
            "gen_ai.provider.name": "gcp.gen_ai",
            "gen_ai.request.model": model,
        }
        yield self._record(start, _GENAI, f"GenAI operation request details from {model}.", details)
        answered: dict[str, Value] = {
            "model": model,
            "duration_ms": request.duration_ms,
            "input_token_count": tokens.total_input,
            "output_token_count": tokens.output - tokens.thinking,
            "cached_content_token_count": tokens.read,
            "thoughts_token_count": tokens.thinking,
            "tool_token_count": 0,
            "total_token_count": tokens.total_input + tokens.output,
            "prompt_id": prompt_id,
            "status_code": 200,
            "finish_reasons": ["stop", "stop"],
            "role": role,
            "http.status_code": 200,
        }
        text = f"API response from {model}. Status: 200. Duration: {request.duration_ms}ms."
        yield self._record(end, "gemini_cli.api_response", text, answered)
        usage: dict[str, Value] = {
            "gen_ai.response.id": request.id,
            "gen_ai.response.model": model,
            "gen_ai.usage.input_tokens": tokens.total_input,
            "gen_ai.usage.output_tokens": tokens.output - tokens.thinking,
        }
        yield self._record(
            end + 1, _GENAI, f"GenAI operation details from {model}.", details | usage
        )
        for call in request.tools:
            yield self._call(call, prompt_id)

    def _call(self, call: ToolCall, prompt_id: str) -> Record:
        name, duration = name_of(call), call.ended - call.started
        is_success = call.accepted and (call.success or call.command is not None)
        values: dict[str, Value] = {
            "function_name": name,
            "function_args": json.dumps(arguments_of(call, self._cwd, self._answers)),
            "duration_ms": duration,
            "success": is_success,
            "decision": "accept" if call.accepted else "reject",
            "prompt_id": prompt_id,
            "tool_type": "mcp" if call.name.startswith("mcp__") else "native",
            "content_length": 120,
        }
        if call.edit:
            values["metadata"] = json.dumps(lines_of(call, self._answers), indent=2)
        text = f"Tool call: {name}. Success: {is_success}. Duration: {duration}ms."
        return self._record(call.ended, "gemini_cli.tool_call", text, values)

    def _record(self, at: int, name: str, text: str, values: dict[str, Value]) -> Record:
        told: dict[str, Value] = {"event.name": name, "event.timestamp": iso(at)}
        return {
            "timeUnixNano": nanoseconds(at),
            "body": {"stringValue": text},
            "attributes": attributes(self._common | told | values),
            "observedTimeUnixNano": nanoseconds(at),
            "traceId": "",
            "spanId": "",
        }


def _count(sums: Streams, request: Request) -> None:
    tokens, model = request.tokens, request.model
    for kind, amount in (
        ("input", tokens.total_input),
        ("output", tokens.output - tokens.thinking),
        ("thought", tokens.thinking),
        ("cache", tokens.read),
        ("tool", 0),
    ):
        sums[model, kind] += amount
