"""Gemini CLI's chats: an answer is written when it comes and again, whole, when its tools have run.

The request by which a small model chose the large one is in no chat. Tool calls are shaped in `tools`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from ingestion.sample.activity import Prompt, Request, Session
from ingestion.sample.clock import iso
from ingestion.sample.company import Company
from ingestion.sample.dice import Dice, dice_for, fingerprint, uuid
from ingestion.sample.ledger import Ledger
from ingestion.sample.people import Person
from ingestion.sample.vocabulary import ANSWERS
from ingestion.sample.wire.gemini_cli.tools import told
from ingestion.sample.wire.tool_rows import Answers

Row = dict[str, Any]

_CONTEXT = (
    "<session_context>\nThis is the Gemini CLI. We are setting up the context.\n</session_context>"
)


def write_chats(
    company: Company, person: Person, sessions: Sequence[Session], homes: Path, answers: Answers
) -> Ledger:
    """Write every chat somebody has and return what the files hold."""
    ledger = Ledger()
    for session in sessions:
        if session.agent == "gemini_cli" and session.transcript:
            _Chat(company, person, session, answers, ledger).write(homes)
    return ledger


class _Chat:
    """One session's file in the making."""

    def __init__(
        self, company: Company, person: Person, session: Session, answers: Answers, ledger: Ledger
    ) -> None:
        self._person, self._session, self._answers, self._ledger = person, session, answers, ledger
        self._dice: Dice = dice_for(company.seed, "chat", session.id)
        self._cwd = f"/home/{person.login}/code/{session.repository}"
        self._rows: list[Row] = []

    def write(self, homes: Path) -> None:
        """Write the chat, and the note beside it that names its folder."""
        session = self._session
        opened = iso(session.runs[0].started)
        self._rows.append(
            {
                "sessionId": session.id,
                "projectHash": fingerprint(self._cwd),
                "startTime": opened,
                "lastUpdated": opened,
                "kind": "main",
            }
        )
        context: Row = {"id": uuid(self._dice), "timestamp": opened, "type": "user"}
        context["content"] = [{"text": _CONTEXT}]
        self._rows.append({"$set": {"messages": [context], "lastUpdated": opened}})
        for number, run in enumerate(session.runs):
            self._ledger.planted["resumed_runs"] += bool(number)
            for prompt in run.prompts:
                self._prompt(prompt)
        self._save(homes / self._person.login / ".gemini" / "tmp" / session.repository)

    def _save(self, project: Path) -> None:
        folder = project / "chats"
        folder.mkdir(parents=True, exist_ok=True)
        (project / ".project_root").write_text(self._cwd)
        started = datetime.fromtimestamp(self._session.started / 1000, tz=UTC)
        body = b"".join(msgspec.json.encode(row) + b"\n" for row in self._rows)
        name = f"session-{started:%Y-%m-%dT%H-%M}-{self._session.id[:8]}.jsonl"
        (folder / name).write_bytes(body)
        self._ledger.wrote(len(self._rows), len(body))

    def _prompt(self, prompt: Prompt) -> None:
        self._say(
            prompt.at, {"id": prompt.uuid, "type": "user", "content": [{"text": prompt.text}]}
        )
        self._ledger.prompts.add(prompt.id)
        for request in prompt.requests():
            if request.kind != "utility":
                self._request(request)

    def _request(self, request: Request) -> None:
        tokens = request.tokens
        answer: Row = {
            "id": request.id,
            "type": "gemini",
            "content": self._dice.choice(ANSWERS) if "text" in request.blocks else "",
            "thoughts": [],
            "tokens": {
                "input": tokens.total_input,
                "output": tokens.output - tokens.thinking,
                "cached": tokens.read,
                "thoughts": tokens.thinking,
                "tool": 0,
                "total": tokens.total_input + tokens.output,
            },
            "model": request.model,
        }
        self._say(request.at, answer)
        self._ledger.requests.add(request.id)
        if not request.tools:
            return
        calls = [told(call, self._cwd, self._answers) for call in request.tools]
        self._say(request.at, answer | {"toolCalls": calls})
        self._ledger.planted["repeated_answers"] += 1
        self._ledger.tools.update(call.id for call in request.tools)
        self._ledger.commits.update(call.commit for call in request.tools if call.commit)
        ended = max(call.ended for call in request.tools)
        results = [result for call in calls for result in call["result"]]
        self._say(ended, {"id": uuid(self._dice), "type": "user", "content": results})

    def _say(self, at: int, message: Row) -> None:
        told_at = iso(at)
        first = {"id": message["id"], "timestamp": told_at}
        self._rows.append(first | message)
        self._rows.append({"$set": {"lastUpdated": told_at}})
