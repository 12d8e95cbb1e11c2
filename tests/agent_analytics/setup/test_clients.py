import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from agent_analytics.errors import SetupError
from agent_analytics.setup import claude_code, claude_hooks, codex, copilot_cli, gemini_cli
from agent_analytics.setup.clients import CLIENTS, planned
from agent_analytics.setup.files import Journal
from agent_analytics.setup.wish import Wish


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """Return what a plain set-up of an empty home asks."""
    (tmp_path / ".bashrc").write_text("export A=1")
    return Wish(home=tmp_path, hook_spool=tmp_path / "spool")


@pytest.mark.parametrize("name", CLIENTS)
def test_second_set_up_changes_nothing(name: str, wish: Wish) -> None:
    """What was applied is what is asked for, so nothing is left to do."""
    changes, _ = planned(wish, [name])
    assert changes
    Journal(wish.home / "state").apply(changes)
    assert planned(wish, [name]) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"env": null}',
        '{"hooks": []}',
        '{"hooks": {"Stop": "x"}}',
        '{"a":' * 3000 + "1" + "}" * 3000,
    ],
)
def test_settings_of_another_shape_are_named(content: str, wish: Wish) -> None:
    """The file that cannot be changed is in the message, and what to do with it."""
    path = claude_code.settings_file(wish)
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(SetupError, match=r"settings\.json cannot be read .*mend it"):
        claude_code.changes(wish)


@pytest.mark.parametrize("name", CLIENTS)
def test_tier_1_asks_no_client_for_text(name: str, wish: Wish) -> None:
    """Prompts and tool parameters are asked for from tier 2 on."""
    asked = {tier: planned(replace(wish, tier=tier), [name])[0][0].after for tier in (1, 2)}
    assert asked[1] != asked[2]
    words = asked[1].decode()
    assert not any(word in words for word in ("LOG_", "CAPTURE", "prompt = true", 'Prompts": true'))


