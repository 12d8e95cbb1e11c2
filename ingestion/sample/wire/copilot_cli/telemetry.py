"""Copilot CLI's telemetry: spans of calls, repeated by the span of the agent around them, and counters.

The counters add up since the process started and name no session. There are no log records.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ingestion.sample.activity import Prompt, Request, Run, Session, ToolCall
from ingestion.sample.agents import maker_of
from ingestion.sample.clock import nanoseconds
from ingestion.sample.dice import fingerprint
from ingestion.sample.people import Person
from ingestion.sample.wire.attributes import Value, attributes
from ingestion.sample.wire.calls import exit_code
from ingestion.sample.wire.copilot_cli.tools import name_of
from ingestion.sample.wire.line import Line

_INTERNAL, _CLIENT = 1, 3
_ERROR = 2
_CUMULATIVE = 2
_SPAN_ID, _TRACE_ID = 16, 32
_USAGE = "gen_ai.client.inference.usage."

Record = dict[str, Any]
Streams = dict[tuple[str, str], int]


def copilot_lines(person: Person, sessions: Sequence[Session]) -> Iterator[Line]:
    """Yield everything somebody's Copilot CLI exported: per prompt a line of spans and one of counters."""
    for session in sessions:
        if session.agent == "copilot_cli" and session.telemetry:
            for run in session.runs:
                yield from _Process(person, session, run).lines()


