"""Tool calls of one conversation, with the edits and commits that come out of them.

Holds the uncommitted edits. Which tools a prompt needs is decided in `conversation`.
"""

from ingestion.sample.activity import Commit, CommitKind, Edit, Request, Subagent, ToolCall
from ingestion.sample.agents import CLAUDE_CODE, CLIENTS, cache_of, request_ids, tool_call_id
from ingestion.sample.catalog import display_name, small_model
from ingestion.sample.commits import author_email, new_edit, subject
from ingestion.sample.context import subagent_request, told
from ingestion.sample.dice import Dice, chance, hexadecimal, lognormal
from ingestion.sample.setting import Setting
from ingestion.sample.vocabulary import CANARIES, COMMANDS, NOUNS

_TRAILER_SHARE = 0.88
_HAND_TRAILER_SHARE = 0.1
_LEFT_FOR_HAND_SHARE = 0.65
_REJECT_SHARE = 0.025
_FAIL_SHARE = 0.07
_EARLY_SHARE = 0.1
_CANARY_SHARE = 0.05
_READING = ("Read", "Grep", "Glob")
_EDITING = ("Edit", "Write")
_COMMITTING = ("commit", "amend")


class Workbench:
    """The files a conversation has open: what was edited, and what was committed."""

    def __init__(self, setting: Setting, dice: Dice) -> None:
        self.commits: list[Commit] = []
        self._setting, self._dice = setting, dice
        self._small = (
            small_model(setting.company, setting.day)
            if setting.agent == CLAUDE_CODE
            else CLIENTS[setting.agent].small_model
        )
        self._pending: list[Edit] = []
        self._edits = 0

    def call(self, tool: str, answered: int, free: int) -> tuple[ToolCall, Subagent | None]:
        """Return a tool call and the subagent it started, if any.

        `answered` is when the answer that asks for it was complete, `free` when the call before it ended.
        """
        dice = self._dice
        call_id = tool_call_id(self._setting.agent, dice)
        duration = lognormal(dice, 2_600 if tool == "Bash" else 350, 1.0, low=3, high=120_000)
        if tool in _READING and chance(dice, _EARLY_SHARE):
            return self._plain(tool, call_id, answered - 900, answered - 150), None
        started = max(answered, free) + dice.randint(15, 2_500)
        ended = started + duration
        if tool == "Agent":
            subagent = self._subagent(call_id, started)
            ended = subagent.requests[-1].at + 40
            call = ToolCall(call_id, tool, started, ended, True, True, "config", agent=subagent.id)
            return call, subagent
        if tool in _COMMITTING:
            if self._pending:
                return self._committing(call_id, started, ended, amend=tool == "amend"), None
            tool = "Bash"
        return self._plain(tool, call_id, started, ended), None

    def commit_by_hand(self, at: int) -> None:
        """Let a person commit, most of the time, what the agent edited and left uncommitted."""
        if not self._pending or not chance(self._dice, _LEFT_FOR_HAND_SHARE):
            return
        later = at + self._dice.randint(60_000, 2_400_000)
        self._commit("after", later, self._trailer(_HAND_TRAILER_SHARE))

    def _plain(self, tool: str, call_id: str, started: int, ended: int) -> ToolCall:
        """Return a call that reads, edits or runs something, or was refused."""
        dice = self._dice
        command = self._command() if tool == "Bash" else None
        if chance(dice, _REJECT_SHARE):
            refused_by = dice.choice(("user_reject", "config", "hook"))
            return ToolCall(
                call_id, tool, started, ended, False, False, refused_by, command=command
            )
        edit = self._edit(creates=tool == "Write") if tool in _EDITING else None
        success = edit is not None or not chance(dice, _FAIL_SHARE)
        source = dice.choice(("config", "config", "user_temporary", "user_permanent"))
        return ToolCall(call_id, tool, started, ended, success, True, source, edit, command)

    def _edit(self, *, creates: bool) -> Edit:
        self._edits += 1
        key = f"{self._setting.session_id}:edit{self._edits}"
        edit = new_edit(self._dice, self._setting.person, key, creates=creates)
        self._pending.append(edit)
        return edit

    def _command(self) -> str:
        dice = self._dice
        command = dice.choice(COMMANDS).format(noun=dice.choice(NOUNS))
        return f"{command} # {CANARIES['command']}" if chance(dice, _CANARY_SHARE) else command

    def _subagent(self, tool_use_id: str, started: int) -> Subagent:
        dice, agent = self._dice, self._setting.agent
        agent_id = "a" + hexadecimal(dice, 16)
        kind = dice.choice(("general-purpose", "Explore", "checker"))
        requests: list[Request] = []
        size, at = 0, started
        for number in reversed(range(dice.randint(2, 6))):
            duration = lognormal(dice, 3_000, 0.5, low=600, high=20_000)
            at += duration
            tokens = subagent_request(dice, len(requests), size)
            size = tokens.read + tokens.write
            calls = (self.call(dice.choice(_READING), at, at)[0],) if number else ()
            request_id, answer_id = request_ids(agent, self._small, dice)
            requests.append(
                Request(
                    id=request_id,
                    message_id=answer_id,
                    model=self._small,
                    at=at,
                    duration_ms=duration,
                    tokens=told(tokens, cache_of(agent, self._small)),
                    blocks=("tool_use",) if calls else ("text",),
                    tools=calls,
                    kind="subagent",
                    agent=agent_id,
                )
            )
            at = max([at] + [call.ended for call in calls])
        return Subagent(agent_id, kind, tool_use_id, self._small, tuple(requests))

    def _committing(self, call_id: str, started: int, ended: int, *, amend: bool) -> ToolCall:
        """Return the Bash call that commits; the commit's time is that of the call's end."""
        amends = amend and bool(self.commits) and self.commits[-1].kind == "agent"
        kind: CommitKind = "amend" if amends else "agent"
        commit = self._commit(kind, ended, self._trailer(_TRAILER_SHARE))
        flag = " --amend" if amends else ""
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

    def _trailer(self, share: float) -> str | None:
        if not chance(self._dice, share):
            return None
        setting = self._setting
        if setting.agent == CLAUDE_CODE:
            return f"{display_name(setting.model)} <noreply@anthropic.com>"
        return CLIENTS[setting.agent].trailer

    def _commit(self, kind: CommitKind, at: int, trailer: str | None) -> Commit:
        setting = self._setting
        replaced = self.commits[-1] if kind == "amend" else None
        edits = (*(replaced.edits if replaced else ()), *self._pending)
        self._pending = []
        commit = Commit(
            key=f"{setting.session_id}:{len(self.commits)}",
            at=at,
            login=setting.person.login,
            email=author_email(setting.person, setting.repository, at, self._dice),
            repository=setting.repository,
            branch=setting.branch,
            kind=kind,
            subject=subject(self._dice),
            edits=edits,
            sessions=(setting.session_id,),
            trailer=trailer,
            replaces=replaced.key if replaced else None,
            agent=setting.agent,
        )
        self.commits.append(commit)
        return commit
