"""A refresh that is killed at any moment and run again tells the truth, whatever vendors changed meanwhile."""

import json
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from threading import Event

import pytest

from agent_analytics.cli import group
from agent_analytics.serving import open_snapshot
from agent_analytics.settings import load_settings
from ingestion.sample import generate
from ingestion.sample.api.company import TOKEN
from ingestion.sample.api.service import Answer, Request, Service
from ingestion.sample.copilot import ORGANIZATION
from tests.fixtures.vendors import Vendors

SEED = 20
SHARE_OF_FIRST = 0.9
"""A refresh with new data takes this much of the first one, which makes the tables."""

REFRESH = ("refresh", "--source")
PRELOADED = [
    "dbt.cli.main",
    "ingestion.landing",
    "orchestration.defs.transform.assets",
    "orchestration.refresh",
    "agent_analytics.cli.refresh",
]
"""What `refresh` imports. A server imports it once and forks, so that kills hit work and not imports."""


class Killer:
    """Answers as vendors do, until somebody who is to be killed has asked often enough."""

    def __init__(self, vendors: Vendors) -> None:
        self._vendors = vendors
        self._path: str | None = None
        self._left = 0
        self._is_asked, self._is_dead = Event(), Event()

    def kill(self, begin: Callable[[], ForkServerProcess], path: str, answers: int) -> None:
        """Kill a process while it waits for an answer, after that many to requests of such a path."""
        self._path, self._left = path, answers
        victim = begin()
        assert self._is_asked.wait(timeout=300)
        victim.kill()
        victim.join()
        self._is_dead.set()
        self._is_asked, self._is_dead = Event(), Event()

    def __call__(self, request: Request) -> Answer:
        """Return the vendors' answer, or nothing of use to the dead."""
        if self._path is None or self._path not in request.path:
            return self._vendors(request)
        self._left -= 1
        if self._left >= 0:
            return self._vendors(request)
        self._path = None
        self._is_asked.set()
        self._is_dead.wait(timeout=300)
        return Answer(503)


class Company:
    """A sample company whose files grow bit by bit; its repositories are there from the start.

    GitHub tells of it, too: of three days ago at first, when one person had another login.
    """

    def __init__(self, folder: Path) -> None:
        generate(folder, seed=SEED, developers=3, days=6)
        self.vendors = Vendors(folder / "wire")
        self.login = self.vendors.logins()[0]
        self.config = folder / "agent-analytics.toml"
        self.truth = folder / "truth.json"
        self._wire, self._whole = folder / "wire", folder / "whole"
        self._wire.rename(self._whole)
        self._wire.mkdir()
        (self._whole / "repositories").rename(self._wire / "repositories")
        self._files = sorted(file for file in self._whole.rglob("*") if file.is_file())

    def ask_vendors_at(self, address: str) -> None:
        """Configure what is asked over HTTP."""
        asked = f'base_url = "{address}"\ntoken_env = "TOKEN_OF_A_TEST"\n'
        since = f'organizations = ["{ORGANIZATION}"]\nsince = "{self.vendors.days[0]}"\n'
        names = f"repositories = {json.dumps(self.vendors.names)}\n"
        with self.config.open("a") as file:
            file.write(f"[sources.github]\n{asked}{names}[sources.copilot]\n{asked}{since}")

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


@pytest.fixture
def company(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parsed_project: Callable[[Path], None]
) -> Iterator[tuple[Company, Killer]]:
    """Return a company of which nothing has arrived yet, and who answers for its vendors."""
    monkeypatch.setenv("TOKEN_OF_A_TEST", TOKEN)
    made = Company(tmp_path)
    parsed_project(tmp_path / "data")
    killer = Killer(made.vendors)
    with Service(killer) as service:
        made.ask_vendors_at(service.address)
        yield made, killer


@pytest.mark.slow
def test_kills_change_nothing(
    server: ForkServerContext, company: tuple[Company, Killer], request: pytest.FixtureRequest
) -> None:
    """Killed again and again while data keeps arriving, then run once more: the marts equal the truth.

    Meanwhile a login was renamed, repositories vanished and one moved.
    """
    kills = request.config.getoption("--refresh-kills")
    made, killer = company
    vendors, names = made.vendors, made.vendors.names
    vendors.go_back(vendors.days[-3], made.login, f"{made.login}-before", names[:3])
    killer.kill(partial(start, server, made, *REFRESH, "github"), "/graphql", answers=2)
    made.deliver(1 / (kills + 2))
    begun = time.monotonic()
    assert finish(server, made, "refresh") == 0
    duration = (time.monotonic() - begun) * SHARE_OF_FIRST
    moments = [(kill + 0.5) / kills * duration for kill in range(kills)]
    random.Random(SEED).shuffle(moments)  # noqa: S311 - a repeatable order, no secret
    killed = 0
    for kill, moment in enumerate(moments, start=2):
        made.deliver(kill / (kills + 2))
        process = start(server, made, "refresh")
        process.join(timeout=moment)
        killed += process.is_alive()
        process.kill()
        process.join()
    assert killed >= (kills + 1) // 2
    made.deliver(1)
    vendors.tell_all()
    for name, status in zip(names, (404, 410, 451), strict=False):
        vendors.lose(name, status)
    vendors.move(names[3], "meridian/moved")
    killer.kill(partial(start, server, made, *REFRESH, "copilot"), "/download/", answers=2)
    assert finish(server, made, "refresh") == 0
    assert finish(server, made, "sample", "verify", "--truth", str(made.truth)) == 0
    assert_history_is_kept(made)


def assert_history_is_kept(company: Company) -> None:
    """Who was renamed is one person, and repositories that cannot be read say so."""
    names = company.vendors.names
    with open_snapshot(load_settings(company.config, {}).settings) as snapshot:
        states = snapshot.execute("select name, state from fct_polled_repositories").fetchall()
        lost = dict(zip(names, ("gone", "gone", "refused"), strict=False))
        assert dict(states) == dict.fromkeys(names, "active") | lost
        people = snapshot.execute(
            "select distinct author_login, developer_key from fct_pull_requests"
            " where author_login like $1 union"
            " select distinct account_login, developer_key from fct_copilot_usage_daily"
            " where account_login like $1",
            [f"{company.login}%"],
        ).fetchall()
    assert [login for login, _ in people] == [company.login]
