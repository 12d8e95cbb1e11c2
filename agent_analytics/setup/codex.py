"""Codex: the `[otel]` table of its configuration.

Source: github.com/openai/codex, docs/config.md.
"""

from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from agent_analytics.errors import SetupError
from agent_analytics.setup.files import Change, current
from agent_analytics.setup.wish import Conflict, Wish

NAME = "Codex"


def is_present(home: Path) -> bool:
    """Return whether the client was ever used in a home directory."""
    return (home / ".codex").is_dir()


def changes(wish: Wish) -> tuple[list[Change], list[Conflict]]:
    """Return what to change, and what somebody set otherwise. Raises `SetupError`.

    Only the user's own configuration counts; the client ignores this table in projects.
    """
    path = wish.home / ".codex" / "config.toml"
    before = current(path)
    document = _parsed(path, before)
    conflicts = []
    table: Any = document.setdefault("otel", tomlkit.table())
    for name, value in _wanted(wish).items():
        present = table.get(name)
        if present == value:
            continue
        if present is None or wish.replace:
            table[name] = _written(value)
        else:
            conflicts.append(Conflict(path, f"otel.{name}", str(present), str(value)))
    after = tomlkit.dumps(document).encode()
    return [Change(path, before, after, "telemetry of Codex", bool(wish.key))], conflicts


def _wanted(wish: Wish) -> dict[str, Any]:
    def exporter(signal: str) -> dict[str, Any]:
        there: dict[str, Any] = {"endpoint": f"{wish.http}/v1/{signal}", "protocol": "binary"}
        if wish.key:
            there["headers"] = {"Authorization": f"Bearer {wish.key}"}
        return {"otlp-http": there}

    # Its traces are about a thousand internal spans a second and say nothing that the logs do not.
    return {
        "log_user_prompt": wish.tier > 1,
        "exporter": exporter("logs"),
        "metrics_exporter": exporter("metrics"),
    }


def _parsed(path: Path, content: bytes | None) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse((content or b"").decode("utf-8"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read as TOML ({error}); mend it, then run the command again"
        raise SetupError(message) from None


def _written(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    table = tomlkit.inline_table()
    for name, inner in value.items():
        table[name] = _written(inner)
    return table
