"""One conversation in the making: prompts, the model's requests and the tools it calls.

The mutable state of a session while it is invented lives here and nowhere else. When sessions start and
what kind they are is decided in `sessions`.
"""

from datetime import date

from ingestion.sample.activity import Commit, Edit, Failure, Prompt, Request, Subagent, ToolCall
from ingestion.sample.catalog import GATEWAY_MODEL, Tokens, display_name, small_model
from ingestion.sample.commits import author_email, new_edit, subject
from ingestion.sample.company import Company, Person
from ingestion.sample.dice import Dice, hexadecimal, lognormal, token, uuid
from ingestion.sample.vocabulary import CANARIES, COMMANDS, NOUNS, PROMPTS

_SYSTEM_TOKENS = 14_000
_SUBAGENT_TOKENS = 7_000
_COMPACT_ABOVE = 110_000
_CACHE_LIFE_MS = 3_600_000
_TRAILER_SHARE = 0.88
_REJECT_SHARE = 0.025
_FAIL_SHARE = 0.07
_EARLY_SHARE = 0.1
_CANARY_SHARE = 0.05
_EXPLORING = ("Read", "Read", "Grep", "Glob", "Bash")


class Conversation:
    """A session that is being invented, with its clock, context and uncommitted edits."""

    def __init__(  # noqa: PLR0913 - what is fixed for the whole session
        self,
        company: Company,
        person: Person,
        day: date,
        dice: Dice,
        *,
        session_id: str,
        model: str,
        repository: str,
        branch: str,
        at: int,
        growth: int,
    ) -> None:
        self.company, self.person, self.day, self.dice = company, person, day, dice
        self.session_id, self.model = session_id, model
        self.repository, self.branch = repository, branch
        self.at = at
        self.commits: list[Commit] = []
        self._growth = growth
        self._small = small_model(company, day)
        self._context = 0
        self._last_request = 0
        self._pending: list[Edit] = []
        self._edits = 0
        self._commits_itself = dice.random() < 0.6
        self._failing = company.in_incident(day)

    def prompt(self) -> Prompt:
        """Return the next prompt with everything the agent did about it; moves the clock past it."""
        dice = self.dice
        text = dice.choice(PROMPTS).format(noun=dice.choice(NOUNS))
        if dice.random() < _CANARY_SHARE:
            text += f" {CANARIES['prompt']}"
        started, steps, subagents = self.at, [], []
        for tools in self._plan():
            if self._failing and dice.random() < 0.02:
                steps.append(self._failure())
                break
            if self._context > _COMPACT_ABOVE:
                steps.append(self._compaction())
            request, spawned = self._request(tools)
            steps.append(request)
            subagents.extend(spawned)
        prompt = Prompt(uuid(dice), uuid(dice), started, text, tuple(steps), tuple(subagents))
        self.at = max([prompt.ended] + [agent.requests[-1].at for agent in subagents])
        self.at += lognormal(dice, 70_000, 0.9, low=4_000, high=1_500_000)
        return prompt

    def leave_edits(self) -> None:
        """Commit by hand, most of the time, what the agent edited and did not commit."""
        if not self._pending or self.dice.random() > 0.65:
            return
        trailer = display_name(self.model) if self.dice.random() < 0.1 else None
        self.commits.append(
            self._commit("after", self.at + self.dice.randint(60_000, 2_400_000), trailer)
        )

    def _plan(self) -> list[tuple[str, ...]]:
        """Return the tools of each request of one prompt; the last request calls none."""
        dice, roll = self.dice, self.dice.random
        explore = [dice.choice(_EXPLORING) for _ in range(dice.choice((1, 1, 2, 3, 4)))]
        steps: list[tuple[str, ...]] = [(tool,) for tool in explore]
        if len(explore) > 3:
            steps[:2] = [(explore[0], explore[1])]
        if self.person.rhythm != "ci":
            if roll() < 0.6:
                steps += [
                    ("Write" if roll() < 0.22 else "Edit",)
                    for _ in range(dice.choice((1, 2, 2, 3)))
                ]
            if roll() < 0.07:
                steps.append(("Agent",))
            if roll() < 0.05:
                steps.append(("mcp__tracker__search",))
        if roll() < 0.5:
            steps.append(("Bash",))
        if (
            self._commits_itself
            and roll() < 0.45
            and any(set(step) & {"Edit", "Write"} for step in steps)
        ):
            steps.append(("commit",))
            if roll() < 0.1:
                steps += [("Edit",), ("amend",)]
        return [*steps, ()]

    def _request(self, tools: tuple[str, ...]) -> tuple[Request, list[Subagent]]:
        dice = self.dice
        failing = dice.random() < (0.2 if self._failing else 0.003)
        retries = dice.randint(1, 4) if failing else 0
        self.at += retries * 2_500
        duration = lognormal(dice, 6_500, 0.6, low=1_200, high=60_000)
        started, self.at = self.at, self.at + duration
        tokens = self._tokens(
            started, lognormal(dice, 220 if tools else 140, 0.8, low=8, high=6_000)
        )
        request_id, at = token(dice, "req_011C", 20), self.at
        calls, spawned = [], []
        for tool in tools:
            call, subagent = self._call(tool, at)
            calls.append(call)
            spawned += [subagent] if subagent else []
            self.at = max(self.at, call.ended)
        blocks = ["thinking"] if tokens.thinking else []
        if not tools or dice.random() < 0.35:
            blocks.append("text")
        blocks += ["tool_use"] * len(calls)
        return (
            Request(
                id=request_id,
                message_id=token(dice, "msg_01"),
                model=self.model,
                at=at,
                duration_ms=duration,
                tokens=tokens,
                blocks=tuple(blocks),
                tools=tuple(calls),
                retries=retries,
            ),
            spawned,
        )

    def _tokens(self, started: int, output: int) -> Tokens:
        """Return the next request's tokens: what is cached already is read, the rest is written."""
        dice = self.dice
        grown = lognormal(dice, self._growth, 0.8, low=120, high=30_000)
        fresh = dice.randint(3, 14)
        expired = started - self._last_request > _CACHE_LIFE_MS
        read = 0 if expired else self._context
        write_1h = _SYSTEM_TOKENS if expired else 0
        write_5m = grown + (max(self._context - _SYSTEM_TOKENS, 0) if expired else 0)
        if self.model == GATEWAY_MODEL:
            write_1h, write_5m = 0, write_5m + write_1h
        self._context = read + write_1h + write_5m
        self._last_request = started
        thinking = int(output * dice.uniform(0.1, 0.6)) if dice.random() < 0.25 else 0
        return Tokens(fresh, write_5m, write_1h, read, output, thinking)

    def _compaction(self) -> Request:
        dice = self.dice
        duration = dice.randint(9_000, 40_000)
        self.at += duration
        tokens = Tokens(dice.randint(3, 9), 900, 0, self._context, dice.randint(1_500, 3_500), 0)
        self._context = _SYSTEM_TOKENS + tokens.output
        return Request(
            id=token(dice, "req_011C", 20),
            message_id=token(dice, "msg_01"),
            model=self.model,
            at=self.at,
            duration_ms=duration,
            tokens=tokens,
            blocks=(),
            tools=(),
            kind="compact",
        )

    def _failure(self) -> Failure:
        attempts = self.dice.randint(3, 10)
        self.at += attempts * 4_000
        status = self.dice.choice((529, 529, 500, 429))
        return Failure(token(self.dice, "req_011C", 20), self.model, self.at, attempts, status)

    def _call(self, tool: str, answered: int) -> tuple[ToolCall, Subagent | None]:
        dice = self.dice
        call_id = token(dice, "toolu_01", 22)
        duration = lognormal(dice, 350 if tool != "Bash" else 2_600, 1.0, low=3, high=120_000)
        early = tool in {"Read", "Grep", "Glob"} and dice.random() < _EARLY_SHARE
        started = answered - 900 if early else max(answered, self.at) + dice.randint(15, 2_500)
        ended = answered - 150 if early else started + duration
        if tool == "Agent":
            subagent = self._subagent(call_id, started)
            ended = subagent.requests[-1].at + 40
            call = ToolCall(call_id, tool, started, ended, True, True, "config", agent=subagent.id)
            return call, subagent
        if tool in {"commit", "amend"} and not self._pending:
            tool = "Bash"
        if tool in {"commit", "amend"}:
            return self._commit_call(call_id, started, ended, amend=self._amends(tool)), None
        accepted = dice.random() >= _REJECT_SHARE
        source = dice.choice(("config", "config", "user_temporary", "user_permanent"))
        edit = None
        if tool in {"Edit", "Write"} and accepted:
            self._edits += 1
            key = f"{self.session_id}:edit{self._edits}"
            edit = new_edit(dice, self.person, key, creates=tool == "Write")
            self._pending.append(edit)
        success = accepted and (edit is not None or dice.random() >= _FAIL_SHARE)
        if not accepted:
            source = dice.choice(("user_reject", "config", "hook"))
        command = self._command() if tool == "Bash" else None
        return ToolCall(
            call_id, tool, started, ended, success, accepted, source, edit, command, early=early
        ), None

    def _amends(self, tool: str) -> bool:
        return tool == "amend" and bool(self.commits) and self.commits[-1].kind == "agent"

    def _command(self) -> str:
        command = self.dice.choice(COMMANDS).format(noun=self.dice.choice(NOUNS))
        return (
            f"{command} # {CANARIES['command']}" if self.dice.random() < _CANARY_SHARE else command
        )

    def _subagent(self, tool_use_id: str, started: int) -> Subagent:
        dice = self.dice
        agent_id = "a" + hexadecimal(dice, 16)
        kind = dice.choice(("general-purpose", "Explore", "checker"))
        requests, context, at = [], 0, started
        for number in range(count := dice.randint(2, 6)):
            duration = lognormal(dice, 3_000, 0.5, low=600, high=20_000)
            at += duration
            grown = lognormal(dice, 1_400, 0.8, low=100, high=40_000)
            write_1h = _SUBAGENT_TOKENS if number == 0 else 0
            output = lognormal(dice, 110, 0.7, low=6, high=2_000)
            tokens = Tokens(dice.randint(3, 10), grown, write_1h, context, output, 0)
            context += grown + write_1h
            calls: tuple[ToolCall, ...] = ()
            if number < count - 1:
                calls = (self._call(dice.choice(("Read", "Grep", "Glob")), at)[0],)
            requests.append(
                Request(
                    id=token(dice, "req_011C", 20),
                    message_id=token(dice, "msg_01"),
                    model=self._small,
                    at=at,
                    duration_ms=duration,
                    tokens=tokens,
                    blocks=("tool_use",) if calls else ("text",),
                    tools=calls,
                    kind="subagent",
                    agent=agent_id,
                )
            )
            at = max([at] + [call.ended for call in calls])
        return Subagent(agent_id, kind, tool_use_id, self._small, tuple(requests))

    def _commit_call(self, call_id: str, started: int, ended: int, *, amend: bool) -> ToolCall:
        """Return the Bash call that commits; the commit's time is that of the call's end."""
        trailer = display_name(self.model) if self.dice.random() < _TRAILER_SHARE else None
        commit = self._commit("amend" if amend else "agent", ended, trailer)
        self.commits.append(commit)
        flag = " --amend" if amend else ""
        command = f"git add -A && git commit{flag} -m '{commit.subject}'"
        return ToolCall(
            call_id,
            "Bash",
            started,
            ended,
            True,
            True,
            "config",
            command=command,
            commit=commit.key,
        )

    def _commit(self, kind: str, at: int, trailer: str | None) -> Commit:
        replaced = self.commits[-1] if kind == "amend" else None
        edits = (*(replaced.edits if replaced else ()), *self._pending)
        self._pending = []
        return Commit(
            key=f"{self.session_id}:{len(self.commits)}",
            at=at,
            login=self.person.login,
            email=author_email(self.person, self.repository, self.dice),
            repository=self.repository,
            branch=self.branch,
            kind=kind,  # type: ignore[arg-type]
            subject=subject(self.dice),
            edits=edits,
            sessions=(self.session_id,),
            trailer=trailer,
            replaces=replaced.key if replaced else None,
        )
