"""The coding agents in use beside Claude Code: their versions, models and the look of their identifiers.

Data and small choices only. What they write to disk and send is in `wire`, who uses them in `company`.
"""

from dataclasses import dataclass
from typing import Literal

from ingestion.sample.dice import Dice, hexadecimal, token, uuid

Agent = Literal["claude_code", "codex", "gemini_cli", "copilot_cli", "opencode", "litellm"]
Cache = Literal["lifetimes", "automatic", "untold"]
"""How a client's prompt cache is told: writes by lifetime, reads only, or writes without a lifetime."""

CLAUDE_CODE: Agent = "claude_code"
_CALL_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Client:
    """One agent as this company runs it. `small_model` serves its sub-agents and utility requests."""

    agent: Agent
    version: str
    models: tuple[str, ...]
    small_model: str
    trailer: str | None
    note_tool: str
    call_prefix: str
    system_tokens: int = 9_000
    delegates: bool = False


CLIENTS = {
    client.agent: client
    for client in (
        Client(
            agent="codex",
            version="0.169.0",
            models=("gpt-5.5", "gpt-5.6-sol"),
            small_model="gpt-5.4-mini",
            trailer="Codex <noreply@openai.com>",
            note_tool="codex",
            call_prefix="call_",
            delegates=True,
        ),
        Client(
            agent="gemini_cli",
            version="0.61.0",
            models=("gemini-2.5-pro", "gemini-3.8-flash"),
            small_model="gemini-2.5-flash-lite",
            trailer=None,
            note_tool="gemini",
            call_prefix="run__",
            system_tokens=12_300,
        ),
        Client(
            agent="copilot_cli",
            version="1.0.102",
            models=("claude-sonnet-4.5", "gpt-5.4-mini"),
            small_model="gpt-5.4-mini",
            trailer="Copilot <223556219+Copilot@users.noreply.github.com>",
            note_tool="copilot",
            call_prefix="toolu_01",
            system_tokens=12_400,
            delegates=True,
        ),
        Client(
            agent="opencode",
            version="1.18.33",
            models=("claude-sonnet-5-5",),
            small_model="claude-haiku-4-5",
            trailer=None,
            note_tool="opencode",
            call_prefix="call_",
        ),
        Client(
            agent="litellm",
            version="0.28.1",
            models=("gpt-5.6-luna",),
            small_model="gpt-5.6-luna",
            trailer=None,
            note_tool="script",
            call_prefix="call_",
            system_tokens=1_100,
        ),
    )
}


def maker_of(model: str) -> str:
    """Return the company that makes a model of these clients."""
    makers = {"claude": "anthropic", "gemini": "google", "gpt": "openai"}
    return makers[model.partition("-")[0]]


def cache_of(agent: Agent, model: str) -> Cache:
    """Return how a request's cache tokens are told: only Claude's models report what they write."""
    if agent == CLAUDE_CODE:
        return "lifetimes"
    return "untold" if model.startswith("claude") else "automatic"


def request_ids(agent: Agent, model: str, dice: Dice) -> tuple[str, str]:
    """Return the id of a request and that of its answer; only Claude Code knows two."""
    if agent == CLAUDE_CODE:
        return token(dice, "req_011C", 20), token(dice, "msg_01")
    return (_answer_id(agent, model, dice),) * 2


def tool_call_id(agent: Agent, dice: Dice) -> str:
    """Return the id of a tool call."""
    if agent == CLAUDE_CODE:
        return token(dice, "toolu_01")
    return token(dice, CLIENTS[agent].call_prefix, _CALL_DIGITS)


def _answer_id(agent: Agent, model: str, dice: Dice) -> str:
    if agent == "gemini_cli":
        return uuid(dice)
    if agent == "opencode":
        return f"msg_{hexadecimal(dice, 24)}"
    if agent == "litellm":
        return f"chatcmpl-{uuid(dice)}"
    return token(dice, "msg_01") if model.startswith("claude") else token(dice, "resp_", 48)
