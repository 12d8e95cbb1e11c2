"""opencode's database: sessions, messages and their parts, as opencode leaves them when it ends.

Input excludes the cache and output excludes reasoning. The request that makes up a title is in no row.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingestion.sample.activity import Prompt, Request, Session, ToolCall
from ingestion.sample.catalog import list_cost
from ingestion.sample.ledger import Ledger
from ingestion.sample.people import Person
from ingestion.sample.wire.calls import exit_code, hunk_of, printed
from ingestion.sample.wire.tool_rows import Answers

_SCHEMA = """
create table session (
    id text primary key, project_id text, parent_id text, slug text, directory text, title text,
    version text, cost real, tokens_input integer, tokens_output integer,
    time_created integer, time_updated integer
);
create table message (
    id text primary key, session_id text, time_created integer, time_updated integer, data text
);
create table part (
    id text primary key, message_id text, session_id text,
    time_created integer, time_updated integer, data text
);
"""
_NAMES = {
    "Read": "read",
    "Grep": "grep",
    "Glob": "glob",
    "Bash": "bash",
    "Edit": "edit",
    "Write": "write",
}
_ID_DIGITS = 24

Row = dict[str, Any]


def write_database(
    person: Person, sessions: Sequence[Session], homes: Path, answers: Answers
) -> Ledger:
    """Write somebody's database, if they use opencode, and return what it holds."""
    ledger = Ledger()
    mine = [session for session in sessions if session.agent == "opencode"]
    if not mine:
        return ledger
    folder = homes / person.login / ".local" / "share" / "opencode"
    folder.mkdir(parents=True)
    file = folder / "opencode.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(_SCHEMA)
        for session in mine:
            _Writer(connection, person, session, answers, ledger).write()
        connection.commit()
    ledger.wrote(sum(len(session.prompts()) for session in mine), file.stat().st_size)
    return ledger


class _Writer:
    """Writes one session into the tables."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        person: Person,
        session: Session,
        answers: Answers,
        ledger: Ledger,
    ) -> None:
        self._connection, self._session = connection, session
        self._answers, self._ledger = answers, ledger
        self._cwd = f"/home/{person.login}/code/{session.repository}"

    def write(self) -> None:
        """Insert the session, its messages and their parts."""
        session = self._session
        totals = [request.tokens for prompt in session.prompts() for request in prompt.requests()]
        row = (
            session.id,
            "prj_1",
            None,
            "quiet-river",
            self._cwd,
            "A title",
            session.version,
            0.0,
            sum(tokens.input for tokens in totals),
            sum(tokens.output - tokens.thinking for tokens in totals),
            session.started,
            session.ended,
        )
        insert = "insert into session values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._connection.execute(insert, row)
        for prompt in session.prompts():
            self._prompt(prompt)

    def _prompt(self, prompt: Prompt) -> None:
        asked = f"msg_{prompt.uuid.replace('-', '')[:_ID_DIGITS]}"
        told = {"role": "user", "time": {"created": prompt.at}, "agent": "build"}
        self._message(asked, prompt.at, prompt.at, told)
        self._part(asked, 0, prompt.at, {"type": "text", "text": prompt.text})
        self._ledger.prompts.add(prompt.id)
        for request in prompt.requests():
            self._request(request, asked)

    def _request(self, request: Request, asked: str) -> None:
        begun = request.at - request.duration_ms
        tokens = request.tokens
        counts = {
            "input": tokens.input,
            "output": tokens.output - tokens.thinking,
            "reasoning": tokens.thinking,
            "cache": {"read": tokens.read, "write": tokens.write},
        }
        billed = replace(tokens, write_5m=tokens.write, write_untold=0)
        cost = float(list_cost(request.model, billed, request.at) or 0)
        reason = "tool-calls" if request.tools else "stop"
        answer = {
            "role": "assistant",
            "parentID": asked,
            "modelID": request.model,
            "providerID": "anthropic",
            "mode": "build",
            "path": {"cwd": self._cwd, "root": self._cwd},
            "cost": cost,
            "tokens": counts,
            "time": {"created": begun, "completed": request.at},
            "finish": reason,
        }
        ended = max([request.at] + [call.ended for call in request.tools])
        self._message(request.id, begun, ended, answer)
        for number, call in enumerate(request.tools):
            self._part(request.id, number, call.ended, self._call(call))
            self._ledger.tools.add(call.id)
            if call.commit:
                self._ledger.commits.add(call.commit)
        step = {"type": "step-finish", "reason": reason, "cost": cost, "tokens": counts}
        self._part(request.id, len(request.tools), request.at, step)
        self._ledger.requests.add(request.id)

    def _call(self, call: ToolCall) -> Row:
        state: Row = {
            "status": "completed" if call.accepted and call.success else "error",
            "input": self._arguments(call),
            "time": {"start": call.started, "end": call.ended},
        }
        if state["status"] == "error" and not call.command:
            refused = "The user rejected permission to use this specific tool call."
            state["error"] = refused if not call.accepted else "file not found"
        elif not call.accepted:
            state["error"] = "The user rejected permission to use this specific tool call."
        else:
            state["status"] = "completed"
            state["output"] = printed(call, self._answers)
            state["metadata"] = {"exit": exit_code(call)} if call.command else {}
        name = _NAMES.get(call.name, call.name.removeprefix("mcp__"))
        return {"type": "tool", "callID": call.id, "tool": name, "state": state}

    def _arguments(self, call: ToolCall) -> Row:
        if call.command:
            return {"command": call.command, "description": "run"}
        if call.edit is None:
            return {"filePath": f"{self._cwd}/README.md"}
        path, added = f"{self._cwd}/{call.edit.path}", "\n".join(call.edit.added)
        if call.edit.creates:
            return {"filePath": path, "content": added + "\n"}
        old = "\n".join(hunk_of(call.edit, self._answers).removed)
        return {"filePath": path, "oldString": old, "newString": added}

    def _message(self, message: str, created: int, updated: int, data: Row) -> None:
        row = (message, self._session.id, created, updated, json.dumps(data))
        self._connection.execute("insert into message values (?, ?, ?, ?, ?)", row)

    def _part(self, message: str, number: int, at: int, data: Row) -> None:
        row = (f"prt_{message[4:]}{number:02}", message, self._session.id, at, at, json.dumps(data))
        self._connection.execute("insert into part values (?, ?, ?, ?, ?, ?)", row)
