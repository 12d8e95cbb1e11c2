"""Sessions of Gemini CLI, Copilot CLI and opencode on stage, in the files of those clients.

Their edit tools name the text that goes and the text that comes. Claude Code and Codex are in `sessions`.
"""

import difflib
import json
import sqlite3
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sessions import Session

_TABLES = """
create table if not exists session (id text primary key, project_id text, parent_id text, slug text,
    directory text, title text, version text, time_created integer, time_updated integer);
create table if not exists message (id text primary key, session_id text, time_created integer,
    time_updated integer, data text);
create table if not exists part (id text primary key, message_id text, session_id text,
    time_created integer, time_updated integer, data text);
"""

Row = dict[str, Any]


class _ReplacingSession(Session):
    """A client whose edit tool is told a file, the text to replace and its replacement."""

    shell, create, replace = "bash", "write", "edit"
    file, content, old, new = "filePath", "content", "oldString", "newString"

    def _show_edit(self, path: str, before: list[str], after: list[str]) -> None:
        place = {self.file: f"{self._folder}/{path}"}
        if not before:
            self._tell(self.create, place | {self.content: "".join(f"{row}\n" for row in after)})
        for old, new in _replacements(before, after) if before else ():
            self._tell(self.replace, place | {self.old: old, self.new: new})

    def _show_command(self, command: str, output: str, sha: str = "", flag: str = "") -> None:
        self._tell(self.shell, {"command": command, "description": "run"}, output)

    @abstractmethod
    def _tell(self, tool: str, given: Row, output: str = "") -> None:
        """Write down a call of a tool that succeeded."""


class GeminiSession(_ReplacingSession):
    """A chat of Gemini CLI."""

    agent = "gemini_cli"
    shell, create, replace = "run_shell_command", "write_file", "replace"
    file, old, new = "file_path", "old_string", "new_string"

    def _begin(self) -> Path:
        now = self.place.clock.now
        project = self.person.home / ".gemini" / "tmp" / self._folder.name
        (project / "chats").mkdir(parents=True, exist_ok=True)
        (project / ".project_root").write_text(str(self._folder))
        self._file = project / "chats" / f"session-{now:%Y-%m-%dT%H-%M}-{self.id[-12:]}.jsonl"
        opened = self.place.clock.text()
        self._append([{"sessionId": self.id, "startTime": opened, "lastUpdated": opened}])
        return self._file

    def _tell(self, tool: str, given: Row, output: str = "") -> None:
        call, now = self._call(), self.place.clock.text()
        answer = {"response": {"output": f"Output: {output}"}, "id": call, "name": tool}
        told = {"id": call, "name": tool, "args": given, "status": "success", "timestamp": now}
        told["result"] = [{"functionResponse": answer}]
        tokens = {"input": 10, "output": 20, "cached": 0, "thoughts": 0, "tool": 0, "total": 30}
        said = {"id": f"m_{call}", "timestamp": now, "type": "gemini", "model": "gemini-2.5-pro"}
        self._append([said | {"content": "", "tokens": tokens, "toolCalls": [told]}])


class CopilotSession(_ReplacingSession):
    """The events of a session of Copilot CLI."""

    agent = "copilot_cli"
    create = "create"
    file, content, old, new = "path", "file_text", "old_str", "new_str"

    def _begin(self) -> Path:
        folder = self.person.home / ".copilot" / "session-state" / self.id
        folder.mkdir(parents=True)
        self._file = folder / "events.jsonl"
        context = {"cwd": str(self._folder), "gitRoot": str(self._folder), "branch": "main"}
        self._say("session.start", {"sessionId": self.id, "version": 1, "context": context})
        return self._file

    def _tell(self, tool: str, given: Row, output: str = "") -> None:
        call = self._call()
        asked = {"toolCallId": call, "toolName": tool, "arguments": given, "model": "gpt-5.2"}
        self._say("tool.execution_start", asked)
        done = {"toolCallId": call, "model": "gpt-5.2", "success": True}
        self._say("tool.execution_complete", done | {"result": {"content": output}})

    def _say(self, kind: str, data: Row) -> None:
        now = self.place.clock.text()
        self._append(
            [{"type": kind, "data": data, "id": f"{self._call()}_{kind}", "timestamp": now}]
        )


class OpencodeSession(_ReplacingSession):
    """A session in opencode's database; opencode adds no trailer to a commit."""

    agent = "opencode"

    def _begin(self) -> Path:
        folder = self.person.home / ".local" / "share" / "opencode"
        folder.mkdir(parents=True, exist_ok=True)
        now = self._milliseconds()
        self._file = folder / "opencode.db"
        row = (self.id, "prj_1", None, "river", str(self._folder), "work", "1.0.150", now, now)
        with closing(sqlite3.connect(self._file)) as connection:
            connection.executescript(_TABLES)
            connection.execute("insert into session values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            connection.commit()
        return self._file

    def _tell(self, tool: str, given: Row, output: str = "") -> None:
        call, now = self._call(), self._milliseconds()
        state = {"status": "completed", "input": given, "time": {"start": now, "end": now}}
        state |= {"output": output, "metadata": {"exit": 0}}
        part = {"type": "tool", "callID": call, "tool": tool, "state": state}
        place = {"cwd": str(self._folder), "root": str(self._folder)}
        answer = {"role": "assistant", "modelID": "claude-sonnet-4-5", "providerID": "anthropic"}
        answer |= {"path": place, "time": {"created": now, "completed": now}}
        message = (f"msg_{call}", self.id, now, now, json.dumps(answer))
        with closing(sqlite3.connect(self._file)) as connection:
            connection.execute("insert into message values (?, ?, ?, ?, ?)", message)
            told = (f"prt_{call}", message[0], self.id, now, now, json.dumps(part))
            connection.execute("insert into part values (?, ?, ?, ?, ?, ?)", told)
            connection.execute("update session set time_updated = ? where id = ?", (now, self.id))
            connection.commit()

    def _milliseconds(self) -> int:
        return int(self.place.clock.now.timestamp() * 1000)


def _replacements(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what goes and what comes at each place that changed, with the line before it."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            lead = before[a - 1 : a] if a else []
            yield "\n".join([*lead, *before[a:b]]), "\n".join([*lead, *after[c:d]])
