"""Settings that undo a set-up: variables that win over it, switches that silence hooks, managed settings.

Claude Code only: the others have one file, which `diagnosis` compares as a whole.

Source: code.claude.com/docs/en/settings and /monitoring-usage; opentelemetry.io, SDK environment variables.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agent_analytics.errors import SetupError
from agent_analytics.setup import claude_code, jsonc
from agent_analytics.setup.files import current
from agent_analytics.setup.finding import Finding
from agent_analytics.setup.wish import Wish

MANAGED_FOLDER = Path(
    "/Library/Application Support/ClaudeCode" if sys.platform == "darwin" else "/etc/claude-code"
)
"""Where an administrator's settings for Claude Code lie; they win over everybody's own."""

_SWITCHED_OFF = {
    "OTEL_SDK_DISABLED": "true",
    "CLAUDE_CODE_ENABLE_TELEMETRY": "0",
    "DISABLE_TELEMETRY": "1",
}
"""Variables whose value turns off what the set-up turned on."""

_OF_ONE_SIGNAL = re.compile(r"OTEL_EXPORTER_OTLP_(LOGS|METRICS)_(ENDPOINT|PROTOCOL|HEADERS)")
"""Variables that win over the general ones, wherever either is set."""

_TELLS_TEXT = ("OTEL_LOG_USER_PROMPTS", "OTEL_LOG_ASSISTANT_RESPONSES", "OTEL_LOG_RAW_API_BODIES")
_SWITCHES = ("disableAllHooks", "allowManagedHooksOnly")


def of_settings(wish: Wish, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield settings and variables that undo the set-up or tell more than the tier keeps."""
    path = claude_code.settings_file(wish)
    settings = settings_in(path)
    variables = {**environment, **_variables(settings)}
    for name, value in _SWITCHED_OFF.items():
        if variables.get(name, "").lower() == value:
            yield Finding("problem", f"{name}={value} turns telemetry off", f"unset {name}")
    for name, value in sorted(variables.items()):
        found = _OF_ONE_SIGNAL.fullmatch(name)
        if found and value and not (found[2] == "ENDPOINT" and value.startswith(wish.http)):
            signal = found[1].lower()
            text = f"{name} is set, and wins for {signal} over what the set-up says"
            yield Finding("problem", text, f"unset {name}")
    for switch in _SWITCHES:
        if settings.get(switch) is True:
            yield Finding("problem", f"{switch} in {path} silences the hooks", f"remove {switch}")
    if wish.tier == 1:
        for name in _TELLS_TEXT:
            if variables.get(name) not in (None, "", "0"):
                yield Finding(
                    "note", f"{name} sends text that tier 1 drops on arrival", f"unset {name}"
                )


def of_managed_settings(wish: Wish, folder: Path = MANAGED_FOLDER) -> Iterator[Finding]:
    """Yield what an administrator's settings change of the set-up; the user cannot overrule them."""
    for path in (
        folder / "managed-settings.json",
        *sorted(folder.glob("managed-settings.d/*.json")),
    ):
        settings = settings_in(path)
        variables = _variables(settings)
        mend = f"ask whoever manages {path} to change it, or send there: agent-analytics init --endpoint"
        asked = claude_code.environment(wish)
        for name in sorted(asked.keys() & variables.keys()):
            if variables[name] != asked[name] and name != "OTEL_RESOURCE_ATTRIBUTES":
                text = f"managed settings say {name}={variables[name]}, and win"
                yield Finding("problem", text, mend)
        if any(settings.get(switch) is True for switch in _SWITCHES):
            yield Finding("problem", f"managed settings in {path} allow no hooks of yours", mend)


def settings_in(path: Path) -> dict[str, Any]:
    """Return the settings in a file; none when there is no such file or it cannot be read."""
    try:
        settings = jsonc.decoded((current(path) or b"").decode("utf-8-sig"))
    except (SetupError, UnicodeDecodeError):
        return {}
    return settings if isinstance(settings, dict) else {}


def _variables(settings: dict[str, Any]) -> dict[str, str]:
    variables = settings.get("env")
    return {k: str(v) for k, v in variables.items()} if isinstance(variables, dict) else {}
