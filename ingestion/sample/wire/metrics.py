"""Metrics of one process: the same tokens as its events, summed per export interval.

Delta unless the team asked for cumulative sums, which start again with every process.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ingestion.sample.activity import Prompt, Request, ToolCall
from ingestion.sample.catalog import client_cost
from ingestion.sample.clock import nanoseconds
from ingestion.sample.vocabulary import LANGUAGES
from ingestion.sample.wire.attributes import value_of
from ingestion.sample.wire.events import Process

EXPORT_INTERVAL_MS = 900_000

_DELTA, _CUMULATIVE = 1, 2
_UNITS = {"token.usage": "tokens", "cost.usage": "USD", "active_time.total": "s"}
_ABOUT = {
    "session.count": "Count of CLI sessions started",
    "lines_of_code.count": "Count of lines of code modified",
    "commit.count": "Number of git commits created",
    "cost.usage": "Cost of the Claude Code session",
    "token.usage": "Number of tokens used",
    "code_edit_tool.decision": "Count of code editing tool permission decisions",
    "active_time.total": "Total active time in seconds",
}

Stream = tuple[str, tuple[tuple[str, str], ...]]
Sums = dict[Stream, float]


def metric_exports(process: Process) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the instant and the metrics of every export of a process, the one at its exit last."""
    windows: dict[int, Sums] = defaultdict(lambda: defaultdict(float))
    started, ended = process.run.started, process.run.prompts[-1].ended
    for at, stream, amount in _measurements(process):
        windows[(at - started) // EXPORT_INTERVAL_MS][stream] += amount
    running: Sums = defaultdict(float)
    for window in sorted(windows):
        at = min(started + (window + 1) * EXPORT_INTERVAL_MS, max(ended + 1_000, started + 1))
        at = max(at, started + window * EXPORT_INTERVAL_MS + 1)
        sums, since = windows[window], started + window * EXPORT_INTERVAL_MS
        if process.person.team.cumulative:
            for stream, amount in sums.items():
                running[stream] += amount
            sums, since = running, started
        yield at, _metrics(process, sums, since, at)


def _metrics(process: Process, sums: Sums, since: int, at: int) -> list[dict[str, Any]]:
    """Return one export's metrics; `session.count` of a phantom goes under the phantom's id."""
    points: dict[str, list[dict[str, Any]]] = {}
    for (name, labels), amount in sums.items():
        session_id = process.session.id
        if name == "session.count":
            session_id = process.run.phantom or session_id
        points.setdefault(name, []).append(
            {
                "startTimeUnixNano": nanoseconds(since),
                "timeUnixNano": nanoseconds(at),
                "asDouble": amount if name != "cost.usage" else round(amount, 12),
                "attributes": process.standard(session_id)
                + [{"key": key, "value": value_of(value)} for key, value in labels],
            }
        )
    temporality = _CUMULATIVE if process.person.team.cumulative else _DELTA
    return [
        {"name": f"claude_code.{name}", "description": _ABOUT[name]}
        | ({"unit": _UNITS[name]} if name in _UNITS else {})
        | {
            "sum": {
                "dataPoints": of_metric,
                "aggregationTemporality": temporality,
                "isMonotonic": True,
            }
        }
        for name, of_metric in points.items()
    ]


def _measurements(process: Process) -> Iterator[tuple[int, Stream, float]]:
    run = process.run
    yield run.started + 30, ("session.count", (("start_type", run.start_type),)), 1.0
    for prompt in run.prompts:
        agents = {agent.id: agent.kind for agent in prompt.subagents}
        for request in prompt.requests():
            yield from _usage(request, agents)
            for call in request.tools:
                yield from _tool(request, call)
        for kind, seconds in (("user", _typing(prompt)), ("cli", _waiting(prompt))):
            yield prompt.ended, ("active_time.total", (("type", kind),)), seconds


def _usage(request: Request, agents: dict[str, str]) -> Iterator[tuple[int, Stream, float]]:
    source = {"main": "main", "subagent": "subagent", "compact": "auxiliary"}[request.kind]
    labels: tuple[tuple[str, str], ...] = (
        ("model", request.model),
        ("query_source", source),
        ("effort", "high"),
    )
    if request.agent:
        labels += (("agent.name", agents[request.agent]),)
    tokens = request.tokens
    cost = client_cost(request.model, tokens, request.at)
    yield request.at, ("cost.usage", labels), float(cost)
    for kind, amount in (
        ("input", tokens.input),
        ("output", tokens.output),
        ("cacheRead", tokens.read),
        ("cacheCreation", tokens.write_5m + tokens.write_1h),
    ):
        yield request.at, ("token.usage", (*labels, ("type", kind))), float(amount)


def _tool(request: Request, call: ToolCall) -> Iterator[tuple[int, Stream, float]]:
    """Yield what a call adds: decisions, lines (one too many for a new file) and commits, amends too."""
    if call.name in {"Edit", "Write"}:
        extension = "." + call.edit.path.rpartition(".")[2] if call.edit else ""
        labels = (
            ("decision", "accept" if call.accepted else "reject"),
            ("source", call.source),
            ("tool_name", call.name),
            ("language", LANGUAGES.get(extension, "unknown")),
        )
        yield call.started, ("code_edit_tool.decision", labels), 1.0
    if call.edit:
        added = len(call.edit.added) + call.edit.creates
        for kind, lines in (("added", added), ("removed", len(call.edit.added) // 4)):
            stream = ("lines_of_code.count", (("type", kind), ("model", request.model)))
            yield call.ended, stream, float(lines)
    if call.commit:
        yield call.ended, ("commit.count", ()), 1.0


def _typing(prompt: Prompt) -> float:
    return len(prompt.text) / 5


def _waiting(prompt: Prompt) -> float:
    return (prompt.ended - prompt.at) / 1000
