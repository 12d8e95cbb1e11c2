import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_analytics.cli import group


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a free port that the receiver should have, with an empty home and no data yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AGENT_ANALYTICS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("AGENT_ANALYTICS_COLLECT__HTTP_PORT", str(port))
    return port


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments, catch_exceptions=False)


def test_doctor_names_what_starts_the_receiver(port: int) -> None:
    """Nothing listens, so nothing arrives, and the exit code says so."""
    result = _run("doctor")
    assert f"nothing receives on port {port}" in result.output
    assert "→ agent-analytics collect" in result.output
    assert result.exit_code == 1


def test_doctor_names_who_holds_the_port(port: int) -> None:
    """Another program on the port is named with its process."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert "which is not our receiver" in _run("doctor").output


def test_status_of_an_empty_installation_says_what_to_do(port: int) -> None:
    """Before the first load there is nothing to show, and that is no error."""
    result = _run("status")
    assert "agent-analytics init" in result.output
    assert "agent-analytics refresh" in result.output
    assert result.exit_code == 0
