"""Copilot CLI's session files: one line of usage per model call, and running totals when a process ends.

A sub-agent's lines are in the same file under its id. Tool names are in `tools`.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from ingestion.sample.activity import Prompt, Request, Session, ToolCall
from ingestion.sample.agents import maker_of
from ingestion.sample.clock import iso
from ingestion.sample.company import Company
from ingestion.sample.dice import Dice, dice_for, uuid
from ingestion.sample.ledger import Ledger
from ingestion.sample.people import Person
from ingestion.sample.vocabulary import ANSWERS
from ingestion.sample.wire.calls import exit_code, printed
from ingestion.sample.wire.copilot_cli.tools import arguments_of, name_of
from ingestion.sample.wire.tool_rows import Answers

Row = dict[str, Any]


def write_session_files(
    company: Company, person: Person, sessions: Sequence[Session], homes: Path, answers: Answers
) -> Ledger:
    """Write every session file somebody has and return what the files hold."""
    ledger = Ledger()
    for session in sessions:
        if session.agent == "copilot_cli" and session.transcript:
            _SessionFile(company, person, session, answers, ledger).write(homes)
    return ledger


class _SessionFile:
    """One session's file in the making."""

    def __init__(
        self, company: Company, person: Person, session: Session, answers: Answers, ledger: Ledger
    ) -> None:
        self._person, self._session, self._answers, self._ledger = person, session, answers, ledger
        self._dice: Dice = dice_for(company.seed, "events", session.id)
        self._cwd = f"/home/{person.login}/code/{session.repository}"
        self._rows: list[Row] = []
        self._totals: dict[str, Counter[str]] = {}
        self._sequence = 0

    def write(self, homes: Path) -> None:
        """Write the file in the session's own folder."""
        for number, run in enumerate(self._session.runs):
            self._ledger.planted["resumed_runs"] += bool(number)
            kind = "session.resume" if number else "session.start"
            self._add(run.started, kind, self._opening(run.started))
            for prompt in run.prompts:
                self._prompt(prompt)
            self._add(run.prompts[-1].ended + 40, "session.shutdown", self._closing())
        folder = homes / self._person.login / ".copilot" / "session-state" / self._session.id
        folder.mkdir(parents=True)
        body = b"".join(msgspec.json.encode(row) + b"\n" for row in self._rows)
        (folder / "events.jsonl").write_bytes(body)
        self._ledger.wrote(len(self._rows), len(body))

    def _opening(self, at: int) -> Row:
        return {
            "sessionId": self._session.id,
            "version": 1,
            "producer": "copilot-agent",
            "copilotVersion": self._session.version,
            "startTime": iso(at),
            "context": {"cwd": self._cwd, "gitRoot": self._cwd, "branch": self._session.branch},
        }

    def _closing(self) -> Row:
        """Return the totals of the whole session, processes before this one included."""
        metrics = {
            model: {
                "requests": {"count": counts["requests"], "cost": 0.0},
                "usage": {name: counts[name] for name in counts if name != "requests"},
            }
            for model, counts in self._totals.items()
        }
        return {"shutdownType": "routine", "totalNanoAiu": 0.0, "modelMetrics": metrics}

    def _prompt(self, prompt: Prompt) -> None:
        said = {"content": prompt.text, "messageId": prompt.uuid, "interactionId": prompt.id}
        self._add(prompt.at, "user.message", said)
        self._ledger.prompts.add(prompt.id)
        for number, request in enumerate(prompt.requests()):
            turn = {"turnId": str(number), "interactionId": prompt.id}
            self._add(request.at - request.duration_ms, "assistant.turn_start", turn)
            self._request(prompt, request, turn)

    def _request(self, prompt: Prompt, request: Request, turn: Row) -> None:
        agent = request.agent
        usage = self._usage(request, is_first=turn["turnId"] == "0")
        self._add(request.at, "session.usage_record", {"usage": usage}, agent)
        message = {
            "messageId": uuid(self._dice),
            "originatingMessageId": prompt.uuid,
            "model": request.model,
            "content": self._dice.choice(ANSWERS) if "text" in request.blocks else "",
            "toolRequests": [self._asked(call) for call in request.tools],
            **turn,
            "apiCallId": request.id,
        }
        self._add(request.at + 1, "assistant.message", message, agent)
        self._ledger.requests.add(request.id)
        for call in request.tools:
            self._call(request, call, turn)

    def _usage(self, request: Request, *, is_first: bool) -> Row:
        self._sequence += 1
        tokens = request.tokens
        counts: Row = {
            "inputTokens": tokens.total_input,
            "outputTokens": tokens.output,
            "cacheReadTokens": tokens.read,
            "cacheWriteTokens": tokens.write,
        }
        running = self._totals.setdefault(request.model, Counter())
        running.update({**counts, "requests": 1})
        if tokens.thinking:
            counts["reasoningTokens"] = tokens.thinking
        return {
            "model": request.model,
            **counts,
            "cost": 0.0,
            "duration": request.duration_ms,
            "timeToFirstTokenMs": 133.379,
            "initiator": "user" if is_first else "agent",
            "interactionType": "conversation-agent",
            "isByok": True,
            "modelProvider": maker_of(request.model),
            "providerType": maker_of(request.model),
            "apiCallId": request.id,
            "accounting": {
                "sourceSessionId": self._session.id,
                "sequence": self._sequence,
                "usageId": request.id,
            },
            "aiCreditsStatus": "unavailable",
            "finishReason": "tool_calls" if request.tools else "stop",
        }

    def _asked(self, call: ToolCall) -> Row:
        arguments = arguments_of(call, self._cwd, self._answers)
        return {"toolCallId": call.id, "name": name_of(call), "arguments": arguments}

    def _call(self, request: Request, call: ToolCall, turn: Row) -> None:
        agent = request.agent
        asked = {
            "toolCallId": call.id,
            "toolName": name_of(call),
            "arguments": arguments_of(call, self._cwd, self._answers),
            "model": request.model,
        }
        started = max(call.started, request.at + 2)
        self._add(started, "tool.execution_start", asked, agent)
        done: Row = {"toolCallId": call.id, "model": request.model, **turn}
        if not call.accepted:
            denied = {"message": "The call was denied.", "code": "denied"}
            done |= {"success": False, "error": denied}
        else:
            done |= {"success": True, "result": {"content": printed(call, self._answers)}}
            done |= self._outcome(call)
        self._add(max(call.ended, started + 1), "tool.execution_complete", done, agent)
        self._ledger.tools.add(call.id)
        if call.commit:
            self._ledger.commits.add(call.commit)

    def _outcome(self, call: ToolCall) -> Row:
        if call.command:
            return {"shellExecution": {"exitCode": exit_code(call)}}
        if call.edit is None:
            return {"success": call.success}
        metrics = {"linesAdded": len(call.edit.added), "linesRemoved": 0}
        edited = [{"path": f"{self._cwd}/{call.edit.path}"}]
        return {"fileEdits": edited, "toolTelemetry": {"metrics": metrics}}

    def _add(self, at: int, kind: str, data: Row, agent: str | None = None) -> None:
        row: Row = {"type": kind, "data": data, "id": uuid(self._dice), "timestamp": iso(at)}
        row["parentId"] = self._rows[-1]["id"] if self._rows else None
        if agent:
            row["agentId"] = agent
        self._rows.append(row)
