import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.setup import claude_code, diagnosis, hook
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
    assert list(diagnosis.of_history(wish)) == []


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
    assert [finding.level for finding in diagnosis.of_folder(folder)] == [level]


def test_data_folder_that_cannot_be_written_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-only for this user, whom the system asks; the administrator may write anywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    (finding,) = diagnosis.of_folder(tmp_path)
    assert (finding.level, finding.mend) == ("problem", f"chmod u+rwx {tmp_path}")


def test_data_folder_that_is_a_file_is_found(tmp_path: Path) -> None:
    """Nothing could be stored below it."""
    (tmp_path / "my data").write_text("")
    (finding,) = diagnosis.of_folder(tmp_path / "my data")
    assert str(finding.mend).startswith("mv '")


def test_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a limit, before the receiver has to refuse."""
    usage = shutil.disk_usage(tmp_path)
    tmp_path.chmod(0o700)
    for free, levels in ((2**28, ["ok"]), (2**28 - 1, ["ok", "problem"])):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        assert [finding.level for finding in diagnosis.of_folder(tmp_path)] == levels


@pytest.fixture
def hooked(wish: Wish) -> Wish:
    """Return a wish whose command hooks are set up."""
    spool = wish.home / "spool"
    spool.mkdir()
    wish = replace(wish, hook_spool=spool)
    Journal(wish.home / "state").apply(claude_code.changes(wish)[0])
    return wish


def test_hooks_that_report_are_fine(hooked: Wish) -> None:
    """With hooks or without, the client is set up."""
    assert [found.level for found in diagnosis.of_hooks(hooked, None)] == ["ok"]
    assert [found.level for found in diagnosis.of_clients(replace(hooked, has_hooks=False))] == [
        "ok"
    ]


def test_hooks_that_were_removed_are_noted(wish: Wish) -> None:
    """Telemetry without hooks is a choice, not a fault."""
    assert [finding.level for finding in diagnosis.of_hooks(wish, None)] == ["note"]


def test_row_48_hook_whose_program_is_gone_is_found(hooked: Wish) -> None:
    """The agent does not notice, so somebody else must say so."""
    path = claude_code.settings_file(hooked)
    path.write_text(
        path.read_text()
        .replace("/setup/hook.py", "/setup/hook.py ")
        .replace(f"{hook.__file__} ", "/gone/agent_analytics/setup/hook.py ")
    )
    (finding,) = diagnosis.of_hooks(hooked, None)
    assert (finding.level, "/gone/" in finding.text) == ("problem", True)
    assert finding.mend == "agent-analytics init --client claude-code"


def test_row_47_hooks_without_a_folder_are_found(hooked: Wish) -> None:
    """Events are lost in silence; the set-up makes the folder anew."""
    assert hooked.hook_spool
    hooked.hook_spool.rmdir()
    (finding,) = diagnosis.of_hooks(hooked, None)
    assert (finding.level, "cannot append" in finding.text) == ("problem", True)


@pytest.mark.parametrize(
    ("version", "level"), [((1, 0, 37), "problem"), ((1, 0, 38), "ok"), (None, "ok")]
)
def test_client_too_old_for_its_hooks_is_found(
    version: tuple[int, ...] | None, level: str, hooked: Wish
) -> None:
    """It was set back to an older version after the set-up."""
    assert [finding.level for finding in diagnosis.of_hooks(hooked, version)] == [level]


def test_git_hook_that_another_tool_replaced_is_found(tmp_path: Path) -> None:
    """Tools that manage hooks write them anew; the finding names the repository."""
    hook_file = tmp_path / "shop" / ".git" / "hooks" / "post-commit"
    hook_file.parent.mkdir(parents=True)
    hook_file.write_bytes(
        b"#!/bin/sh\n# >>> agent-analytics: tells of each commit, in the background >>>\n"
        b"# <<< agent-analytics <<<\n"
    )
    assert [finding.level for finding in diagnosis.of_git_hooks([hook_file])] == ["ok"]
    hook_file.write_text("#!/bin/sh\n")
    (finding,) = diagnosis.of_git_hooks([hook_file, tmp_path / "settings.json"])
    assert finding.mend == f"agent-analytics init --git {tmp_path / 'shop'}"
