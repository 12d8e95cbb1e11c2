"""Claude Code's own files: one transcript per session, one more per subagent.

Order and number of rows are decided here; their shape is in `rows` and `tool_rows`, damage in `damage`.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ingestion.sample.activity import Failure, Prompt, Request, Session, Subagent, ToolCall
from ingestion.sample.agents import CLAUDE_CODE
from ingestion.sample.clock import iso
from ingestion.sample.company import Company
from ingestion.sample.dice import Dice, dice_for, uuid
from ingestion.sample.ledger import Ledger
from ingestion.sample.people import Person
from ingestion.sample.vocabulary import ANSWERS
from ingestion.sample.wire import rows, tool_rows
from ingestion.sample.wire.cost_state import RunningCost
from ingestion.sample.wire.damage import damaged
from ingestion.sample.wire.rows import Row, Thread
from ingestion.sample.wire.tool_rows import Answers, Asked

_SIGNATURE = "EqkPHvZcwuXbmWBpOL6o7e0OcZFOJqGUGchspLzXM3qK9Xu6RIgi"


def write_transcripts(
    company: Company, person: Person, sessions: Sequence[Session], homes: Path, answers: Answers
) -> Ledger:
    """Write every transcript somebody still has and return what the files hold."""
    ledger = Ledger()
    copied: list[Row] = []
    for session in sessions:
        if session.agent != CLAUDE_CODE or not session.transcript:
            continue
        making = _Transcript(company, person, session, answers, ledger)
        if session.fork_of:
            making.copy(copied)
        making.write(homes)
        copied = making.linked
    return ledger


class _Transcript:
    """One session's file in the making."""

    def __init__(
        self,
        company: Company,
        person: Person,
        session: Session,
        answers: Answers,
        ledger: Ledger,
    ) -> None:
        self.person, self.session, self.answers, self.ledger = person, session, answers, ledger
        self.cwd = f"/home/{person.login}/code/{session.repository}"
        self.linked: list[Row] = []
        self._dice: Dice = dice_for(company.seed, "rows", session.id)
        self._rows: list[Row] = []
        self._thread = Thread(session, self.cwd)
        self._agents: list[tuple[Subagent, list[Row]]] = []
        self._second_run: int | None = None
        self._running = RunningCost(session.id)

    def copy(self, parent: Sequence[Row]) -> None:
        """Start with the parent's rows under this session's id, as a fork does."""
        self._rows.append({"type": "mode", "mode": "normal", "sessionId": self.session.id})
        self._queue(self.session.runs[0].prompts[0])
        for row in parent:
            mine = row | {"sessionId": self.session.id}
            if row["type"] == "assistant" and not self.session.fork_is_old_style:
                mine["requestSessionId"] = row.get("requestSessionId", row["sessionId"])
            self._link(mine)
            self._thread.last = row["uuid"]
        kind = "old_style_forks" if self.session.fork_is_old_style else "forks"
        self.ledger.planted[kind] += 1
        self.ledger.planted["copied_rows"] += len(parent)

    def write(self, homes: Path) -> None:
        """Write the session's file and those of its subagents."""
        for number, run in enumerate(self.session.runs):
            if number:
                self._second_run = len(self._rows)
                self.ledger.planted["resumed_runs"] += 1
            self._queue(run.prompts[0])
            if not number and not self.session.fork_of:
                self._link(rows.attachment_row(self._thread, run.prompts[0].at, self._uuid()))
            for prompt in run.prompts:
                self._prompt(prompt)
            if not run.killed:
                self._rows.append(self._running.row(run.started, run.prompts[-1].ended))
        slug = self.cwd.replace("/", "-")
        folder = homes / self.person.login / ".claude" / "projects" / slug
        folder.mkdir(parents=True, exist_ok=True)
        lines = [msgspec.json.encode(row) for row in self._rows]
        body, planted = damaged(self.person, self.session, lines, self._second_run)
        self.ledger.planted.update(planted)
        self._save(folder / f"{self.session.id}.jsonl", body, len(lines))
        for subagent, agent_rows in self._agents:
            self._write_subagent(folder / self.session.id / "subagents", subagent, agent_rows)

    def _save(self, path: Path, body: bytes, lines: int) -> None:
        path.write_bytes(body)
        self.ledger.files += 1
        self.ledger.lines += lines
        self.ledger.size += len(body)

    def _write_subagent(self, folder: Path, subagent: Subagent, agent_rows: list[Row]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        body = b"".join(msgspec.json.encode(row) + b"\n" for row in agent_rows)
        self._save(folder / f"agent-{subagent.id}.jsonl", body, len(agent_rows))
        meta = {
            "agentType": subagent.kind,
            "isBuiltIn": subagent.kind != "checker",
            "description": "Look into it",
            "toolUseId": subagent.tool_use_id,
            "spawnDepth": 1,
            "requestShape": "foreground",
            "requestNonInteractive": False,
            "model": subagent.model,
            "finished": True,
        }
        (folder / f"agent-{subagent.id}.meta.json").write_bytes(msgspec.json.encode(meta))
        self.ledger.planted["subagent_files"] += 1

    def _uuid(self) -> str:
        return uuid(self._dice)

    def _link(self, row: Row) -> None:
        """Append a row of the conversation; forks copy these and no others."""
        self._rows.append(row)
        self.linked.append(row)

    def _note(self, row: Row) -> None:
        self._rows.append(row | {"sessionId": self.session.id})

    def _queue(self, prompt: Prompt) -> None:
        for operation in ("enqueue", "dequeue"):
            self._note(
                {"type": "queue-operation", "operation": operation, "timestamp": iso(prompt.at - 5)}
            )

    def _prompt(self, prompt: Prompt) -> None:
        self._link(rows.prompt_row(self._thread, prompt, prompt.text, prompt.uuid))
        self.ledger.prompts.add(prompt.id)
        edits = False
        for step in prompt.steps:
            if isinstance(step, Failure):
                self._failure(step)
            elif step.kind == "compact":
                self._running.spend(step)
                for row in rows.boundary_rows(self._thread, step, (self._uuid(), self._uuid())):
                    self._link(row)
                self.ledger.planted["compactions"] += 1
            else:
                for row in self._request(self._thread, prompt, step):
                    self._link(row)
                edits = edits or any(call.edit for call in step.tools)
        uuids = (self._uuid(), self._uuid())
        for row in rows.turn_rows(self._thread, prompt, uuids, hooks=self.session.has_hooks()):
            self._link(row)
        self._note(
            {"type": "last-prompt", "lastPrompt": prompt.text, "leafUuid": self._thread.last}
        )
        if edits:
            snapshot = {
                "messageId": prompt.uuid,
                "trackedFileBackups": {},
                "timestamp": iso(prompt.at),
            }
            self._rows.append(
                {
                    "type": "file-history-snapshot",
                    "messageId": prompt.uuid,
                    "snapshot": snapshot,
                    "isSnapshotUpdate": False,
                }
            )

    def _request(self, thread: Thread, prompt: Prompt, request: Request) -> list[Row]:
        """Return a request's rows: failed attempts, one row per block, one per tool result."""
        made = [
            rows.retry_row(thread, request, attempt, self._uuid())
            for attempt in range(1, request.retries + 1)
        ]
        agents = {agent.tool_use_id: agent for agent in prompt.subagents}
        calls = iter(request.tools)
        asked: list[Asked] = []
        for index, block in enumerate(request.blocks):
            call = next(calls) if block == "tool_use" else None
            content = self._content(block, call, agents)
            row = rows.assistant_row(thread, request, index, content, self._uuid())
            made.append(row)
            if call:
                asked.append(Asked(call, prompt.id, row["uuid"], agents.get(call.id)))
        for one in asked:
            made.append(tool_rows.result_row(thread, one, self.answers, self._uuid()))
            self.ledger.tools.add(one.call.id)
            if one.call.commit:
                self.ledger.commits.add(one.call.commit)
            if one.subagent:
                self._subagent(prompt, one.subagent)
        self._running.spend(request)
        self.ledger.requests.add(request.id)
        self.ledger.planted["retries"] += request.retries
        self.ledger.planted["repeated_usage_rows"] += len(request.blocks) - 1
        return made

    def _content(self, block: str, call: ToolCall | None, agents: dict[str, Subagent]) -> Row:
        if call:
            arguments = tool_rows.input_of(call, self.cwd, self.answers, agents.get(call.id))
            return {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments}
        if block == "thinking":
            return {"type": "thinking", "thinking": "", "signature": _SIGNATURE}
        return {"type": "text", "text": self._dice.choice(ANSWERS)}

    def _subagent(self, prompt: Prompt, subagent: Subagent) -> None:
        thread = Thread(self.session, self.cwd, agent=subagent.id)
        task = "Find every caller and report."
        made = [rows.prompt_row(thread, prompt, task, self._uuid())]
        for request in subagent.requests:
            made += self._request(thread, prompt, request)
        self._agents.append((subagent, made))

    def _failure(self, failure: Failure) -> None:
        for attempt in range(1, failure.attempts):
            self._link(rows.retry_row(self._thread, failure, attempt, self._uuid()))
        self._link(rows.failure_row(self._thread, failure, self._uuid()))
        self.ledger.planted["synthetic_errors"] += 1
