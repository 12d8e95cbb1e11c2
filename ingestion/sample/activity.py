"""What happened: sessions, prompts, requests, tool calls, edits and commits, before any format.

These values are the truth that the writers in `wire` put into files and `truth` adds up. Instants are
milliseconds since 1970 UTC; nothing here knows JSON, OTLP or git.
"""

from dataclasses import dataclass
from typing import Literal

from ingestion.sample.agents import CLAUDE_CODE, Agent
from ingestion.sample.catalog import Tokens

_FIRST_TYPED_PATCH = 122
_HOOKS_EVERY = 5

StartType = Literal["fresh", "resume", "continue"]
CommitKind = Literal["agent", "amend", "after", "human", "rename"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines put into one file by one Edit or Write call, or by a person."""

    key: str
    path: str
    added: tuple[str, ...]
    creates: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """One `git commit`; `replaces` is the key of the commit an amend makes unreachable.

    `trailer` is the name and address of the agent that the message credits.
    """

    key: str
    at: int
    login: str
    email: str
    repository: str
    branch: str
    kind: CommitKind
    subject: str
    edits: tuple[Edit, ...]
    sessions: tuple[str, ...]
    trailer: str | None = None
    replaces: str | None = None
    renames: tuple[str, str] | None = None
    agent: Agent = CLAUDE_CODE


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One tool call; it may end before the answer that asked for it was complete."""

    id: str
    name: str
    started: int
    ended: int
    success: bool
    accepted: bool
    source: str
    edit: Edit | None = None
    command: str | None = None
    commit: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One model request that was answered; `at` is when the answer was complete."""

    id: str
    message_id: str
    model: str
    at: int
    duration_ms: int
    tokens: Tokens
    blocks: tuple[str, ...]
    tools: tuple[ToolCall, ...]
    kind: Literal["main", "subagent", "compact", "utility"] = "main"
    agent: str | None = None
    retries: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that failed for good after `attempts` tries; it has no usage."""

    id: str
    model: str
    at: int
    attempts: int
    status: int


@dataclass(frozen=True, slots=True)
class Subagent:
    """An agent started by a tool call, with its own requests, in order."""

    id: str
    kind: str
    tool_use_id: str
    model: str
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message of a person and everything the agent did about it, in order."""

    id: str
    uuid: str
    at: int
    text: str
    steps: tuple[Request | Failure, ...]
    subagents: tuple[Subagent, ...]

    @property
    def ended(self) -> int:
        """When the last step of the prompt was over."""
        return max([self.at] + [_end(step) for step in self.steps])

    def requests(self) -> tuple[Request, ...]:
        """Return the answered requests of the prompt, those of its subagents last."""
        main = tuple(step for step in self.steps if isinstance(step, Request))
        return main + tuple(request for agent in self.subagents for request in agent.requests)


@dataclass(frozen=True, slots=True)
class Run:
    """One process of the client; `phantom` is the throw-away session id of a `--continue`."""

    started: int
    start_type: StartType
    prompts: tuple[Prompt, ...]
    phantom: str | None = None
    killed: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation under one id, with the settings of the client that held it.

    `spawned_by` is the session whose sub-agent it is, where sub-agents are sessions of their own.
    """

    id: str
    login: str
    ordinal: int
    repository: str
    branch: str
    version: str
    runs: tuple[Run, ...]
    commits: tuple[Commit, ...]
    transcript: bool
    telemetry: bool
    fork_of: str | None = None
    fork_is_old_style: bool = False
    agent: Agent = CLAUDE_CODE
    spawned_by: str | None = None

    @property
    def started(self) -> int:
        """When the first prompt was sent."""
        return self.runs[0].prompts[0].at

    @property
    def ended(self) -> int:
        """When the last prompt was answered."""
        return max(prompt.ended for prompt in self.prompts())

    def prompts(self) -> tuple[Prompt, ...]:
        """Return the prompts of all runs, in order."""
        return tuple(prompt for run in self.runs for prompt in run.prompts)

    def has_hooks(self) -> bool:
        """Return whether the session ran with a hook of its owner's."""
        return self.ordinal % _HOOKS_EVERY == 0

    def is_old_client(self) -> bool:
        """Return whether the client is one that wrote numbers as strings and growing usage."""
        return (
            self.agent == CLAUDE_CODE and int(self.version.rpartition(".")[2]) < _FIRST_TYPED_PATCH
        )


def _end(step: Request | Failure) -> int:
    if isinstance(step, Failure):
        return step.at
    return max([step.at] + [call.ended for call in step.tools])
