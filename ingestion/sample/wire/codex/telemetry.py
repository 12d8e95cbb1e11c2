"""Codex's telemetry: log records with the tokens of every response, and the same tokens in histograms.

Types are those of the client: some counts are text, times stand in an attribute. What the collector does to
the lines is in `wire.collector`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ingestion.sample.activity import Prompt, Request, Session, ToolCall
from ingestion.sample.clock import iso, nanoseconds
from ingestion.sample.people import Person
from ingestion.sample.wire.attributes import Value, attributes
from ingestion.sample.wire.calls import patch
from ingestion.sample.wire.codex.items import output_of, tool_of
from ingestion.sample.wire.line import Line
from ingestion.sample.wire.tool_rows import Answers

_SCOPE = {"name": "codex_otel.log_only"}
_SOURCE = "event otel/src/events/session_telemetry.rs:"
_ORIGINATOR = "codex_cli_rs"
_DELTA = 1

Record = dict[str, Any]


def codex_lines(person: Person, sessions: Sequence[Session], answers: Answers) -> Iterator[Line]:
    """Yield everything somebody's Codex exported: per turn one line of log records and one of metrics."""
    for session in sessions:
        if session.agent != "codex" or not session.telemetry:
            continue
        client = _Client(person, session, answers)
        for run in session.runs:
            for number, prompt in enumerate(run.prompts):
                yield client.logs(prompt, starts=number == 0)
                yield client.metrics(prompt)