def test_claude_code_sends_telemetry_and_hooks(wish: Wish) -> None:
    """Telemetry is on, goes here, and every listed event is reported once."""
    ((change,), _) = claude_code.changes(replace(wish, team="payments", key="k" * 9))
    settings = json.loads(change.after)
    assert settings["env"]["CLAUDE_CODE_ENABLE_TELEMETRY"] == "1"
    assert settings["env"]["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://127.0.0.1:4318"
    assert settings["env"]["OTEL_RESOURCE_ATTRIBUTES"] == "team=payments"
    assert settings["env"]["OTEL_EXPORTER_OTLP_HEADERS"] == "Authorization=Bearer kkkkkkkkk"
    assert set(settings["hooks"]) == set(claude_hooks.EVENTS)
    assert change.is_private


def test_hooks_of_others_stay(wish: Wish) -> None:
    """Ours comes after what somebody has there already."""
    path = claude_code.settings_file(wish)
    path.parent.mkdir()
    theirs = {"hooks": [{"type": "command", "command": "say done"}]}
    path.write_text(json.dumps({"hooks": {"Stop": [theirs]}}))
    ((change,), _) = claude_code.changes(wish)
    assert json.loads(change.after)["hooks"]["Stop"][0] == theirs


@pytest.mark.parametrize(
    ("shell", "file", "line"),
    [
        ("/bin/zsh", ".zshrc", "export COPILOT_OTEL_ENABLED=true"),
        ("/usr/bin/bash", ".bashrc", "export COPILOT_OTEL_ENABLED=true"),
        ("", ".profile", "export COPILOT_OTEL_ENABLED=true"),
        (
            "/usr/bin/fish",
            ".config/fish/conf.d/agent-analytics.fish",
            "set -gx COPILOT_OTEL_ENABLED true",
        ),
    ],
)
def test_a_home_without_start_up_files_is_given_one(
    shell: str, file: str, line: str, wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise nothing would be set up, and nobody would say so; it goes with the set-up."""
    monkeypatch.setenv("SHELL", shell)
    (wish.home / ".bashrc").unlink()
    if shell.endswith("fish"):
        (wish.home / ".config" / "fish").mkdir(parents=True)
    before = sorted(wish.home.rglob("*"))
    journal = Journal(wish.home.with_name("state"))
    journal.apply(copilot_cli.changes(wish)[0])
    assert line in (wish.home / file).read_text().splitlines()
    journal.undo()
    assert sorted(wish.home.rglob("*")) == before


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_an_editors_marks_and_comments_stay(wish: Wish, mark: bytes) -> None:
    """A file with a byte order mark, Windows line ends, comments and trailing commas is changed in place."""
    path = claude_code.settings_file(wish)
    path.parent.mkdir()
    path.write_bytes(mark + b'{\r\n  // mine\r\n  "model": "opus",\r\n}\r\n')
    ((change,), _) = claude_code.changes(wish)
    assert change.after.startswith(mark + b'{\r\n  // mine\r\n  "model": "opus",')
    assert change.after.count(b"\xef\xbb\xbf") == len(mark) // 3
    path.write_bytes(change.after)
    assert not any(again.is_needed for again in claude_code.changes(wish)[0])


def test_setting_that_points_elsewhere_is_left_and_named(wish: Wish) -> None:
    """Somebody else's collector is not cut off unless asked."""
    path = claude_code.settings_file(wish)
    path.parent.mkdir()
    path.write_text('{"env": {"OTEL_EXPORTER_OTLP_ENDPOINT": "https://otel.example"}}')
    ((change,), (conflict,)) = claude_code.changes(wish)
    assert b"https://otel.example" in change.after
    assert conflict.setting == "env.OTEL_EXPORTER_OTLP_ENDPOINT"
    ((change,), conflicts) = claude_code.changes(replace(wish, replace=True))
    assert b"https://otel.example" not in change.after
    assert conflicts == []


def test_retention_is_the_clients_default_until_set(wish: Wish) -> None:
    """Transcripts are deleted after thirty days unless the settings say otherwise."""
    assert claude_code.retention_days(wish.home) == claude_code.DEFAULT_RETENTION_DAYS
    (plan,) = claude_code.changes(wish)[0]
    kept = claude_code.keeping_history(wish, plan)
    Journal(wish.home / "state").apply([kept])
    assert claude_code.retention_days(wish.home) == claude_code.KEPT_DAYS


def test_codex_keeps_comments_and_order(wish: Wish) -> None:
    """Only the table of telemetry is new."""
    path = wish.home / ".codex" / "config.toml"
    path.parent.mkdir()
    text = '# mine\nmodel = "x"  # good\n\n[tui]\ntheme = "dark"\n'
    path.write_text(text)
    ((change,), _) = codex.changes(wish)
    assert change.after.decode().startswith(text)
    otel = tomllib.loads(change.after.decode())["otel"]
    assert otel["exporter"]["otlp-http"]["endpoint"] == "http://127.0.0.1:4318/v1/logs"
    assert otel["log_user_prompt"] is False


def test_gemini_sends_no_prompts_though_its_default_does(wish: Wish) -> None:
    """The client's default would send every prompt."""
    ((change,), _) = gemini_cli.changes(wish)
    assert json.loads(change.after)["telemetry"]["logPrompts"] is False


def test_shell_lines_are_replaced_not_repeated(wish: Wish) -> None:
    """Another address takes the place of the first."""
    journal = Journal(wish.home / "state")
    journal.apply(copilot_cli.changes(wish)[0])
    journal.apply(copilot_cli.changes(replace(wish, http="http://127.0.0.1:9"))[0])
    text = (wish.home / ".bashrc").read_text()
    assert (text.count("COPILOT_OTEL_ENDPOINT"), text.count(">>>")) == (1, 2)
    assert text.startswith("export A=1\n")


@pytest.mark.parametrize(
    ("name", "file", "content"),
    [
        ("claude-code", ".claude/settings.json", b"{"),
        ("gemini-cli", ".gemini/settings.json", b"\xff\xfe"),
        ("codex", ".codex/config.toml", b"[otel"),
    ],
)
def test_broken_settings_are_named_and_not_touched(
    name: str, file: str, content: bytes, wish: Wish
) -> None:
    """The message says which file to mend."""
    path = wish.home / file
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(SetupError, match=path.name):
        planned(wish, [name])
    assert path.read_bytes() == content
