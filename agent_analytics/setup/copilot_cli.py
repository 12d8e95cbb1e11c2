"""GitHub Copilot CLI: variables in the start-up files of the user's shells, which are all it listens to.

Source: docs.github.com, Copilot CLI, "Monitoring with OpenTelemetry".
"""

import os
import shlex
from pathlib import Path

from agent_analytics.setup import marked_block
from agent_analytics.setup.files import Change, current
from agent_analytics.setup.wish import Conflict, Wish

NAME = "GitHub Copilot CLI"
_SHELL_FILES = (".bashrc", ".zshrc", ".profile")
_MADE = {"zsh": ".zshrc", "bash": ".bashrc"}
"""File that is made for a shell where there is none at all."""

_FISH = Path(".config", "fish")
_FISH_FILE = _FISH / "conf.d" / "agent-analytics.fish"
"""fish has words of its own, and a folder whose files are all read."""

_BEGIN = "# >>> agent-analytics: telemetry of GitHub Copilot CLI >>>"
_END = "# <<< agent-analytics <<<"


def is_present(home: Path) -> bool:
    """Return whether the client was ever used in a home directory."""
    return (home / ".copilot").is_dir()


def changes(wish: Wish) -> tuple[list[Change], list[Conflict]]:
    """Return what to change in each shell's start-up file; there is nothing to collide with."""
    has_fish = (wish.home / _FISH).is_dir()
    files = [name for name in _SHELL_FILES if current(wish.home / name) is not None]
    planned = [
        _change(wish, wish.home / name, "export {}={}")
        for name in files or ([] if has_fish else [_made()])
    ]
    if has_fish:
        planned.append(_change(wish, wish.home / _FISH_FILE, "set -gx {} {}"))
    return planned, []


def _made() -> str:
    return _MADE.get(Path(os.environ.get("SHELL", "")).name, ".profile")


def _change(wish: Wish, path: Path, form: str) -> Change:
    before = current(path)
    after = _with_block(before or b"", _block(wish, form))
    return Change(path, before, after, "telemetry of GitHub Copilot CLI", bool(wish.key))


def _block(wish: Wish, form: str) -> bytes:
    variables = {
        "COPILOT_OTEL_ENABLED": "true",
        "COPILOT_OTEL_ENDPOINT": wish.http,
        **({"COPILOT_OTEL_CAPTURE_CONTENT": "true"} if wish.tier > 1 else {}),
        **({"OTEL_EXPORTER_OTLP_HEADERS": wish.headers} if wish.headers else {}),
    }
    lines = [form.format(name, shlex.quote(value)) for name, value in variables.items()]
    return "\n".join([_BEGIN, *lines, _END, ""]).encode()


def _with_block(content: bytes, block: bytes) -> bytes:
    """Return a start-up file with our lines at its end, in place of those of an earlier set-up."""
    if marked_block.is_in(content):
        return marked_block.replaced(content, block)
    return content + (b"" if content.endswith(b"\n") or not content else b"\n") + block
