import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from agent_analytics.cli import group
from agent_analytics.setup import delivery


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home directory in which Claude Code was used, and nothing else."""
    home = tmp_path / "home"
    (home / ".claude").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AGENT_ANALYTICS_DATA_DIR", str(tmp_path / "data"))
    return home


def _run(*arguments: str, answer: str = "") -> str:
    result = CliRunner().invoke(group, arguments, input=answer, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_home_is_byte_identical_after_uninstall(home: Path) -> None:
    """Setting up and undoing leaves nothing behind."""
    _run("init", "--yes")
    assert (home / ".claude" / "settings.json").exists()
    _run("uninstall", "--yes")
    assert [path.name for path in home.rglob("*")] == [".claude"]


def test_settings_that_the_agent_changed_since_keep_that(home: Path) -> None:
    """Claude Code notes permissions in the same file; `uninstall` says that they were kept."""
    path = home / ".claude" / "settings.json"
    before = {"model": "opus"}
    path.write_text(json.dumps(before))
    _run("init", "--yes")
    theirs = {"permissions": {"allow": ["Bash(git:*)"]}}
    path.write_text(json.dumps(json.loads(path.read_text()) | theirs, indent=2))
    said = _run("uninstall", "--yes")
    assert f"that was kept, and what `init` put there taken out: {path}" in said
    assert json.loads(path.read_text()) == before | theirs


def test_dry_run_writes_nothing(home: Path) -> None:
    """The change is shown and not made."""
    output = _run("init", "--dry-run", "--no-keep-history")
    assert "+" in output
    assert "Nothing was written" in output
    assert not list((home / ".claude").iterdir())


def test_wizard_asks_before_it_writes(home: Path) -> None:
    """Two questions, two answers: history and the change itself."""
    output = _run("init", answer="y\ny\n")
    settings = json.loads((home / ".claude" / "settings.json").read_text())
    assert settings["cleanupPeriodDays"] == 400
    assert "Changed 1 files" in output


def test_key_is_not_shown(home: Path) -> None:
    """The diff goes to a terminal that others may see."""
    output = _run("init", "--yes", "--api-key", "aa_very_secret_key")
    assert "aa_very_secret_key" not in output
    assert (home / ".claude" / "settings.json").stat().st_mode & 0o077 == 0


def test_second_init_says_that_nothing_is_to_do(home: Path) -> None:
    """Running it again is harmless."""
    _run("init", "--yes", "--no-keep-history")
    assert "nothing to change" in _run("init", "--yes", "--no-keep-history")


def test_no_agent_found_says_how_to_name_one(home: Path) -> None:
    """An empty home is no error."""
    (home / ".claude").rmdir()
    assert "--client" in _run("init", "--yes")
    assert "nothing to undo" in _run("uninstall")


def test_hooks_are_appended_where_they_are_loaded(home: Path, tmp_path: Path) -> None:
    """The folder is made for its owner alone, and nothing of it is left in the home."""
    _run("init", "--yes")
    settings = json.loads((home / ".claude" / "settings.json").read_text())
    assert settings["hooks"]["Stop"][0]["hooks"][0]["type"] == "command"
    spool = tmp_path / "data" / "spool" / "hooks"
    assert spool.stat().st_mode & 0o777 == 0o700
    _run("uninstall", "--yes")
    assert [path.name for path in home.rglob("*")] == [".claude"]


def test_hooks_for_a_receiver_elsewhere_know_where_to_deliver(home: Path, tmp_path: Path) -> None:
    """The key is shown to nobody, kept for the owner alone, and gone afterwards."""
    output = _run("init", "--yes", "--endpoint", "https://telemetry.example", "--api-key", "k3y")
    outbox = tmp_path / "data" / "spool" / "outbox"
    receiver = outbox / delivery.RECEIVER
    assert "k3y" not in output
    assert receiver.read_text() == "https://telemetry.example\nk3y\n"
    assert receiver.stat().st_mode & 0o777 == 0o600
    hooks = json.loads((home / ".claude" / "settings.json").read_text())["hooks"]
    assert str(outbox) in hooks["Stop"][0]["hooks"][0]["command"]
    _run("uninstall", "--yes")
    assert not receiver.exists()


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "ftp://otel.example",
        "http://",
        "http://a:99999",
        "https://a?key=b",
        "http://a b",
        "",
    ],
)
@pytest.mark.parametrize("command", ["init", "doctor"])
def test_what_is_no_address_is_refused(command: str, address: str, home: Path) -> None:
    """Otherwise every agent would send into the void, and nobody would know."""
    result = CliRunner().invoke(group, [command, "--endpoint", address])
    assert (result.exit_code, "is no address" in result.output) == (2, True)
    assert not list((home / ".claude").iterdir())


def test_hooks_can_be_left_out(home: Path) -> None:
    """Telemetry alone is a set-up, too."""
    _run("init", "--yes", "--hooks", "none")
    assert "hooks" not in json.loads((home / ".claude" / "settings.json").read_text())


def test_commits_of_a_repository_are_told_unless_it_is_read_anyway(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook is put in one that is not listed as a source, and taken out again."""
    listed, other = tmp_path / "listed", tmp_path / "other"
    for repository in (listed, other):
        subprocess.run(["git", "init", "-q", str(repository)], check=True)
    monkeypatch.setenv("AGENT_ANALYTICS_SOURCES__GIT__REPOSITORIES", str(tmp_path / "l*"))
    before = sorted(other.rglob("*"))
    output = _run("init", "--yes", "--git", str(listed), "--git", str(other))
    assert f"{listed} is listed under sources.git" in output
    assert (other / ".git" / "hooks" / "post-commit").exists()
    assert not (listed / ".git" / "hooks" / "post-commit").exists()
    _run("uninstall", "--yes")
    assert sorted(other.rglob("*")) == before
