"""A publication that is killed at any of its steps leaves readers a whole snapshot."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.context import ForkServerContext
from pathlib import Path

import duckdb
import pytest

from agent_analytics.serving import describe_snapshot, open_snapshot, publish
from agent_analytics.settings import Settings

STEPS = 9
TOUCHING = {"open", "os.chmod", "os.rename", "os.remove"}


def publish_and_die(folder: str, last: int) -> None:
    """Publish, and be killed at the n-th time that a file of the serving folder is touched."""
    calls = 0

    def kill_at_call(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal calls
        if event in TOUCHING and "serving" in str(arguments[0]):
            calls += 1
            if calls == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill_at_call)
    publish(Settings(data_dir=folder), "new")


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


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Return a context whose processes start with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def exit_code(server: ForkServerContext, settings: Settings, step: int) -> int | None:
    """Return how a process ended that publishes, and dies at a step."""
    process = server.Process(target=publish_and_die, args=(str(settings.paths.root), step))
    process.start()
    process.join(timeout=60)
    return process.exitcode


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_kill_leaves_a_whole_snapshot(
    server: ForkServerContext, settings: Settings, step: int
) -> None:
    """Readers see the old snapshot or the new one, and the next publication clears up."""
    assert exit_code(server, settings, step) == -signal.SIGKILL
    with open_snapshot(settings) as connection:
        assert describe_snapshot(connection).fingerprint in {"old", "new"}
        assert connection.execute("select count(*) from fct_days").fetchone() == (1000,)
    publish(settings, "next")
    files = sorted(file.name for file in settings.paths.serving.iterdir())
    assert len(files) == 4
    assert files[-1] == "current"


def test_the_steps_are_all_there_are(server: ForkServerContext, settings: Settings) -> None:
    """One step more than the last one is never reached: the publication ends."""
    assert exit_code(server, settings, STEPS + 1) == 0