class _Client:
    """One Codex as it reports a thread."""

    def __init__(self, person: Person, session: Session, answers: Answers) -> None:
        person = person.signed_in(session.repository, session.started)
        self._person, self._session, self._answers = person, session, answers
        self._model = ""
        common: dict[str, Value] = {
            "conversation.id": session.id,
            "app.version": session.version,
            "originator": _ORIGINATOR,
            "terminal.type": "xterm-256color",
        }
        if person.account_uuid and person.email:
            common = {
                "auth_mode": "Chatgpt",
                "user.account_id": person.account_uuid,
                "user.email": person.email,
            } | common
        self._common = common

    def logs(self, prompt: Prompt, *, starts: bool) -> Line:
        """Return the log records of one turn in one export."""
        requests = prompt.requests()
        self._model = requests[0].model
        calls = [call for request in requests for call in request.tools]
        records = [*self._start(prompt)] if starts else []
        prompts: tuple[str, ...] = ()
        if not self._session.spawned_by:
            said: dict[str, Value] = {
                "prompt_length": str(len(prompt.text)),
                "prompt": "[REDACTED]",
            }
            records.append(self._record(prompt.at + 2, "user_prompt", said, 1200))
            prompts = (prompt.id,)
        for request in requests:
            records.extend(self._request(request))
        scoped = [{"scope": _SCOPE, "logRecords": records}]
        body = {"resourceLogs": [{"resource": self._resource(), "scopeLogs": scoped}]}
        return Line(
            at=prompt.ended + 300,
            body=msgspec.json.encode(body),
            requests=tuple(request.id for request in requests),
            tools=tuple(call.id for call in calls),
            prompts=prompts,
            commits=tuple(call.commit for call in calls if call.commit),
        )

    def metrics(self, prompt: Prompt) -> Line:
        """Return the histogram of one turn's tokens, a stream per kind; kinds overlap, one is their total."""
        requests = prompt.requests()
        started, ended = nanoseconds(prompt.at), nanoseconds(prompt.ended + 20)
        sums = {
            "total": sum(r.tokens.total_input + r.tokens.output for r in requests),
            "input": sum(r.tokens.total_input for r in requests),
            "cached_input": sum(r.tokens.read for r in requests),
            "cache_write_input": sum(r.tokens.write for r in requests),
            "output": sum(r.tokens.output for r in requests),
            "reasoning_output": sum(r.tokens.thinking for r in requests),
        }
        points = [
            {
                "startTimeUnixNano": started,
                "timeUnixNano": ended,
                "count": "1",
                "sum": float(amount),
                "bucketCounts": ["0", "1"],
                "explicitBounds": [10_000.0],
                "attributes": self._labels(prompt, kind),
                "min": float(amount),
                "max": float(amount),
            }
            for kind, amount in sums.items()
        ]
        metric = {
            "name": "codex.turn.token_usage",
            "histogram": {"dataPoints": points, "aggregationTemporality": _DELTA},
        }
        scoped = [{"scope": {"name": "codex"}, "metrics": [metric]}]
        body = {"resourceMetrics": [{"resource": self._resource(), "scopeMetrics": scoped}]}
        return Line(prompt.ended + 310, msgspec.json.encode(body))

    def _labels(self, prompt: Prompt, kind: str) -> list[Record]:
        values: dict[str, Value] = {
            "app.version": self._session.version,
            "model": prompt.requests()[0].model,
            "originator": _ORIGINATOR,
            "session_source": "cli",
            "tmp_mem_enabled": "false",
            "token_type": kind,
        }
        return attributes(values)

    def _resource(self) -> Record:
        team = self._person.team
        values: dict[str, Value] = {
            "service.version": self._session.version,
            "team": team.name,
            "cost_center": team.cost_center,
            "telemetry.sdk.name": "opentelemetry",
            "telemetry.sdk.language": "rust",
            "env": "dev",
            "service.name": _ORIGINATOR,
        }
        return {"attributes": attributes(values)}

    def _start(self, prompt: Prompt) -> Iterator[Record]:
        values: dict[str, Value] = {
            "provider_name": "OpenAI",
            "reasoning_summary": "auto",
            "approval_policy": "on-request",
            "sandbox_policy": "workspace-write",
            "mcp_servers": "",
        }
        yield self._record(prompt.at - 100, "conversation_starts", values, 393)

    def _request(self, request: Request) -> Iterator[Record]:
        """Yield the records of one response: failed attempts, two for its completion, and its calls."""
        for attempt in range(request.retries):
            failed: dict[str, Value] = {
                "duration_ms": "900",
                "http.response.status_code": 503,
                "error.message": "http 503 Service Unavailable",
                "attempt": attempt,
                "endpoint": "/responses",
            }
            at = request.at - request.duration_ms - (request.retries - attempt) * 2_500
            yield self._record(at, "api_request", failed, 560)
        answered: dict[str, Value] = {
            "duration_ms": str(request.duration_ms),
            "http.response.status_code": 200,
            "attempt": request.retries,
            "endpoint": "/responses",
        }
        yield self._record(request.at - 20, "api_request", answered, 560)
        done: dict[str, Value] = {"event.kind": "response.completed", "duration_ms": "3"}
        yield self._record(request.at, "sse_event", done, 1089)
        tokens = request.tokens
        told: dict[str, Value] = {
            "event.kind": "response.completed",
            "input_token_count": str(tokens.total_input),
            "output_token_count": str(tokens.output),
            "cached_token_count": tokens.read,
            "cache_write_token_count": tokens.write,
            "reasoning_token_count": tokens.thinking,
            "tool_token_count": str(tokens.total_input + tokens.output),
            "ttft_ms": 0,
            "model_reasoning_effort": "medium",
        }
        yield self._record(request.at, "sse_event", told, 1153)
        for call in request.tools:
            yield from self._call(call)

    def _call(self, call: ToolCall) -> Iterator[Record]:
        is_patch = call.edit is not None
        name, arguments = ("apply_patch", {}) if is_patch else tool_of(call)
        named: dict[str, Value] = {
            "tool_name": name,
            "tool_namespace": "functions",
            "call_id": call.id,
        }
        decided: dict[str, Value] = {
            **named,
            "decision": "approved" if call.accepted else "denied",
            "source": "Config" if call.source == "config" else "User",
        }
        yield self._record(call.started, "tool_decision", decided, 1225)
        if not call.accepted:
            return
        asked = patch(call.edit, self._answers) if call.edit else None
        result: dict[str, Value] = {
            **named,
            "duration_ms": str(call.ended - call.started),
            "success": "true",
            "output_truncated": False,
            "agent_name": "/root",
            "arguments": asked or msgspec.json.encode(arguments).decode(),
            "output": output_of(call, self._answers),
        }
        yield self._record(call.ended, "tool_result", result, 54)

    def _record(self, at: int, name: str, values: dict[str, Value], line: int) -> Record:
        told: dict[str, Value] = {"event.name": f"codex.{name}", **values}
        told |= {"event.timestamp": iso(at), "model": self._model, "slug": self._model}
        return {
            "severityNumber": 9,
            "severityText": "INFO",
            "attributes": attributes(told | self._common),
            "observedTimeUnixNano": nanoseconds(at),
            "eventName": f"{_SOURCE}{line}",
            "body": {},
            "traceId": "",
            "spanId": "",
        }
