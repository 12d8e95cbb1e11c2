"""Codex's rollouts: one file per thread, with usage per response or, from old clients, as a running total.

Order, copies and repeated lines are decided here; the shape of tool calls is in `items`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from ingestion.sample.activity import Prompt, Request, Run, Session
from ingestion.sample.catalog import Tokens
from ingestion.sample.clock import iso
from ingestion.sample.company import Company
from ingestion.sample.dice import Dice, dice_for
from ingestion.sample.ledger import Ledger
from ingestion.sample.other_sessions import OLD_CODEX
from ingestion.sample.people import Person
from ingestion.sample.vocabulary import ANSWERS
from ingestion.sample.wire.codex import items
from ingestion.sample.wire.tool_rows import Answers

_PACKED_AFTER_DAYS = 30
_WINDOW = 258_400
_BEFORE_MS = 1_000
_KILLED_EVERY, _KILLED = 5, 4
_COUNTS = (
    "input_tokens",
    "cached_input_tokens",
    "cache_write_input_tokens",
    "output_tokens",
    "reasoning_output_tokens",
    "total_tokens",
)

Row = dict[str, Any]


def write_rollouts(
    company: Company, person: Person, sessions: Sequence[Session], homes: Path, answers: Answers
) -> Ledger:
    """Write every rollout somebody has and return what the files hold."""
    ledger = Ledger()
    written: dict[str, _Rollout] = {}
    for session in sessions:
        if session.agent != "codex" or not session.transcript:
            continue
        rollout = _Rollout(company, person, session, answers, ledger)
        source = written.get(session.fork_of or session.spawned_by or "")
        rollout.begin(source)
        rollout.save(homes)
        written[session.id] = rollout
    return ledger


@dataclass(slots=True)
class _Total:
    """What a thread has used so far."""

    counts: list[int] = field(default_factory=lambda: [0] * len(_COUNTS))

    def add(self, tokens: Tokens) -> Row:
        """Add one response and return the new total."""
        self.counts = [a + b for a, b in zip(self.counts, _usage(tokens), strict=True)]
        return self.row()

    def row(self) -> Row:
        """Return the total as the client writes it."""
        return dict(zip(_COUNTS, self.counts, strict=True))


class _Rollout:
    """One thread's file in the making."""

    def __init__(
        self, company: Company, person: Person, session: Session, answers: Answers, ledger: Ledger
    ) -> None:
        self.session = session
        self.rows: list[Row] = []
        self.total = _Total()
        self._company, self._person, self._answers, self._ledger = company, person, answers, ledger
        self._dice: Dice = dice_for(company.seed, "rollout", session.id)
        self._cwd = f"/home/{person.login}/code/{session.repository}"
        self._old = session.version == OLD_CODEX

    def begin(self, source: "_Rollout | None") -> None:
        """Make all rows: the thread's own after those it copies from the thread it came from."""
        session = self.session
        opened = session.runs[0].started - (_BEFORE_MS if session.spawned_by else 0)
        before = [row for row in source.rows if row["timestamp"] <= iso(opened)] if source else []
        self._add(opened, "session_meta", self._meta(opened, len(before)))
        restamped = {} if self._old and session.spawned_by else {"timestamp": iso(opened)}
        for row in before:
            self.rows.append(self._ordered(row | restamped))
        if source and session.fork_of:
            self.total = _Total(list(source.total.counts))
            self._ledger.planted["codex_forks"] += 1
        self._ledger.planted["codex_subagent_threads"] += session.spawned_by is not None
        for number, run in enumerate(session.runs):
            self._ledger.planted["resumed_runs"] += bool(number)
            self._run(run)

    def save(self, homes: Path) -> None:
        """Write the file; old ones were compressed since."""
        started = datetime.fromtimestamp(self.session.started / 1000, tz=UTC)
        folder = homes / self._person.login / ".codex" / "sessions" / f"{started:%Y/%m/%d}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"rollout-{started:%Y-%m-%dT%H-%M-%S}-{self.session.id}.jsonl"
        body = b"".join(msgspec.json.encode(row) + b"\n" for row in self.rows)
        if self.session.ordinal % _KILLED_EVERY == _KILLED and not self.session.spawned_by:
            body += body[: body.index(b"\n") // 2]
            self._ledger.planted["torn_rollouts"] += 1
        self._ledger.wrote(len(self.rows), len(body))
        if (self._company.until - started.date()).days > _PACKED_AFTER_DAYS:
            path, body = path.with_name(f"{path.name}.zst"), zstandard.compress(body)
        path.write_bytes(body)

    def _meta(self, at: int, copied: int) -> Row:
        session = self.session
        parent = session.spawned_by
        spawn: Row = {"thread_spawn": {"parent_thread_id": parent, "depth": 1}}
        row: Row = {
            "session_id": parent or session.id,
            "id": session.id,
            "timestamp": iso(at),
            "cwd": self._cwd,
            "originator": "codex_cli_rs",
            "cli_version": session.version,
            "source": {"subagent": spawn} if parent else "cli",
            "thread_source": "subagent" if parent else "user",
            "model_provider": "openai",
            "git": {"branch": session.branch},
        }
        if session.fork_of:
            row["forked_from_id"] = session.fork_of
        if parent:
            row["parent_thread_id"] = parent
        if parent and not self._old:
            row["subagent_history_start_ordinal"] = copied + 1
        return row

    def _run(self, run: Run) -> None:
        for number, prompt in enumerate(run.prompts):
            self._prompt(prompt, opens=number == 0)

    def _prompt(self, prompt: Prompt, *, opens: bool) -> None:
        turn = {"turn_id": prompt.id}
        self._event(prompt.at, {"type": "task_started", **turn, "model_context_window": _WINDOW})
        if opens:
            context = {
                **turn,
                "cwd": self._cwd,
                "approval_policy": "on-request",
                "model": prompt.requests()[0].model,
                "effort": "medium",
                "sandbox_policy": {"type": "workspace-write"},
            }
            self._add(prompt.at + 1, "turn_context", context)
        self._said(prompt)
        for number, request in enumerate(prompt.requests()):
            self._request(prompt, request, repeats=opens and number == 0)
        done = {"type": "task_complete", **turn, "last_agent_message": self._dice.choice(ANSWERS)}
        self._event(prompt.ended + 8, {**done, "duration_ms": prompt.ended - prompt.at})

    def _said(self, prompt: Prompt) -> None:
        """Add what the person said; a sub-agent's task comes from the thread that started it."""
        if self.session.spawned_by:
            return
        self._ledger.prompts.add(prompt.id)
        content = [{"type": "input_text", "text": prompt.text}]
        item = {"type": "message", "role": "user", "content": content}
        self._add(prompt.at + 2, "response_item", item)
        if self._old:
            self._event(prompt.at + 3, {"type": "user_message", "message": prompt.text})
            return
        typed = [{"type": "text", "text": prompt.text, "text_elements": []}]
        self._done(
            prompt.at + 3, prompt, {"type": "UserMessage", "id": prompt.uuid, "content": typed}
        )

    def _request(self, prompt: Prompt, request: Request, *, repeats: bool) -> None:
        """Add one response: what it said, its usage, and what became of the calls it asked for."""
        at, answers = request.at, self._answers
        if "text" in request.blocks:
            content = [{"type": "output_text", "text": self._dice.choice(ANSWERS)}]
            self._add(
                at, "response_item", {"type": "message", "role": "assistant", "content": content}
            )
        for call in request.tools:
            self._add(at, "response_item", items.asked(call, answers))
            self._ledger.tools.add(call.id)
        total = self.total.add(request.tokens)
        last = dict(zip(_COUNTS, _usage(request.tokens), strict=True))
        if not self._old:
            self._add(at + 1, "token_usage_record", self._record(prompt, request, last, total))
        ended = at + 1
        for call in request.tools:
            ended = max(ended, call.ended)
            for item in () if self._old else items.completed(call, self._cwd, answers):
                self._done(ended, prompt, item)
            for event in items.ended(call, answers) if self._old else ():
                self._event(ended, event)
            self._add(ended, "response_item", items.answered(call, answers))
            if call.commit:
                self._ledger.commits.add(call.commit)
        info = {
            "total_token_usage": total,
            "last_token_usage": last,
            "model_context_window": _WINDOW,
        }
        for _ in range(1 + repeats):
            self._event(ended, {"type": "token_count", "info": info, "rate_limits": None})
        self._ledger.planted["repeated_token_counts"] += repeats
        self._ledger.requests.add(request.id)

    def _record(self, prompt: Prompt, request: Request, last: Row, total: Row) -> Row:
        session = self.session
        return {
            "thread_id": session.id,
            "turn_id": prompt.id,
            "session_id": session.spawned_by or session.id,
            "root_turn_id": prompt.id,
            "response_id": request.id,
            "usage": last,
            "turn_token_usage": last,
            "thread_token_usage": total,
        }

    def _done(self, at: int, prompt: Prompt, item: Row) -> None:
        head = {"type": "item_completed", "thread_id": self.session.id, "turn_id": prompt.id}
        self._event(at, {**head, "item": item, "completed_at_ms": at})

    def _event(self, at: int, payload: Row) -> None:
        self._add(at, "event_msg", payload)

    def _add(self, at: int, kind: str, payload: Row) -> None:
        self.rows.append(self._ordered({"timestamp": iso(at), "type": kind, "payload": payload}))

    def _ordered(self, row: Row) -> Row:
        """Return a row with its place in the file, which old clients did not note."""
        plain = {key: value for key, value in row.items() if key != "ordinal"}
        if self._old:
            return plain
        return {"timestamp": plain.pop("timestamp"), "ordinal": len(self.rows), **plain}


def _usage(tokens: Tokens) -> tuple[int, ...]:
    """Return a response's counts in the order of `_COUNTS`; input includes what came from the cache."""
    total = tokens.total_input
    return total, tokens.read, tokens.write, tokens.output, tokens.thinking, total + tokens.output
