"""A publication that is killed at any of its steps leaves readers a whole snapshot."""

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from agent_analytics.serving import describe_snapshot, open_snapshot, publish
from agent_analytics.settings import Settings

PUBLISH_AND_DIE = """
import os, signal, sys
from agent_analytics.serving import publish
from agent_analytics.settings import Settings

settings, last, calls = Settings(data_dir=sys.argv[1]), int(sys.argv[2]), 0

def kill_at_call(event, arguments):
    global calls
    if event in {"open", "os.chmod", "os.rename", "os.remove"} and "serving" in str(arguments[0]):
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_at_call)
publish(settings, "new")
"""
"""Publishes, and kills itself at the n-th time it touches a file of the serving folder."""

STEPS = 9


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an installation whose readers see a snapshot called `old`."""
    settings = Settings(data_dir=str(tmp_path))
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_days as select range as day from range(1000)")
    for _ in range(3):
        publish(settings, "old")
    return settings


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_kill_leaves_a_whole_snapshot(settings: Settings, step: int) -> None:
    """Readers see the old snapshot or the new one, and the next publication clears up."""
    child = [sys.executable, "-c", PUBLISH_AND_DIE, str(settings.paths.root), str(step)]
    finished = subprocess.run(child, check=False, capture_output=True, timeout=60)
    assert finished.returncode == -signal.SIGKILL
    with open_snapshot(settings) as connection:
        assert describe_snapshot(connection).fingerprint in {"old", "new"}
        assert connection.execute("select count(*) from fct_days").fetchone() == (1000,)
    publish(settings, "next")
    files = sorted(file.name for file in settings.paths.serving.iterdir())
    assert len(files) == 4
    assert files[-1] == "current"


def test_the_steps_are_all_there_are(settings: Settings) -> None:
    """One step more than the last one is never reached: the publication ends."""
    child = [sys.executable, "-c", PUBLISH_AND_DIE, str(settings.paths.root), str(STEPS + 1)]
    finished = subprocess.run(child, check=False, capture_output=True, timeout=60)
    assert finished.returncode == 0
