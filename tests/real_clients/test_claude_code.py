"""The real Claude Code, driven against a made-up model service: every layer arrives, and the figures agree.

Not part of `make test`: `make e2e-client` installs the client from npm and runs this without a network.
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.settings import Settings
from ingestion import pipeline
from tests.fixtures.collectors import Laptop, files_of, free_port
from tests.real_clients.model_service import Answered, Service, Step, serving

PROMPT = "Add a calculator and commit it. xCANARYx"
LIMIT_SECONDS = 120


def _tool(number: int, name: str, **given: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": f"toolu_{number:04}", "name": name, "input": given}


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """Return a laptop with a repository, on which the client was used before."""
    laptop = Laptop(tmp_path / "home", tmp_path / "data", free_port())
    (laptop.home / ".claude").mkdir(parents=True)
    repository = _repository(laptop)
    repository.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(repository)], check=True)
    return laptop


@pytest.fixture
def service(laptop: Laptop) -> Iterator[Service]:
    """Return a model service that has the client write a file, commit it, and say so."""
    file = str(_repository(laptop) / "calc.py")
    script: list[Step] = [
        [
            {"type": "text", "text": "First the file."},
            _tool(1, "Write", file_path=file, content="def add(a, b):\n    return a + b\n"),
        ],
        [_tool(2, "Bash", command="git add -A && git commit -q -m 'Add calculator'")],
        [_tool(3, "Bash", command="exit 3")],
        [{"type": "text", "text": "Done."}],
    ]
    with serving(script) as service:
        yield service


def _repository(laptop: Laptop) -> Path:
    return laptop.home / "shop"


def _drive(laptop: Laptop, service: Service, receiver: str) -> str:
    """Run one prompt to its end and return the answer; nothing may be said on the error stream."""
    identity = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "Dev"), ("EMAIL", "dev@example.com"))
    }
    environment = laptop.environment(
        ANTHROPIC_BASE_URL=service.address,
        ANTHROPIC_API_KEY="sk-ant-made-up",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1",
        DISABLE_AUTOUPDATER="1",
        SHELL="/bin/bash",
        **identity,
    )
    done = subprocess.run(
        [os.environ["CLAUDE_PROGRAM"], "-p", PROMPT, "--allowedTools", "Write,Bash"],
        env=environment,
        cwd=_repository(laptop),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    assert done.stderr == "", receiver
    return done.stdout.strip()


def _asked(laptop: Laptop, query: str) -> list[dict[str, Any]]:
    repositories = {"AGENT_ANALYTICS_SOURCES__GIT__REPOSITORIES": str(_repository(laptop))}
    said = laptop.run("sql", query, "--format", "json", **repositories)
    rows: list[dict[str, Any]] = json.loads(said)
    return rows


def _refreshed(laptop: Laptop) -> None:
    repositories = {"AGENT_ANALYTICS_SOURCES__GIT__REPOSITORIES": str(_repository(laptop))}
    laptop.run("refresh", **repositories)


def _layers(laptop: Laptop, source: str, event: str) -> int:
    """Return how many events of a name one source has landed."""
    rows = pipeline.read_table(Settings(data_dir=str(laptop.data)), source, "events")
    return Counter(row["event_name"] for row in rows)[event]


def test_every_layer_arrives_and_the_marts_equal_the_ledger(
    laptop: Laptop, service: Service
) -> None:
    """Telemetry, hooks and transcript of one session: each request counts once, with its tokens."""
    settings = laptop.home / ".claude"
    before = files_of(settings)
    laptop.run("init", "--yes", "--endpoint", laptop.address)
    with laptop.collecting():
        assert _drive(laptop, service, "up") == "Done."
    _refreshed(laptop)
    counted = _asked(
        laptop,
        "select model, input_tokens, cache_write_tokens, cache_read_tokens, output_tokens"
        " from fct_agent_requests",
    )
    assert sorted(map(tuple, map(dict.values, counted))) == sorted(map(_figures, service.ledger))
    asked = len(service.ledger)
    assert _layers(laptop, "spool", "request") == asked
    assert _layers(laptop, "claude_code", "request") > 0
    for name, expected in (
        ("session_start", 1),
        ("user_prompt_submit", 1),
        ("pre_tool_use", 3),
        ("post_tool_use", 2),
        ("post_tool_use_failure", 1),
        ("stop", 1),
        ("session_end", 1),
    ):
        assert _layers(laptop, "hooks", f"hook_{name}") == expected, name
    (session,) = _asked(
        laptop, "select session_id, tool_call_count, prompt_count from fct_agent_sessions"
    )
    assert (session["tool_call_count"], session["prompt_count"]) == (3, 1)
    (commit,) = _asked(laptop, "select session_id, is_assisted from fct_git_commits")
    assert (commit["session_id"], commit["is_assisted"]) == (session["session_id"], True)
    stored = b"".join(path.read_bytes() for path in laptop.data.rglob("*") if path.is_file())
    assert b"xCANARYx" not in stored
    laptop.run("uninstall", "--yes")
    mine = {name: text for name, text in files_of(settings).items() if name in before}
    assert mine == before
    assert "settings.json" not in files_of(settings)


@pytest.mark.parametrize("receiver", ["up", "down", "hanging"])
def test_the_client_does_not_notice_the_receiver(
    receiver: str, laptop: Laptop, service: Service
) -> None:
    """Whatever the receiver's state: the same answer, no word on the error stream, no event lost."""
    laptop.run("init", "--yes", "--endpoint", laptop.address)
    with laptop.in_state(receiver):
        assert _drive(laptop, service, receiver) == "Done."
    folder = laptop.data / "spool" / "hooks"
    lines = [line for file in folder.glob("*.ndjson") for line in file.read_text().splitlines()]
    names = Counter(json.loads(line)["hook_event_name"] for line in lines if line)
    assert (names["SessionStart"], names["PreToolUse"], names["SessionEnd"]) == (1, 3, 1)


def _figures(answer: Answered) -> tuple[Any, ...]:
    return (
        answer.model,
        answer.input_tokens,
        answer.cache_write_tokens,
        answer.cache_read_tokens,
        answer.output_tokens,
    )