class _Process:
    """One process of the client."""

    def __init__(self, person: Person, session: Session, run: Run) -> None:
        self._session, self._run = session, run
        resource: dict[str, Value] = {
            "cost_center": person.team.cost_center,
            "team": person.team.name,
            "service.instance.id": f"copilot-otel-{run.started % 100_000}-0",
            "service.version": session.version,
            "service.name": "github-copilot",
        }
        self._resource = {"attributes": attributes(resource)}
        self._scope = {"name": "github.copilot", "version": session.version}

    def lines(self) -> Iterator[Line]:
        """Yield the process's lines; its counters start from nothing."""
        sums: Streams = defaultdict(int)
        for prompt in self._run.prompts:
            yield self._spans(prompt)
            for request in prompt.requests():
                _count(sums, request)
            yield self._counters(prompt, sums)

    def _spans(self, prompt: Prompt) -> Line:
        requests = prompt.requests()
        root = _span_id(prompt.id)
        spans = []
        for request in requests:
            spans.append(self._chat(prompt, request))
            spans.extend(self._call(prompt, call) for call in request.tools)
        for agent in prompt.subagents:
            spans.append(self._invocation(prompt, agent.id, agent.requests, parent=root))
        main = tuple(request for request in requests if request.agent is None)
        spans.append(self._invocation(prompt, None, main, parent=""))
        scoped = [{"scope": self._scope, "spans": spans}]
        body = {"resourceSpans": [{"resource": self._resource, "scopeSpans": scoped}]}
        return Line(
            at=prompt.ended + 700,
            body=msgspec.json.encode(body),
            requests=tuple(request.id for request in requests),
            tools=tuple(call.id for request in requests for call in request.tools),
            prompts=(prompt.id,),
        )

    def _chat(self, prompt: Prompt, request: Request) -> Record:
        tokens = request.tokens
        values: dict[str, Value] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": maker_of(request.model),
            "gen_ai.request.model": request.model,
            "gen_ai.conversation.id": self._session.id,
            "gen_ai.usage.input_tokens": tokens.total_input,
            "gen_ai.usage.output_tokens": tokens.output,
            "gen_ai.response.model": request.model,
            "gen_ai.response.id": request.id,
            "github.copilot.interaction_id": prompt.id,
        }
        for name, amount in (
            ("cache_read.input_tokens", tokens.read),
            ("cache_write.input_tokens", tokens.write),
            ("reasoning.output_tokens", tokens.thinking),
        ):
            if amount:
                values[f"gen_ai.usage.{name}"] = amount
        parent = _span_id(request.agent or prompt.id)
        period = (request.at - request.duration_ms, request.at)
        return self._span(f"chat {request.model}", request.id, parent, period, values) | {
            "kind": _CLIENT
        }

    def _call(self, prompt: Prompt, call: ToolCall) -> Record:
        name = name_of(call)
        values: dict[str, Value] = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.conversation.id": self._session.id,
            "gen_ai.tool.name": name,
            "gen_ai.tool.call.id": call.id,
            "gen_ai.tool.type": "function",
        }
        if call.command and call.accepted and not call.success:
            values["process.exit.code"] = exit_code(call)
        period = (call.started, call.ended)
        span = self._span(f"execute_tool {name}", call.id, _span_id(prompt.id), period, values)
        if not call.accepted:
            span["attributes"] += attributes({"error.type": "denied"})
            span["status"] = {"code": _ERROR}
        return span

    def _invocation(
        self, prompt: Prompt, agent: str | None, requests: Sequence[Request], *, parent: str
    ) -> Record:
        """Return the span of an agent: the sum of the calls it made."""
        values: dict[str, Value] = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.provider.name": maker_of(requests[0].model),
            "gen_ai.conversation.id": self._session.id,
            "gen_ai.usage.input_tokens": sum(r.tokens.total_input for r in requests),
            "gen_ai.usage.output_tokens": sum(r.tokens.output for r in requests),
            "github.copilot.turn_count": len(requests),
        }
        first = requests[0]
        started = prompt.at if agent is None else first.at - first.duration_ms
        period = (started, max(prompt.ended if agent is None else requests[-1].at, started))
        name = "invoke_agent explore" if agent else "invoke_agent"
        return self._span(name, agent or prompt.id, parent, period, values)

    def _span(
        self, name: str, key: str, parent: str, period: tuple[int, int], values: dict[str, Value]
    ) -> Record:
        return {
            "traceId": fingerprint("trace", self._session.id, self._run.started)[:_TRACE_ID],
            "spanId": _span_id(key),
            "parentSpanId": parent,
            "name": name,
            "kind": _INTERNAL,
            "startTimeUnixNano": nanoseconds(period[0]),
            "endTimeUnixNano": nanoseconds(period[1]),
            "attributes": attributes(values),
            "status": {},
            "flags": 257,
        }

    def _counters(self, prompt: Prompt, sums: Streams) -> Line:
        at = prompt.ended + 720
        names = dict.fromkeys(name for _, name in sums)
        metrics = [
            {
                "name": f"{_USAGE}{name}",
                "unit": "{token}",
                "sum": {
                    "dataPoints": [
                        self._point(at, model, amount)
                        for (model, other), amount in sums.items()
                        if other == name
                    ],
                    "aggregationTemporality": _CUMULATIVE,
                    "isMonotonic": True,
                },
            }
            for name in names
        ]
        scoped = [{"scope": self._scope, "metrics": metrics}]
        body = {"resourceMetrics": [{"resource": self._resource, "scopeMetrics": scoped}]}
        return Line(at, msgspec.json.encode(body))

    def _point(self, at: int, model: str, amount: int) -> Record:
        values: dict[str, Value] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": maker_of(model),
            "gen_ai.request.model": model,
            "gen_ai.response.model": model,
        }
        return {
            "startTimeUnixNano": nanoseconds(self._run.started),
            "timeUnixNano": nanoseconds(at),
            "asInt": str(amount),
            "attributes": attributes(values),
        }


def _span_id(key: str) -> str:
    return fingerprint("span", key)[:_SPAN_ID]


def _count(sums: Streams, request: Request) -> None:
    tokens, model = request.tokens, request.model
    sums[model, "input_tokens"] += tokens.total_input
    sums[model, "output_tokens"] += tokens.output
    sums[model, "cache_read.input_tokens"] += tokens.read
    sums[model, "cache_write.input_tokens"] += tokens.write
    sums[model, "reasoning.output_tokens"] += tokens.thinking
