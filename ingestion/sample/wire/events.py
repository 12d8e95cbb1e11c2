"""Log events of one process of the client, in the order it sends them.

Types are those of real clients: numbers that arrive as strings stay strings. Batching and files are in
`otlp` and `collector`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingestion.sample.activity import Failure, Prompt, Request, Run, Session, ToolCall
from ingestion.sample.catalog import client_cost, microusd
from ingestion.sample.clock import iso, nanoseconds
from ingestion.sample.dice import fingerprint
from ingestion.sample.people import Person
from ingestion.sample.wire.attributes import Attribute, Value, attributes, standard
from ingestion.sample.wire.repositories import CommitFact

_ERRORS = {429: "Rate limited", 500: "Internal server error", 529: "Overloaded"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event before it has a sequence number; the id lists say what its arrival proves."""

    at: int
    name: str
    values: dict[str, Value]
    prompt: Prompt | None = None
    session_id: str | None = None
    requests: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()


@dataclass(slots=True)
class Process:
    """One process of the client: who runs it, in which session, and what git made of its commits."""

    person: Person
    session: Session
    run: Run
    commits: dict[str, CommitFact]
    _standard: dict[str, list[Attribute]] = field(default_factory=dict)

    def standard(self, session_id: str) -> list[Attribute]:
        """Return the standard attributes under a session id, made once."""
        if session_id not in self._standard:
            self._standard[session_id] = standard(self.person, self.session, session_id)
        return self._standard[session_id]

    def query_source(self) -> str:
        """Return what the client calls the main conversation."""
        return "sdk" if self.person.rhythm == "ci" else "repl_main_thread"

    def trace_id(self, prompt: Prompt) -> str:
        """Return the trace of a prompt; empty without the traces beta."""
        return fingerprint("trace", prompt.id)[:32] if self.person.traces else ""


def events_of(process: Process) -> list[Event]:
    """Return the events of one process, sorted as the client numbers them."""
    found = list(_start_up(process))
    for prompt in process.run.prompts:
        found.extend(_prompt(process, prompt))
    return sorted(found, key=lambda event: event.at)


def record(process: Process, event: Event, sequence: int) -> dict[str, Any]:
    """Return an event as an OTLP log record."""
    values: dict[str, Value] = {
        "event.name": event.name,
        "event.timestamp": iso(event.at),
        "event.sequence": sequence,
    }
    if event.prompt:
        values["prompt.id"] = event.prompt.id
    body: dict[str, Any] = {
        "timeUnixNano": nanoseconds(event.at),
        "body": {"stringValue": f"claude_code.{event.name}"},
        "attributes": process.standard(event.session_id or process.session.id)
        + attributes(values | event.values),
        "observedTimeUnixNano": nanoseconds(event.at),
        "traceId": "",
        "spanId": "",
    }
    if event.prompt and (trace := process.trace_id(event.prompt)):
        body |= {"traceId": trace, "spanId": trace[:16], "flags": 1}
    return body


def _start_up(process: Process) -> Iterator[Event]:
    """Yield what a process reports before its first prompt; under a throw-away id after --continue."""
    at, session_id = process.run.started, process.run.phantom or process.session.id
    if process.session.has_hooks():
        registered: dict[str, Value] = {
            "hook_event": "Stop",
            "hook_type": "command",
            "hook_source": "userSettings",
            "safe_mode": "false",
        }
        yield Event(at + 20, "hook_registered", registered, session_id=session_id)
    loaded: dict[str, Value] = {
        "plugin.name": "team-defaults",
        "marketplace.name": "builtin",
        "plugin.scope": "default-bundle",
        "enabled_via": "default-enable",
        "has_hooks": True,
        "has_mcp": False,
        "skill_path_count": 0,
        "safe_mode": "false",
    }
    yield Event(at + 22, "plugin_loaded", loaded, session_id=session_id)


def _prompt(process: Process, prompt: Prompt) -> Iterator[Event]:
    values: dict[str, Value] = {
        "prompt_length": str(len(prompt.text)),
        "prompt": "<REDACTED>",
    }
    if not process.session.is_old_client():
        values |= {"prompt_text": "<REDACTED>", "message.uuid": prompt.uuid}
    yield Event(prompt.at, "user_prompt", values, prompt, prompts=(prompt.id,))
    for step in prompt.steps:
        if isinstance(step, Failure):
            yield from _failure(process, prompt, step)
        else:
            yield from _request(process, prompt, step, process.query_source(), {})
    for agent in prompt.subagents:
        own: dict[str, Value] = {"agent.name": agent.kind, "agent_id": agent.id}
        source = f"agent:builtin:{agent.kind}" if agent.kind != "checker" else "agent:custom"
        for request in agent.requests:
            yield from _request(process, prompt, request, source, own)
        last = agent.requests[-1]
        done: dict[str, Value] = {
            "agent_type": agent.kind,
            "agent.source": "built-in",
            "is_built_in": agent.kind != "checker",
            "is_async": False,
            "total_tokens": last.tokens.total_input + last.tokens.output,
            "total_tool_uses": sum(len(request.tools) for request in agent.requests),
            "duration_ms": last.at - agent.requests[0].at,
            "model": agent.model,
            "final_model": agent.model,
            "agent_id": agent.id,
        }
        yield Event(last.at + 10, "subagent_completed", done, prompt)
    if process.session.has_hooks():
        yield from _hook(prompt)


