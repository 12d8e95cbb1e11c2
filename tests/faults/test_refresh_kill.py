"""A refresh that is killed at any moment and run again tells the truth."""

import multiprocessing
import random
import time
from collections.abc import Callable
from datetime import date
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from agent_analytics.cli import group
from ingestion.sample import generate

SEED = 20
SHARE_OF_FIRST = 0.9
"""A refresh with new data takes this much of the first one, which makes the tables."""

PRELOADED = [
    "dbt.cli.main",
    "ingestion.landing",
    "orchestration.defs.transform.assets",
    "orchestration.refresh",
    "agent_analytics.cli.refresh",
]
"""What `refresh` imports. A server imports it once and forks, so that kills hit work and not imports."""


class Company:
    """A sample company whose files grow bit by bit; its repositories are there from the start."""

    def __init__(self, folder: Path) -> None:
        generate(folder, seed=SEED, developers=3, days=6, until=date(2026, 9, 12))
        self.config = folder / "agent-analytics.toml"
        self.truth = folder / "truth.json"
        self._wire, self._whole = folder / "wire", folder / "whole"
        self._wire.rename(self._whole)
        self._wire.mkdir()
        (self._whole / "repositories").rename(self._wire / "repositories")
        self._files = sorted(file for file in self._whole.rglob("*") if file.is_file())

    def deliver(self, share: float) -> None:
        """Let files grow to a share of their content; compressed ones come whole, when half is due."""
        for file in self._files:
            content = file.read_bytes()
            part = int(len(content) * share)
            if file.suffix in {".gz", ".zst"}:
                part = len(content) if share >= 1 / 2 else 0
            target = self._wire / file.relative_to(self._whole)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("ab") as grown:
                grown.write(content[grown.tell() : part])


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Return a context whose processes start with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def run(config: Path, *arguments: str) -> None:
    """Run the command line in this process and exit with its code."""
    group(["--config", str(config), *arguments], prog_name="agent-analytics")


def start(context: ForkServerContext, company: Company, *arguments: str) -> ForkServerProcess:
    """Return a running command line."""
    process = context.Process(target=run, args=(company.config, *arguments))
    process.start()
    return process


def finish(context: ForkServerContext, company: Company, *arguments: str) -> int | None:
    """Return the exit code of a command line that gets all the time it needs."""
    process = start(context, company, *arguments)
    process.join(timeout=300)
    return process.exitcode


@pytest.mark.slow
def test_kills_change_nothing(
    server: ForkServerContext,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    parsed_project: Callable[[Path], None],
) -> None:
    """Killed again and again while data keeps arriving, then run once more: the marts equal the truth."""
    kills = request.config.getoption("--refresh-kills")
    company = Company(tmp_path)
    parsed_project(tmp_path / "data")
    company.deliver(1 / (kills + 2))
    begun = time.monotonic()
    assert finish(server, company, "refresh") == 0
    duration = (time.monotonic() - begun) * SHARE_OF_FIRST
    moments = [(kill + 0.5) / kills * duration for kill in range(kills)]
    random.Random(SEED).shuffle(moments)  # noqa: S311 - a repeatable order, no secret
    killed = 0
    for kill, moment in enumerate(moments, start=2):
        company.deliver(kill / (kills + 2))
        process = start(server, company, "refresh")
        process.join(timeout=moment)
        killed += process.is_alive()
        process.kill()
        process.join()
    company.deliver(1)
    assert killed >= kills // 2
    assert finish(server, company, "refresh") == 0
    assert finish(server, company, "sample", "verify", "--truth", str(company.truth)) == 0
