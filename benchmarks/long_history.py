"""A long history of one repository and the transcripts of the agents that worked on its last six months.

Streams for `git fast-import` and lines of Claude Code's files; what is measured with them is said in `history`.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

START = datetime(2023, 11, 1, tzinfo=UTC)
YEARS = 3
TELEMETRY = timedelta(days=182)
_PEOPLE = 40
_FILES = 2_000
_LINES = 120
_EVERYDAY = 300
_READS = 10


@dataclass(slots=True)
class _Edit:
    path: str
    removed: list[str]
    added: list[str]


@dataclass(slots=True)
class LongHistory:
    """Commits of forty people over some years; for the last six months half of them are made with an agent.

    Every commit changes up to four files. The same seed gives the same history.
    """

    clone: Path
    homes: Path
    commits: int
    _draw: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - made-up data
    _files: dict[int, list[str]] = field(default_factory=dict)
    _count: int = 0

    def stream(self, count: int) -> Iterator[bytes]:
        """Yield the next commits of the main branch, and write down what agents showed of them."""
        step = timedelta(days=365 * YEARS) / self.commits
        for number in range(count):
            self._count += 1
            moment = START + step * self._count
            person = self._draw.randrange(_PEOPLE)
            edits = [self._edit() for _ in range(self._draw.randint(1, 4))]
            watched_from = START + step * self.commits - TELEMETRY
            if moment >= watched_from and self._draw.randrange(2):
                self._show(person, moment, edits)
            head = "from refs/heads/main^0\n" if not number and self._count > 1 else ""
            who = f"P{person} <p{person}@long.example> {int(moment.timestamp())} +0000"
            changes = "".join(self._content(edit) for edit in edits)
            yield (
                f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 4\nwork\n{head}{changes}\n"
            ).encode()

    def _edit(self) -> _Edit:
        name = self._draw.randrange(_FILES)
        lines = self._files.setdefault(name, [])
        place = self._draw.randrange(len(lines) + 1)
        added = [self._line() for _ in range(self._draw.randint(2, 18))]
        end = place + max(len(lines) + len(added) - _LINES, self._draw.randrange(5))
        removed = lines[place:end]
        lines[place:end] = added
        return _Edit(f"src/{name % 40}/{name}.py", removed, added)

    def _line(self) -> str:
        """Return a line of code; every tenth is one that stands in many files."""
        if not self._draw.randrange(10):
            return f"    logger.debug('step %s done', {self._draw.randrange(_EVERYDAY)})"
        return f"    value_{self._draw.randrange(10**6)} = compute({self._draw.randrange(999)})"

    def _content(self, edit: _Edit) -> str:
        name = int(edit.path.rpartition("/")[2].removesuffix(".py"))
        body = "\n".join(self._files[name]) + "\n"
        return f"M 100644 inline {edit.path}\ndata {len(body)}\n{body}\n"

    def _show(self, person: int, moment: datetime, edits: list[_Edit]) -> None:
        """Write what the person's session of the day shows: files that it read, then its edits."""
        number = moment.toordinal() * _PEOPLE + person
        session = str(UUID(int=number, version=4))
        folder = self.homes / f"p{person}"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{session}.jsonl").open("a") as stream:
            for place, edit in enumerate([*[None] * _READS, *edits]):
                when = moment - timedelta(seconds=60 - 4 * place)
                stream.writelines(json.dumps(row) + "\n" for row in self._rows(session, when, edit))

    def _rows(self, session: str, when: datetime, edit: _Edit | None) -> Iterator[dict[str, Any]]:
        call = f"{self._count:x}_{when:%H%M%S}"
        common = {
            "sessionId": session,
            "cwd": str(self.clone),
            "version": "2.1.329",
            "isSidechain": False,
            "timestamp": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        given = {"file_path": f"{self.clone}/{edit.path if edit else 'README.md'}"}
        name = "Edit" if edit else "Read"
        result: dict[str, Any] = {"filePath": given["file_path"], "userModified": False}
        if edit:
            changes = [*(f"-{line}" for line in edit.removed), *(f"+{line}" for line in edit.added)]
            result["structuredPatch"] = [{"lines": changes}]
        use = {"type": "tool_use", "id": f"call_{call}", "name": name, "input": given}
        usage = {"input_tokens": self._draw.randrange(9_000), "output_tokens": 20 + len(call)}
        message = {
            "id": f"msg_{call}",
            "role": "assistant",
            "model": "claude-opus-4-5",
            "usage": usage,
        }
        answer = {
            "type": "tool_result",
            "tool_use_id": f"call_{call}",
            "content": "ok",
            "is_error": False,
        }
        asked = {"type": "assistant", "uuid": f"a_{call}", "requestId": f"req_{call}"}
        told = {"type": "user", "uuid": f"u_{call}", "toolUseResult": result}
        yield {**common, **asked, "message": {**message, "content": [use]}}
        yield {**common, **told, "message": {"role": "user", "content": [answer]}}
