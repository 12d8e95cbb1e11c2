"""`status` and `doctor` on broken laptops: each fault is found, and its finding names what mends it."""

import json
import shlex
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_analytics.cli import group
from tests.fixtures.collectors import Laptop, free_port


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """Return a laptop on which Claude Code was used and nothing is set up."""
    laptop = Laptop(tmp_path / "home", tmp_path / "data", free_port())
    (laptop.home / ".claude").mkdir(parents=True)
    for name, value in laptop.environment().items():
        monkeypatch.setenv(name, value)
    return laptop


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments, catch_exceptions=False)


def _set_up(laptop: Laptop, *arguments: str) -> None:
    done = _run("init", "--yes", "--keep-history", "--endpoint", laptop.address, *arguments)
    assert done.exit_code == 0, done.output


def _settings(laptop: Laptop) -> Path:
    return laptop.home / ".claude" / "settings.json"


def _change(laptop: Laptop, **variables: str) -> None:
    settings = json.loads(_settings(laptop).read_text())
    settings["env"] |= variables
    _settings(laptop).write_text(json.dumps(settings))


def _cut_short(laptop: Laptop) -> None:
    _settings(laptop).write_text(_settings(laptop).read_text()[:-9])


def _fill(laptop: Laptop) -> None:
    folder = laptop.data / "spool" / "telemetry"
    folder.mkdir(parents=True)
    with (folder / "20260101T000000Z-00000001.ndjson").open("wb") as stream:
        stream.truncate(1_800 * 1024 * 1024)


BREAKS: dict[str, tuple[Callable[[Laptop], object], str, str]] = {
    "never set up": (
        lambda laptop: _settings(laptop).unlink(),
        "Claude Code does not send here",
        "agent-analytics init --client claude-code",
    ),
    "sends elsewhere": (
        lambda laptop: _change(laptop, OTEL_EXPORTER_OTLP_ENDPOINT="https://otel.example"),
        "set otherwise: env.OTEL_EXPORTER_OTLP_ENDPOINT",
        "agent-analytics init --client claude-code --replace",
    ),
    "a variable wins": (
        lambda laptop: _change(laptop, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT="https://otel.example"),
        "wins for logs",
        "unset OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ),
    "telemetry is off": (
        lambda laptop: _change(laptop, OTEL_SDK_DISABLED="true"),
        "turns telemetry off",
        "unset OTEL_SDK_DISABLED",
    ),
    "settings in another encoding": (
        lambda laptop: _settings(laptop).write_bytes(b'{"a": "\xe4"}'),
        "cannot be read as settings",
        "mend the file",
    ),
    "settings nested too deeply": (
        lambda laptop: _settings(laptop).write_text('{"a":' * 3000 + "1" + "}" * 3000),
        "nested too deeply",
        "mend the file",
    ),
    "settings are cut short": (_cut_short, "cannot be read as settings", "mend the file"),
    "data open to others": (
        lambda laptop: laptop.data.chmod(0o755),
        "is open to other users",
        "chmod 700",
    ),
    "hooks have no folder": (
        lambda laptop: (laptop.data / "spool" / "hooks").rename(laptop.data / "away"),
        "hooks cannot append",
        "agent-analytics init --client claude-code",
    ),
    "the spool is full": (_fill, "the spool is 88% full", "agent-analytics refresh"),
    "the receiver is down": (
        lambda _: None,
        "nothing receives on port",
        "agent-analytics collect",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_doctor_names_what_is_wrong_and_what_mends_it(name: str, laptop: Laptop) -> None:
    """Each fault has a finding of its own, the mend stands below it, and the exit code is 1."""
    breaks, text, mend = BREAKS[name]
    _set_up(laptop)
    breaks(laptop)
    result = _run("doctor")
    lines = result.output.splitlines()
    place = next((number for number, line in enumerate(lines) if text in line), None)
    assert place is not None, result.output
    assert mend in lines[place + 1]
    assert result.exit_code == 1


def test_mending_what_doctor_says_leaves_only_the_receiver(laptop: Laptop) -> None:
    """The commands it names are commands, and they help."""
    _set_up(laptop)
    _change(laptop, OTEL_EXPORTER_OTLP_ENDPOINT="https://otel.example")
    (laptop.data / "spool" / "hooks").rename(laptop.data / "away")
    said = _run("doctor").output.splitlines()
    for line in said:
        command = shlex.split(line.partition("→ ")[2])
        if command[:2] == ["agent-analytics", "init"]:
            _run("init", "--yes", "--endpoint", laptop.address, *command[2:])
    assert _run("doctor").output.splitlines()[-1] == "1 problem"


def test_doctor_names_who_holds_the_port(laptop: Laptop) -> None:
    """Another program on the port is named with its process."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", laptop.port))
        other.listen()
        assert "which is not our receiver" in _run("doctor").output


@pytest.mark.slow
def test_doctor_asks_the_receiver_whether_it_takes_the_key(laptop: Laptop) -> None:
    """A key that was revoked or mistyped is refused even on loopback, and nobody else would say so."""
    _set_up(laptop, "--api-key", "aa_mistyped")
    with laptop.collecting():
        result = _run("doctor")
        assert "settings lack a key that is valid" in result.output
        assert "agent-analytics keys create" in result.output
        _change(laptop, OTEL_EXPORTER_OTLP_HEADERS="")
        assert "settings lack a key" not in _run("doctor").output


def test_doctor_of_agents_that_send_elsewhere_asks_there(laptop: Laptop) -> None:
    """Their settings are compared with that address, and that receiver is asked."""
    _set_up(laptop)
    there = f"http://localhost:{laptop.port}"
    assert "set otherwise" in _run("doctor", "--endpoint", there).output


def test_status_says_what_is_set_up_and_what_waits(laptop: Laptop) -> None:
    """Before the first load there is little to show, and that is no error."""
    assert "agent-analytics init" in _run("status").output
    _set_up(laptop)
    spool = laptop.data / "spool" / "hooks" / "hooks-20260101.ndjson"
    spool.write_text("\n{}\n")
    result = _run("status")
    assert "Agent: Claude Code sends here" in result.output
    assert str(_settings(laptop)) in result.output
    assert "Hooks: 0.0 kB appended" in result.output
    assert "agent-analytics refresh" in result.output
    assert result.exit_code == 0
