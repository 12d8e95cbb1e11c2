"""As a new user: set up, collect, work, refresh, look, and take it all back."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_analytics.records import SOURCE_TABLES
from agent_analytics.settings import Settings
from agent_analytics.setup import jsonc
from ingestion import pipeline
from tests.fixtures import canaries
from tests.fixtures.collectors import Laptop, files_of, free_port
from tests.fixtures.isolated import NOTHING, isolation, may_isolate
from tests.fixtures.receivers import PROTOBUF, export, log

HOOKS = (
    {"hook_event_name": "SessionStart", "source": "startup"},
    {"hook_event_name": "UserPromptSubmit", "prompt": "xCANARYx", "prompt_id": "p"},
    {"hook_event_name": "PostToolUse", "tool_name": "Edit", "tool_use_id": "toolu_1"},
    {"hook_event_name": "SessionEnd", "reason": "other"},
)
JSON = {"Content-Type": "application/json"}
LIMIT_SECONDS = 300
STEP = re.compile(r"^(\w+) +\d+\.\d s", re.MULTILINE)
"""A line of what a refresh says: the step and how long it took."""
SESSION = "select session_id, request_count from fct_agent_sessions where session_id = 's'"


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """Return a laptop with settings of their owner's own for two agents."""
    laptop = Laptop(tmp_path / "home", tmp_path / "data", free_port())
    claude, codex = laptop.home / ".claude", laptop.home / ".codex"
    claude.mkdir(parents=True)
    (claude / "settings.json").write_bytes(b'{\r\n  "model": "opus", // mine\r\n}\r\n')
    codex.mkdir()
    (codex / "config.toml").write_bytes(b'# mine\nmodel = "x"\n')
    return laptop


def _work(laptop: Laptop) -> None:
    """Do what the client does with the settings it finds: send telemetry, run hooks."""
    settings = jsonc.decoded((laptop.home / ".claude" / "settings.json").read_text())
    body = export(log(1), log(2))
    sent = httpx.post(
        f"{settings['env']['OTEL_EXPORTER_OTLP_ENDPOINT']}/v1/logs", content=body, headers=PROTOBUF
    )
    assert sent.status_code == 200
    for event in HOOKS:
        for group in settings["hooks"][event["hook_event_name"]]:
            (hook,) = group["hooks"]
            subprocess.run(
                ["/bin/sh", "-c", hook["command"]],
                input=json.dumps({"session_id": "s", "cwd": "/w", **event}).encode(),
                env={"PATH": "/usr/bin:/bin"},
                check=True,
            )


def _work_on_secrets(laptop: Laptop, company: Path) -> None:
    """Have every agent send what nobody may read, in every text of every kind of record."""
    for signal in canaries.SIGNALS:
        for body in canaries.exports(company, signal):
            sent = httpx.post(f"{laptop.address}/v1/{signal}", content=body, headers=JSON)
            assert sent.status_code == 200
            assert canaries.CANARY not in sent.text
    with httpx.Client(base_url=laptop.address, headers=JSON) as client:
        for path, bodies in (
            ("/v1/hooks/claude-code", canaries.hook_events()),
            ("/v1/git/commits", canaries.commits()),
        ):
            for body in bodies:
                client.post(path, content=body)


def _commit(repository: Path) -> str:
    """Commit in the agent's session and return the hash."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "CLAUDECODE": "1",
        "CLAUDE_CODE_SESSION_ID": "s",
        "HOME": "/nowhere",
    }
    who = ("-c", "user.name=Dev", "-c", "user.email=dev@example.com")
    git = ["git", "-C", str(repository), *who]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], env=environment, check=True)
    told = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def _wait_for(folder: Path, pattern: str, word: bytes, count: int) -> None:
    """Return once a word stands so often in the files of a folder."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        text = b"".join(file.read_bytes() for file in folder.glob(pattern))
        if text.count(word) == count:
            assert b"xCANARYx" not in text
            return
        time.sleep(0.05)
    pytest.fail(f"{pattern} does not hold {count} times {word!r}")


def _commits(laptop: Laptop, source: str) -> list[tuple[str, str]]:
    rows = pipeline.read_table(Settings(data_dir=str(laptop.data)), source, "events")
    commits = [(r["commit_sha"], r["session_id"]) for r in rows if r["event_name"] == "commit"]
    return [commit for commit in commits if commit[1] == "s"]


def _refreshed(laptop: Laptop) -> str:
    """Refresh, where the system allows it without a network, and return what was said."""
    if not may_isolate():
        return laptop.run("refresh")
    report = laptop.home.parent / "attempts.json"
    said = laptop.run("refresh", within=isolation(report))
    assert json.loads(report.read_text()) == NOTHING
    return said


def _asked(laptop: Laptop, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(laptop.run("sql", query, "--format", "json"))
    return rows


@pytest.mark.slow
def test_a_session_is_in_the_marts_and_nothing_is_left_behind(
    laptop: Laptop, sample_company: Path
) -> None:
    """From nothing to a session in less than five minutes; afterwards the home is as it was.

    What is planted on the way in every text of every kind of record is nowhere, and nobody was told it. The
    refresh attempts nothing beyond loopback.
    """
    repository = laptop.home.parent / "shop"
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    hooks = repository / ".git" / "hooks"
    canaries.plant_home(sample_company, laptop.home)
    before, started = (files_of(laptop.home), files_of(hooks)), time.monotonic()
    asked = ("--yes", "--keep-history", "--git", str(repository), "--endpoint", laptop.address)
    laptop.run("init", *asked)
    spool = laptop.data / "spool"
    with laptop.collecting():
        assert "the receiver answers" in laptop.run("doctor")
        _work(laptop)
        _wait_for(spool / "hooks", "hooks-*", b'"session_id"', len(HOOKS))
        posted = _commit(repository)
        _work_on_secrets(laptop, sample_company)
        _wait_for(spool / "telemetry", "*-*", posted.encode(), 1)
    appended = _commit(repository)
    _wait_for(spool / "hooks", "commits-*", appended.encode(), 1)
    said = _refreshed(laptop)
    assert STEP.findall(said) == [*sorted(SOURCE_TABLES), "models", "snapshot", "total"]
    assert _commits(laptop, "spool") == [(posted, "s")]
    assert _commits(laptop, "hooks") == [(appended, "s")]
    (session,) = _asked(laptop, SESSION)
    assert session == {"session_id": "s", "request_count": 2}
    freshness = _asked(
        laptop, "select source, layer, row_count from fct_source_freshness order by source"
    )
    counted = {row["source"]: (row["layer"], row["row_count"]) for row in freshness}
    assert counted["hooks"] == ("hook", len(HOOKS) + 1)
    assert time.monotonic() - started < LIMIT_SECONDS
    assert "Claude Code sends here" in laptop.run("status")
    (snapshot,) = (laptop.data / "serving").glob("*.duckdb")
    for database in (snapshot, Settings(data_dir=str(laptop.data)).paths.warehouse):
        assert canaries.columns_holding(database) == {}
    assert canaries.files_holding(laptop.data) == []
    assert canaries.CANARY not in said + laptop.log.read_text()
    laptop.run("uninstall", "--yes")
    assert (files_of(laptop.home), files_of(hooks)) == before
