import json
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.setup import claude_code, diagnosis
from agent_analytics.setup.files import Journal
from agent_analytics.setup.wish import Wish


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """Return what the installation asks of a home in which Claude Code was used."""
    (tmp_path / ".claude").mkdir()
    return Wish(home=tmp_path)


def _write(wish: Wish, settings: dict[str, Any]) -> None:
    claude_code.settings_file(wish).write_text(json.dumps(settings))


def test_client_that_was_not_set_up_is_a_problem_with_its_command(wish: Wish) -> None:
    """The finding names the command that sets it up."""
    (finding,) = diagnosis.of_clients(wish)
    assert finding.level == "problem"
    assert finding.mend == "agent-analytics init --client claude-code"


def test_client_that_was_set_up_is_fine(wish: Wish) -> None:
    """After the set-up there is nothing to say."""
    Journal(wish.home / "state").apply(claude_code.changes(wish)[0])
    assert [finding.level for finding in diagnosis.of_clients(wish)] == ["ok"]


def test_client_that_sends_elsewhere_is_named(wish: Wish) -> None:
    """Its settings are somebody's, so replacing is offered and not done."""
    Journal(wish.home / "state").apply(claude_code.changes(wish)[0])
    settings = json.loads(claude_code.settings_file(wish).read_text())
    settings["env"]["OTEL_EXPORTER_OTLP_ENDPOINT"] = "https://otel.example"
    _write(wish, settings)
    (finding,) = diagnosis.of_clients(wish)
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in finding.text
    assert finding.mend == "agent-analytics init --client claude-code --replace"


def test_broken_settings_are_a_finding(wish: Wish) -> None:
    """One unreadable file does not end the diagnosis."""
    claude_code.settings_file(wish).write_text("{")
    assert [finding.level for finding in diagnosis.of_clients(wish)] == ["problem"]
    assert list(diagnosis.of_settings_that_cancel(wish, {})) == []


@pytest.mark.parametrize(
    ("settings", "environment", "word"),
    [
        ({}, {"OTEL_SDK_DISABLED": "TRUE"}, "OTEL_SDK_DISABLED"),
        ({"env": {"CLAUDE_CODE_ENABLE_TELEMETRY": "0"}}, {}, "CLAUDE_CODE_ENABLE_TELEMETRY"),
        ({"disableAllHooks": True}, {}, "disableAllHooks"),
        ({"env": {"OTEL_LOG_USER_PROMPTS": "1"}}, {}, "OTEL_LOG_USER_PROMPTS"),
    ],
)
def test_settings_that_undo_the_set_up_are_found(
    settings: dict[str, Any], environment: dict[str, str], word: str, wish: Wish
) -> None:
    """In the settings or in the environment, each is named with what mends it."""
    _write(wish, settings)
    (finding,) = diagnosis.of_settings_that_cancel(wish, environment)
    assert word in finding.text
    assert finding.mend


def test_settings_win_over_the_environment(wish: Wish) -> None:
    """The client reads its own settings last."""
    _write(wish, {"env": {"CLAUDE_CODE_ENABLE_TELEMETRY": "1"}})
    environment = {"CLAUDE_CODE_ENABLE_TELEMETRY": "0"}
    assert list(diagnosis.of_settings_that_cancel(wish, environment)) == []


def test_short_retention_is_noted(wish: Wish) -> None:
    """History is lost where transcripts are deleted before they were loaded."""
    (finding,) = diagnosis.of_history(wish)
    assert "30 days" in finding.text
    _write(wish, {"cleanupPeriodDays": 400})
    assert list(diagnosis.of_history(wish)) == []


@pytest.mark.parametrize(("mode", "level"), [(0o700, "ok"), (0o755, "problem"), (0o710, "problem")])
def test_data_folder_must_be_private(mode: int, level: str, tmp_path: Path) -> None:
    """Marts name people; nobody else on the machine may read them."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    assert [finding.level for finding in diagnosis.of_permissions(folder)] == [level]
