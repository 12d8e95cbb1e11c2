"""Claude Code's hooks: each event is reported, and none can disturb the agent."""

import json
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.setup import claude_code, claude_hooks
from agent_analytics.setup.wish import Wish

SHELLS = [shell for shell in ("/bin/sh", "/bin/bash", "/bin/zsh") if Path(shell).exists()]
SLOW_SECONDS = 2
EVENT = b'{"hook_event_name":"Stop","session_id":"s"}'


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """Return what a plain set-up asks, with a folder for command hooks."""
    folder = tmp_path / "a spool's folder"
    folder.mkdir()
    return Wish(home=tmp_path, hook_spool=folder)


def _settings(wish: Wish) -> dict[str, Any]:
    ((change,), _) = claude_code.changes(wish)
    change.path.parent.mkdir(exist_ok=True)
    change.path.write_bytes(change.after)
    settings: dict[str, Any] = json.loads(change.after)
    return settings


def _kinds(settings: dict[str, Any]) -> dict[str, list[str]]:
    return {
        event: [hook["type"] for group in groups for hook in group["hooks"]]
        for event, groups in settings.get("hooks", {}).items()
    }


def _lines(folder: Path) -> list[str]:
    return [line for file in folder.iterdir() for line in file.read_text().splitlines() if line]


def test_every_event_has_a_command_and_none_is_posted(wish: Wish) -> None:
    """The client would wait for an answer, and tell its user of a receiver that is down."""
    assert _kinds(_settings(wish)) == dict.fromkeys(claude_hooks.EVENTS, ["command"])


def test_without_a_folder_there_is_no_hook(wish: Wish) -> None:
    """Nobody would ever load what a command appended."""
    assert _kinds(_settings(replace(wish, hook_spool=None))) == {}


@pytest.mark.parametrize("has_hooks", [True, False])
def test_hooks_in_the_settings_are_known(has_hooks: bool, wish: Wish) -> None:
    """What was set up is recognised, whatever it was."""
    assert claude_hooks.reports_in(_settings(replace(wish, has_hooks=has_hooks))) is has_hooks


def test_a_posted_hook_is_no_command() -> None:
    """The client waits for it: no set-up of now would have made it."""
    posted = {"type": "http", "url": f"http://127.0.0.1{claude_hooks.PATH}"}
    assert not claude_hooks.reports_in({"hooks": {"Stop": [{"hooks": [posted]}]}})


@pytest.mark.parametrize(
    "settings", [{}, {"hooks": []}, {"hooks": {"Stop": "x"}}, {"hooks": {"Stop": [1]}}]
)
def test_settings_of_any_shape_have_no_hook_of_ours(settings: dict[str, Any]) -> None:
    """What somebody wrote there is not ours, and no error."""
    assert not claude_hooks.reports_in(settings)


def test_another_set_up_leaves_one_hook_an_event_and_those_of_others(wish: Wish) -> None:
    """The hook of an earlier set-up goes, posted or not; what somebody added stays."""
    theirs = {"type": "command", "command": "say done"}
    posted = {"type": "http", "url": f"https://telemetry.example{claude_hooks.PATH}"}
    settings = _settings(wish)
    settings["hooks"]["Stop"] = [{"hooks": [theirs, posted]}]
    claude_code.settings_file(wish).write_text(json.dumps(settings))
    assert _kinds(_settings(wish))["Stop"] == ["command", "command"]
    after = _settings(replace(wish, has_hooks=False))
    assert after["hooks"].pop("Stop") == [{"hooks": [theirs]}]
    assert not any(after["hooks"].values())


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("waits", [True, False])
def test_the_command_appends_in_silence(shell: str, waits: bool, wish: Wish) -> None:
    """Any shell of a user: exit code 0, no output, the event on disk."""
    assert wish.hook_spool
    command = [shell, "-c", claude_hooks.command_of(wish.hook_spool, waits=waits)]
    done = subprocess.run(command, input=EVENT, capture_output=True, check=False, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    deadline = time.monotonic() + 20
    while not waits and not _lines(wish.hook_spool) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [json.loads(line)["session_id"] for line in _lines(wish.hook_spool)] == ["s"]


@pytest.mark.parametrize("state", ["down", "hanging"])
def test_rows_45_and_46_the_agent_waits_neither_for_a_receiver_nor_for_us(
    state: str, wish: Wish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event is handed on before a slow interpreter has even begun, and is on disk in the end."""
    assert wish.hook_spool
    slow = tmp_path / "python"
    slow.write_text(f'#!/bin/sh\nsleep {SLOW_SECONDS}\nexec {sys.executable} "$@"\n')
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        port = hanging.getsockname()[1] if state == "hanging" else 9
        address = f"http://127.0.0.1:{port}"
        hook = claude_hooks.hook_of("Stop", replace(wish, http=address))
        assert hook
        started = time.monotonic()
        subprocess.run(["/bin/sh", "-c", hook["command"]], input=EVENT, check=True)
        assert time.monotonic() - started < SLOW_SECONDS
    deadline = time.monotonic() + 20
    while not _lines(wish.hook_spool) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(_lines(wish.hook_spool)) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_row_48_no_interpreter_any_more_is_no_matter_for_the_agent(
    waits: bool, wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment was deleted, no home is set: the agent sees exit code 0 and no output."""
    assert wish.hook_spool
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    command = ["/bin/sh", "-c", claude_hooks.command_of(wish.hook_spool, waits=waits)]
    done = subprocess.run(
        command, input=EVENT, capture_output=True, check=False, timeout=30, env={}
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_row_50_the_end_of_a_session_is_on_disk_before_the_hook_ends(wish: Wish) -> None:
    """The client gives its last hooks a second and a half, then it is gone."""
    assert wish.hook_spool
    hook = claude_hooks.hook_of("SessionEnd", wish)
    assert hook
    assert not hook["command"].endswith("&")
    subprocess.run(["/bin/sh", "-c", hook["command"]], input=EVENT, check=False, timeout=30)
    assert len(_lines(wish.hook_spool)) == 1
