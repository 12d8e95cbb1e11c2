"""What undoes a set-up from outside: each is found and named with what mends it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.setup import claude_code, obstacles
from agent_analytics.setup.files import Journal
from agent_analytics.setup.wish import Wish


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """Return what the installation asks of a home in which Claude Code was used."""
    (tmp_path / ".claude").mkdir()
    return Wish(home=tmp_path)


def _write(wish: Wish, settings: dict[str, Any]) -> None:
    claude_code.settings_file(wish).write_text(json.dumps(settings))


@pytest.mark.parametrize(
    ("settings", "environment", "word"),
    [
        ({}, {"OTEL_SDK_DISABLED": "TRUE"}, "OTEL_SDK_DISABLED"),
        ({"env": {"CLAUDE_CODE_ENABLE_TELEMETRY": "0"}}, {}, "CLAUDE_CODE_ENABLE_TELEMETRY"),
        ({"disableAllHooks": True}, {}, "disableAllHooks"),
        ({"env": {"OTEL_LOG_USER_PROMPTS": "1"}}, {}, "OTEL_LOG_USER_PROMPTS"),
        ({}, {"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "https://o.example"}, "for logs"),
        ({"env": {"OTEL_EXPORTER_OTLP_METRICS_PROTOCOL": "grpc"}}, {}, "for metrics"),
    ],
)
def test_settings_that_undo_the_set_up_are_found(
    settings: dict[str, Any], environment: dict[str, str], word: str, wish: Wish
) -> None:
    """In the settings or in the environment, each is named with what mends it."""
    _write(wish, settings)
    (finding,) = obstacles.of_settings(wish, environment)
    assert word in finding.text
    assert finding.mend


@pytest.mark.parametrize(
    "environment",
    [
        {"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "http://127.0.0.1:4318/v1/logs"},
        {"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://o.example"},
        {"OTEL_SDK_DISABLED": "false", "OTEL_LOG_USER_PROMPTS": "0"},
    ],
)
def test_variables_that_do_no_harm_are_passed_over(environment: dict[str, str], wish: Wish) -> None:
    """One that leads here, one that is empty, one of a signal that is not asked for."""
    assert list(obstacles.of_settings(wish, environment)) == []


def test_settings_win_over_the_environment(wish: Wish) -> None:
    """The client reads its own settings last."""
    _write(wish, {"env": {"CLAUDE_CODE_ENABLE_TELEMETRY": "1"}})
    environment = {"CLAUDE_CODE_ENABLE_TELEMETRY": "0"}
    assert list(obstacles.of_settings(wish, environment)) == []


def test_text_is_no_surplus_where_the_tier_keeps_it(wish: Wish) -> None:
    """From tier 2 on prompts are asked for."""
    environment = {"OTEL_LOG_USER_PROMPTS": "1"}
    assert list(obstacles.of_settings(replace(wish, tier=2), environment)) == []


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"env": {"OTEL_EXPORTER_OTLP_ENDPOINT": "https://o.example"}}, "OTLP_ENDPOINT=https"),
        ({"env": {"CLAUDE_CODE_ENABLE_TELEMETRY": 0}}, "ENABLE_TELEMETRY=0"),
        ({"allowManagedHooksOnly": True}, "no hooks of yours"),
        ({"disableAllHooks": True}, "no hooks of yours"),
    ],
)
def test_managed_settings_that_win_are_found(
    settings: dict[str, Any], word: str, wish: Wish, tmp_path: Path
) -> None:
    """The user cannot overrule an administrator, but can know."""
    Journal(wish.home / "state").apply(claude_code.changes(wish)[0])
    folder = tmp_path / "managed" / "managed-settings.d"
    folder.mkdir(parents=True)
    (folder / "10-telemetry.json").write_text(json.dumps(settings))
    (finding,) = obstacles.of_managed_settings(wish, folder.parent)
    assert (finding.level, word in finding.text) == ("problem", True)
    assert "agent-analytics init" in str(finding.mend)


@pytest.mark.parametrize(
    "settings",
    [
        {"env": {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTHER": "1"}},
        {"env": {"OTEL_RESOURCE_ATTRIBUTES": "team=x"}, "allowManagedHooksOnly": False},
        {"env": "no table"},
    ],
)
def test_managed_settings_that_agree_are_passed_over(
    settings: dict[str, Any], wish: Wish, tmp_path: Path
) -> None:
    """An administrator may have set up the same."""
    Journal(wish.home / "state").apply(claude_code.changes(replace(wish, team="payments"))[0])
    (tmp_path / "managed-settings.json").write_text(json.dumps(settings))
    assert list(obstacles.of_managed_settings(replace(wish, team="payments"), tmp_path)) == []
