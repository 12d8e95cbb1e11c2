"""Every client that can be set up, by the name that the command line knows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from agent_analytics.setup import claude_code, codex, copilot_cli, gemini_cli
from agent_analytics.setup.files import Change
from agent_analytics.setup.wish import Conflict, Wish


class Client(Protocol):
    """What a module of a client offers."""

    NAME: str

    def is_present(self, home: Path) -> bool:
        """Return whether the client was ever used in a home directory."""

    def changes(self, wish: Wish) -> tuple[list[Change], list[Conflict]]:
        """Return what to change, and what somebody set otherwise."""


CLIENTS: Mapping[str, Client] = {
    "claude-code": claude_code,
    "codex": codex,
    "gemini-cli": gemini_cli,
    "copilot-cli": copilot_cli,
}


def planned(wish: Wish, names: Sequence[str]) -> tuple[list[Change], list[Conflict]]:
    """Return the changes that some clients need, and what was set otherwise by somebody."""
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    for name in names:
        needed, differing = CLIENTS[name].changes(wish)
        changes += [change for change in needed if change.is_needed]
        conflicts += differing
    return changes, conflicts