def _hook(prompt: Prompt) -> Iterator[Event]:
    values: dict[str, Value] = {
        "hook_event": "Stop",
        "hook_name": "Stop",
        "num_hooks": "1",
        "managed_only": "false",
        "hook_source": "merged",
    }
    yield Event(prompt.ended + 2, "hook_execution_start", values, prompt)
    done: dict[str, Value] = {"num_success": "1", "num_blocking": "0", "total_duration_ms": "21"}
    yield Event(prompt.ended + 23, "hook_execution_complete", values | done, prompt)


def _request(
    process: Process, prompt: Prompt, request: Request, source: str, own: dict[str, Value]
) -> Iterator[Event]:
    """Yield the events of one answered request: it, its text and its tool calls."""
    tokens, old = request.tokens, process.session.is_old_client()
    cost = client_cost(request.model, tokens, request.at)
    compact = request.kind == "compact"
    numbers: dict[str, Value] = {
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "cache_read_tokens": tokens.read,
        "cache_creation_tokens": tokens.write_5m + tokens.write_1h,
        "cache_creation_5m_tokens": tokens.write_5m,
        "cache_creation_1h_tokens": tokens.write_1h,
        "cost_usd": float(cost),
        "cost_usd_micros": microusd(cost),
        "duration_ms": request.duration_ms,
        "ttft_ms": min(request.duration_ms, 300 + tokens.total_input // 60),
    }
    if old:
        numbers = {key: str(value) for key, value in numbers.items()}
    values: dict[str, Value] = {"model": request.model} | numbers
    values |= {
        "request_id": request.id,
        "speed": "normal",
        "query_source": "compact" if compact else source,
        "effort": "high",
    }
    yield Event(request.at, "api_request", values | own, prompt, requests=(request.id,))
    if compact:
        done: dict[str, Value] = {
            "trigger": "auto",
            "success": "true",
            "duration_ms": str(request.duration_ms),
            "pre_tokens": str(tokens.read),
            "post_tokens": str(tokens.output),
        }
        yield Event(request.at + 5, "compaction", done, prompt)
    if "text" in request.blocks and not old:
        said: dict[str, Value] = {
            "response_length": 34,
            "response": "<REDACTED>",
            "request_id": request.id,
            "model": request.model,
            "query_source": source,
        }
        yield Event(request.at, "assistant_response", said, prompt)
    for call in request.tools:
        yield from _call(process, prompt, request, call, own)


def _call(
    process: Process, prompt: Prompt, request: Request, call: ToolCall, own: dict[str, Value]
) -> Iterator[Event]:
    """Yield the decision about a tool call and, unless it was refused, its result."""
    mcp = call.name.startswith("mcp__")
    named: dict[str, Value] = {
        "tool_name": "mcp_tool" if mcp else call.name,
        "tool_use_id": call.id,
    }
    parameters = _parameters(process, call, None)
    decided: dict[str, Value] = {
        "decision": "accept" if call.accepted else "reject",
        "source": call.source,
        **named,
        "tool_source": "mcp" if mcp else "builtin",
        **parameters,
        "permission_mode": "acceptEdits",
        "request_id": request.id,
    }
    yield Event(call.started, "tool_decision", decided | own, prompt, tools=(call.id,))
    if not call.accepted:
        return
    fact = process.commits.get(call.commit) if call.commit else None
    result: dict[str, Value] = {
        **named,
        "success": "true" if call.success else "false",
        "duration_ms": str(call.ended - call.started),
        **({} if call.success else {"error_type": "ShellError"}),
        **_parameters(process, call, fact),
        "tool_input_size_bytes": str(80 + len(call.command or "")),
        "tool_result_size_bytes": "161",
        "request_id": request.id,
    }
    commits = (call.commit,) if call.commit and fact and process.person.team.tool_details else ()
    yield Event(call.ended, "tool_result", result | own, prompt, tools=(call.id,), commits=commits)


def _parameters(process: Process, call: ToolCall, fact: CommitFact | None) -> dict[str, Value]:
    """Return the details of a shell command; only where the team switched them on."""
    if not process.person.team.tool_details or not call.command:
        return {}
    details = {
        "bash_command": call.command.partition(" ")[0],
        "full_command": call.command,
        "description": "Run a command",
    }
    if fact is None:
        return {"tool_parameters": json.dumps(details, separators=(",", ":"))}
    details |= {"git_commit_id": fact.sha, "git_branch": fact.branch}
    return {
        "tool_parameters": json.dumps(details, separators=(",", ":")),
        "vcs.ref.head.revision": fact.sha,
        "vcs.ref.head.name": fact.branch,
        "vcs.ref.head.type": "branch",
    }


def _failure(process: Process, prompt: Prompt, failure: Failure) -> Iterator[Event]:
    """Yield what is reported about a request that failed for good; earlier attempts leave nothing."""
    shared: dict[str, Value] = {
        "model": failure.model,
        "error": _ERRORS[failure.status],
        "status_code": failure.status,
    }
    tail: dict[str, Value] = {"speed": "normal", "query_source": process.query_source()}
    error = shared | {"duration_ms": 900, "attempt": failure.attempts, "request_id": failure.id}
    if process.session.is_old_client():
        error = {key: str(value) for key, value in error.items()}
    yield Event(failure.at, "api_error", error | tail, prompt)
    exhausted: dict[str, Value] = {
        "total_attempts": failure.attempts,
        "total_retry_duration_ms": failure.attempts * 4_000,
    }
    yield Event(failure.at + 1, "api_retries_exhausted", shared | exhausted | tail, prompt)
