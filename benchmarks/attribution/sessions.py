"""Agents on stage: sessions that edit, run commands and commit, and write the files that real clients write.

The shapes follow the clients' own files, cut down to what tells of work. What an agent does not show, such as
files it writes through a shell, is not written down here either.
"""

import difflib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from stage import Line, Person, Repository, Truth

MODEL = "claude-sonnet-4-5-20250929"


class Session(ABC):
    """One session of an agent in a repository, by default at the top of its clone."""

    agent = ""

    def __init__(
        self, number: int, person: Person, repository: Repository, folder: Path | None = None
    ) -> None:
        self.id = str(UUID(int=(0xA77 << 64) + number, version=4))
        self.person, self.place = person, repository
        self._folder = folder or repository.folder
        self._calls = 0
        self._file = self._begin()

    def edit(self, path: str, lines: Sequence[Line]) -> None:
        """Change a file by the client's own tool, which shows what it wrote."""
        before = [text for text, _ in self.place.read(path, self._folder)]
        self.place.write(path, lines, self._folder)
        self._show_edit(path, before, [text for text, _ in lines])

    def run(self, path: str, lines: Sequence[Line]) -> None:
        """Change a file by a command, which shows neither path nor lines."""
        self.place.write(path, lines, self._folder)
        self._show_command("make format generate", "ok\n")

    def ask(self, command: str) -> None:
        """Run a command that changes nothing."""
        self._show_command(command, "ok\n")

    def commit(self, message: str, truth: Truth, *options: str) -> str:
        """Commit everything and return the hash, which the client sees."""
        sha = self.place.commit(self.person, message, truth, *options, folder=self._folder)
        flag = " --amend" if "--amend" in options else ""
        branch = self.place.git("branch", "--show-current", folder=self._folder)
        output = f"[{branch} {sha[:7]}] {message.splitlines()[0]}\n 1 file changed\n"
        self._show_command(f"git add -A && git commit{flag} -m 'change'", output, sha[:7], flag)
        return sha

    @abstractmethod
    def _begin(self) -> Path:
        """Begin the session's own file and return it."""

    @abstractmethod
    def _show_edit(self, path: str, before: list[str], after: list[str]) -> None:
        """Write down what the edit tool shows."""

    @abstractmethod
    def _show_command(self, command: str, output: str, sha: str = "", flag: str = "") -> None:
        """Write down a command and what it printed."""

    def _call(self) -> str:
        self._calls += 1
        self.place.clock.wait(0.4)
        return f"call_{self.id[-12:]}_{self._calls}"

    def _append(self, rows: Sequence[dict[str, Any]]) -> None:
        with self._file.open("a") as stream:
            stream.writelines(json.dumps(row) + "\n" for row in rows)


class ClaudeSession(Session):
    """A transcript of Claude Code."""

    agent = "claude_code"

    def _begin(self) -> Path:
        folder = self.person.home / ".claude" / "projects" / str(self._folder).replace("/", "-")
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self.id}.jsonl"

    def _show_edit(self, path: str, before: list[str], after: list[str]) -> None:
        file = f"{self._folder}/{path}"
        result: dict[str, Any] = {"filePath": file, "userModified": False}
        if before:
            result["structuredPatch"] = [{"lines": list(_changes(before, after))}]
        else:
            text = "".join(f"{line}\n" for line in after)
            result |= {"type": "create", "content": text, "structuredPatch": []}
        self._ask("Edit" if before else "Write", {"file_path": file}, result)

    def _show_command(self, command: str, output: str, sha: str = "", flag: str = "") -> None:
        result: dict[str, Any] = {"stdout": output, "stderr": "", "interrupted": False}
        if sha:
            kind = "amended" if flag else "committed"
            result["gitOperation"] = {"commit": {"sha": sha, "kind": kind}}
        self._ask("Bash", {"command": command}, result)

    def _ask(self, tool: str, given: dict[str, Any], result: dict[str, Any]) -> None:
        call = self._call()
        common = {
            "sessionId": self.id,
            "cwd": str(self._folder),
            "version": "2.1.329",
            "isSidechain": False,
            "timestamp": self.place.clock.text(),
        }
        usage = {"input_tokens": 10, "output_tokens": 20}
        use = {"type": "tool_use", "id": call, "name": tool, "input": given}
        message = {"id": f"msg_{call}", "role": "assistant", "model": MODEL, "content": [use]}
        answer = {"type": "tool_result", "tool_use_id": call, "content": "ok", "is_error": False}
        asked = {"type": "assistant", "uuid": f"a_{call}", "requestId": f"req_{call}"}
        told = {"type": "user", "uuid": f"u_{call}", "toolUseResult": result}
        self._append(
            [
                {**common, **asked, "message": {**message, "usage": usage}},
                {**common, **told, "message": {"role": "user", "content": [answer]}},
            ]
        )


class CodexSession(Session):
    """A rollout of Codex."""

    agent = "codex"

    def _begin(self) -> Path:
        now = self.place.clock.now
        folder = self.person.home / ".codex" / "sessions" / f"{now:%Y/%m/%d}"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"rollout-{now:%Y-%m-%dT%H-%M-%S}-{self.id}.jsonl"
        meta = {"id": self.id, "cwd": str(self._folder), "cli_version": "0.169.0"}
        self._say("session_meta", meta | {"timestamp": self.place.clock.text()})
        self._say("turn_context", {"cwd": str(self._folder), "model": "gpt-5.3-codex"})
        return self._file

    def _show_edit(self, path: str, before: list[str], after: list[str]) -> None:
        kind = "Update" if before else "Add"
        body = "".join(f"{line}\n" for line in _changes(before, after))
        patch = f"*** Begin Patch\n*** {kind} File: {path}\n{body}*** End Patch"
        call = self._call()
        asked = {"name": "apply_patch", "input": patch, "status": "completed", "call_id": call}
        self._say("response_item", {"type": "custom_tool_call", **asked})
        answer = "Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.\n"
        told = {"type": "custom_tool_call_output", "call_id": call, "output": answer}
        self._say("response_item", told)

    def _show_command(self, command: str, output: str, sha: str = "", flag: str = "") -> None:
        call = self._call()
        arguments = json.dumps({"cmd": command})
        asked = {"name": "exec_command", "arguments": arguments, "call_id": call}
        self._say("response_item", {"type": "function_call", **asked})
        answer = f"Wall time: 0.1 seconds\nProcess exited with code 0\nOutput:\n{output}"
        told = {"type": "function_call_output", "call_id": call, "output": answer}
        self._say("response_item", told)

    def _say(self, kind: str, payload: dict[str, Any]) -> None:
        row = {"timestamp": self.place.clock.text(), "type": kind, "payload": payload}
        self._append([row])


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    """Yield the lines of a patch without context."""
    for tag, a, b, c, d in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield from (f"-{line}" for line in before[a:b])
            yield from (f"+{line}" for line in after[c:d])
