"""Nothing is sent beyond this machine: receiver and web view in a namespace with loopback alone.

A refresh is watched in the same way on the journey of `tests/agent_analytics/cli/test_new_user.py`. Where the
system refuses such namespaces to its users (`unshare -rnm`), both go unwatched.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.isolated import NOTHING, isolation, may_isolate


@pytest.mark.slow
@pytest.mark.skipif(not may_isolate(), reason="the system refuses namespaces")
def test_nothing_but_loopback_is_attempted(
    tmp_path: Path, repository_root: Path, sample_company: Path
) -> None:
    """No packet is left without a way, and the one sent on purpose is noticed."""
    config, report = sample_company / "agent-analytics.toml", tmp_path / "report.json"
    visit = [sys.executable, "-m", "tests.fixtures.doors", str(tmp_path), str(config)]
    done = subprocess.run(
        [*isolation(report), *visit],
        cwd=repository_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "200"
    assert json.loads(report.read_text()) == NOTHING


@pytest.mark.skipif(not may_isolate(), reason="the system refuses namespaces")
@pytest.mark.parametrize(
    "attempt", ["connect_ex(('192.0.2.7', 443))", "sendto(b'x', ('198.51.100.1', 53))"]
)
def test_an_attempt_is_counted(tmp_path: Path, attempt: str) -> None:
    """What a command sends elsewhere shows in the report on it, and its exit code is the command's."""
    report, kind = tmp_path / "report.json", "DGRAM" if "sendto" in attempt else "STREAM"
    program = f"""
import socket, sys
try:
    socket.socket(type=socket.SOCK_{kind}).{attempt}
except OSError:
    pass
sys.exit(3)
"""
    command = [*isolation(report), sys.executable, "-c", program]
    assert subprocess.run(command, check=False).returncode == 3
    assert json.loads(report.read_text())["attempted"] > 0
