"""Gemini CLI: the `telemetry` object of its settings.

Source: github.com/google-gemini/gemini-cli, docs/cli/telemetry.md.
"""

from pathlib import Path

from agent_analytics.setup.files import Change, current
from agent_analytics.setup.settings_text import SettingsText
from agent_analytics.setup.wish import Conflict, Wish

NAME = "Gemini CLI"


def is_present(home: Path) -> bool:
    """Return whether the client was ever used in a home directory."""
    return (home / ".gemini").is_dir()


def changes(wish: Wish) -> tuple[list[Change], list[Conflict]]:
    """Return what to change, and what somebody set otherwise. Raises `SetupError`."""
    path = (wish.project or wish.home) / ".gemini" / "settings.json"
    before = current(path)
    text = SettingsText(path, before, replaces=wish.replace)
    wanted = {
        "enabled": True,
        "target": "local",
        "otlpProtocol": "http",
        "otlpEndpoint": wish.http,
        # The client's own default is to send every prompt.
        "logPrompts": wish.tier > 1,
    }
    for name, value in wanted.items():
        text.set(("telemetry", name), value)
    return [Change(path, before, text.encoded(), "telemetry of Gemini CLI")], text.conflicts
