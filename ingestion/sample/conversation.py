"""One conversation in the making: prompts, and the requests with which the agent answers them.

Holds the clock of the session. Tokens come from `context`, tool calls from `workbench`; when sessions
start and what kind they are is decided in `sessions`.
"""

from dataclasses import replace

from ingestion.sample.activity import Failure, Prompt, Request, Subagent
from ingestion.sample.agents import CLAUDE_CODE, CLIENTS, request_ids
from ingestion.sample.catalog import Tokens
from ingestion.sample.context import Context
from ingestion.sample.dice import Dice, chance, lognormal, token, uuid
from ingestion.sample.setting import Setting
from ingestion.sample.vocabulary import CANARIES, NOUNS, PROMPTS
from ingestion.sample.workbench import Workbench

_CANARY_SHARE = 0.05
_FAILURE_SHARE = 0.02
_RETRY_SHARE = 0.003
_INCIDENT_RETRY_SHARE = 0.2
_ROUTER_SHARE = 0.4
_COMMITTER_SHARE = 0.6
_COMMIT_SHARE = 0.45
_AMEND_SHARE = 0.1
_EDIT_SHARE = 0.6
_CREATE_SHARE = 0.22
_SUBAGENT_SHARE = 0.07
_MCP_SHARE = 0.05
_CHECK_SHARE = 0.5
_TEXT_SHARE = 0.35
_PARALLEL_FROM = 4
_EXPLORING = ("Read", "Read", "Grep", "Glob", "Bash")

Tools = tuple[str, ...]


class Conversation:
    """A session that is being invented; `at` is its clock, in milliseconds since 1970 UTC."""

    def __init__(self, setting: Setting, dice: Dice, at: int) -> None:
        self.setting, self.at = setting, at
        self.workbench = Workbench(setting, dice)
        self._dice = dice
        self._context = Context(dice, setting.model, setting.growth, setting.agent)
        self._commits_itself = chance(dice, _COMMITTER_SHARE)
        is_claude = setting.agent == CLAUDE_CODE
        self._failing = is_claude and setting.company.in_incident(setting.day)
        self._delegates = is_claude or CLIENTS[setting.agent].delegates
        self._routes = setting.agent == "gemini_cli"

    def switch(self, model: str) -> None:
        """Go on with another model, as somebody may who resumes a session."""
        self.setting = replace(self.setting, model=model)
        self._context.use(model)

    def prompt(self) -> Prompt:
        """Return the next prompt with everything the agent did about it; moves the clock past it."""
        dice = self._dice
        text = dice.choice(PROMPTS).format(noun=dice.choice(NOUNS))
        if chance(dice, _CANARY_SHARE):
            text += f" {CANARIES['prompt']}"
        started = self.at
        steps: list[Request | Failure] = []
        subagents: list[Subagent] = []
        if self._routes and chance(dice, _ROUTER_SHARE):
            steps.append(self._routing())
        for tools in self._plan():
            if self._failing and chance(dice, _FAILURE_SHARE):
                steps.append(self._failure())
                break
            if self._context.is_full():
                steps.append(self._compaction())
            steps.append(self._request(tools, subagents))
        prompt = Prompt(uuid(dice), uuid(dice), started, text, tuple(steps), tuple(subagents))
        self.at = prompt.ended + lognormal(dice, 70_000, 0.9, low=4_000, high=1_500_000)
        return prompt

    def _plan(self) -> list[Tools]:
        """Return the tools of each request of one prompt; the last request calls none."""
        dice = self._dice
        if self.setting.agent == "litellm":
            return [()] * dice.randint(2, 6)
        explore = [dice.choice(_EXPLORING) for _ in range(dice.choice((1, 1, 2, 3, 4)))]
        steps: list[Tools] = [(tool,) for tool in explore]
        if len(explore) >= _PARALLEL_FROM:
            steps[:2] = [(explore[0], explore[1])]
        if self.setting.person.rhythm == "ci":
            return [*steps, ("Bash",), ()]
        edits = chance(dice, _EDIT_SHARE)
        if edits:
            count = dice.choice((1, 2, 2, 3))
            steps += [("Write" if chance(dice, _CREATE_SHARE) else "Edit",) for _ in range(count)]
        if chance(dice, _SUBAGENT_SHARE) and self._delegates:
            steps.append(("Agent",))
        if chance(dice, _MCP_SHARE):
            steps.append(("mcp__tracker__search",))
        if chance(dice, _CHECK_SHARE):
            steps.append(("Bash",))
        if edits and self._commits_itself and chance(dice, _COMMIT_SHARE):
            steps.append(("commit",))
            if chance(dice, _AMEND_SHARE):
                steps += [("Edit",), ("amend",)]
        return [*steps, ()]

    def _request(self, tools: Tools, subagents: list[Subagent]) -> Request:
        """Return the next answered request and its tool calls; new subagents are added to the list."""
        dice = self._dice
        retried = chance(dice, _INCIDENT_RETRY_SHARE if self._failing else _RETRY_SHARE)
        retries = dice.randint(1, 4) if retried else 0
        started = self.at + retries * 2_500
        duration = lognormal(dice, 6_500, 0.6, low=1_200, high=60_000)
        output = lognormal(dice, 220 if tools else 140, 0.8, low=8, high=6_000)
        tokens = self._context.next_request(started, output)
        at = self.at = started + duration
        calls = []
        for tool in tools:
            call, subagent = self.workbench.call(tool, at, self.at)
            calls.append(call)
            subagents += [subagent] if subagent else []
            self.at = max(self.at, call.ended)
        blocks = ["thinking"] if tokens.thinking else []
        if not tools or chance(dice, _TEXT_SHARE):
            blocks.append("text")
        setting = self.setting
        request_id, answer_id = request_ids(setting.agent, setting.model, dice)
        return Request(
            id=request_id,
            message_id=answer_id,
            model=setting.model,
            at=at,
            duration_ms=duration,
            tokens=tokens,
            blocks=(*blocks, *["tool_use"] * len(calls)),
            tools=tuple(calls),
            retries=retries,
        )

    def _compaction(self) -> Request:
        duration = self._dice.randint(9_000, 40_000)
        self.at += duration
        return Request(
            id=token(self._dice, "req_011C", 20),
            message_id=token(self._dice, "msg_01"),
            model=self.setting.model,
            at=self.at,
            duration_ms=duration,
            tokens=self._context.compact(),
            blocks=(),
            tools=(),
            kind="compact",
        )

    def _routing(self) -> Request:
        """Return the request by which Gemini CLI lets a small model choose a large one."""
        dice, setting = self._dice, self.setting
        model = CLIENTS[setting.agent].small_model
        duration = dice.randint(300, 1_500)
        self.at += duration
        request_id, answer_id = request_ids(setting.agent, model, dice)
        return Request(
            id=request_id,
            message_id=answer_id,
            model=model,
            at=self.at,
            duration_ms=duration,
            tokens=Tokens(dice.randint(700, 1_900), 0, 0, 0, dice.randint(12, 40), 0),
            blocks=(),
            tools=(),
            kind="utility",
        )

    def _failure(self) -> Failure:
        attempts = self._dice.randint(3, 10)
        self.at += attempts * 4_000
        status = self._dice.choice((529, 529, 500, 429))
        return Failure(
            token(self._dice, "req_011C", 20), self.setting.model, self.at, attempts, status
        )
