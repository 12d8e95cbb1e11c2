"""The README tells the truth: its links lead somewhere, its marts exist and its commands run."""

import os
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *ROOT.glob("docs/**/*.md"),
]
BLOCKS = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
COMMANDS = [
    line.split("  #")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()
]
OUR_COMMANDS = [
    line for line in dict.fromkeys(COMMANDS) if line.startswith(".venv/bin/agent-analytics")
]


def _run(command: str, environment: dict[str, str]) -> str:
    finished = subprocess.run(
        shlex.split(command),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, f"{command}\n{finished.stdout}\n{finished.stderr}"
    return finished.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """Every relative link of a document names a file or folder that exists."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_mart_named_in_the_readme_exists() -> None:
    """A mart in the README's table is a model of the project."""
    named = set(re.findall(r"`((?:fct|dim)_\w+)`", README))
    built = {path.stem for path in (ROOT / "dbt_project" / "models" / "marts").rglob("*.sql")}
    assert named
    assert named - built == set()


def test_make_targets_named_in_the_documents_exist() -> None:
    """`make something` in a document is a target of the Makefile."""
    named = {
        target
        for document in DOCUMENTS
        for target in re.findall(
            r"^\s*make ([a-z0-9-]+)|`make ([a-z0-9-]+)", document.read_text(), re.M
        )
        for target in target
        if target
    }
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert named - targets == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [line for line in OUR_COMMANDS if not line.endswith(("serve", "collect"))]
)
def test_the_readmes_commands_run_on_the_demo(command: str, sample_company: Path) -> None:
    """A command of the README ends with success and says something."""
    said = _run(command, {"AGENT_ANALYTICS_CONFIG": str(sample_company / "agent-analytics.toml")})
    assert said.strip()


@pytest.mark.slow
def test_the_readmes_serve_command_opens_the_boards(sample_company: Path) -> None:
    """`serve` answers on loopback with the list of boards."""
    (command,) = [line for line in OUR_COMMANDS if line.endswith("serve")]
    for page in _served(command, sample_company):
        assert "text/html" in page.headers["content-type"]


def _served(command: str, sample_company: Path) -> Iterator[httpx.Response]:
    environment = {
        **os.environ,
        "AGENT_ANALYTICS_CONFIG": str(sample_company / "agent-analytics.toml"),
        "AGENT_ANALYTICS_WEB__PORT": "8437",
    }
    server = subprocess.Popen(shlex.split(command), cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                page = httpx.get("http://127.0.0.1:8437/")
            except httpx.TransportError:
                time.sleep(0.2)
            else:
                yield page.raise_for_status()
                return
        message = "the server did not answer within 30 seconds"
        raise AssertionError(message)
    finally:
        server.terminate()
        server.wait(timeout=10)
