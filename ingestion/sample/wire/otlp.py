"""Export requests of Claude Code: events, metrics and spans batched into lines, with what they prove.

What the collector then does to the lines - losing, repeating, rotating - is in `collector`.
"""

from collections.abc import Iterator, Sequence

import msgspec

from ingestion.sample.activity import Session
from ingestion.sample.agents import CLAUDE_CODE
from ingestion.sample.people import Person
from ingestion.sample.wire.attributes import resource
from ingestion.sample.wire.events import Event, Process, events_of, record
from ingestion.sample.wire.line import Line
from ingestion.sample.wire.metrics import metric_exports
from ingestion.sample.wire.repositories import CommitFact
from ingestion.sample.wire.spans import spans_of

LOG_INTERVAL_MS = 30_000
_EVENTS_SCOPE = "com.anthropic.claude_code.events"
_METRICS_SCOPE = "com.anthropic.claude_code"
_SPANS_SCOPE = {"name": "com.anthropic.claude_code.tracing", "version": "1.0.0"}


def lines_of(
    person: Person, sessions: Sequence[Session], commits: dict[str, CommitFact]
) -> Iterator[Line]:
    """Yield everything somebody's Claude Code exported, process by process.

    A process that was killed loses the last of each kind.
    """
    for session in sessions:
        if session.agent != CLAUDE_CODE or not session.telemetry:
            continue
        for run in session.runs:
            process = Process(person, session, run, commits)
            signals = [list(_logs(process)), list(_metrics(process)), list(_spans(process))]
            for lines in signals:
                yield from lines[:-1] if run.killed else lines


def _logs(process: Process) -> Iterator[Line]:
    events = events_of(process)
    batch: list[tuple[int, Event]] = []
    for sequence, event in enumerate(events):
        if batch and event.at - batch[0][1].at > LOG_INTERVAL_MS:
            yield _log_line(process, batch)
            batch = []
        batch.append((sequence, event))
    yield _log_line(process, batch)


def _log_line(process: Process, batch: list[tuple[int, Event]]) -> Line:
    scope = {"name": _EVENTS_SCOPE, "version": process.session.version}
    records = [record(process, event, sequence) for sequence, event in batch]
    scoped = [{"scope": scope, "logRecords": records}]
    owner = resource(process.person, process.session)
    events = [event for _, event in batch]
    return Line(
        at=events[-1].at + 400,
        body=msgspec.json.encode({"resourceLogs": [{"resource": owner, "scopeLogs": scoped}]}),
        requests=tuple(item for event in events for item in event.requests),
        tools=tuple(item for event in events for item in event.tools),
        prompts=tuple(item for event in events for item in event.prompts),
        commits=tuple(item for event in events for item in event.commits),
        phantom=any(event.session_id == process.run.phantom is not None for event in events),
    )


def _metrics(process: Process) -> Iterator[Line]:
    scope = {"name": _METRICS_SCOPE, "version": process.session.version}
    owner = resource(process.person, process.session)
    for at, metrics in metric_exports(process):
        scoped = [{"scope": scope, "metrics": metrics}]
        body = {"resourceMetrics": [{"resource": owner, "scopeMetrics": scoped}]}
        yield Line(at, msgspec.json.encode(body))


def _spans(process: Process) -> Iterator[Line]:
    if not process.person.traces:
        return
    owner = resource(process.person, process.session)
    for prompt in process.run.prompts:
        scoped = [{"scope": _SPANS_SCOPE, "spans": spans_of(process, prompt)}]
        body = {"resourceSpans": [{"resource": owner, "scopeSpans": scoped}]}
        requests = prompt.requests()
        tools = [call.id for request in requests for call in request.tools if call.accepted]
        yield Line(
            at=prompt.ended + 700,
            body=msgspec.json.encode(body),
            requests=tuple(request.id for request in requests),
            tools=tuple(tools),
        )
