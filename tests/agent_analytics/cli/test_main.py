"""The command line answers at once, in clear words, with the right exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import agent_analytics.cli
from agent_analytics.records import SOURCE_TABLES

HEAVY = ("dagster", "dbt", "dlt", "duckdb", "pyarrow", "pydantic", "uvicorn", "starlette")
COMMANDS = list(agent_analytics.cli.group.list_commands(None))  # type: ignore[arg-type]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Return what a command printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "agent_analytics.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command_and_gives_examples(tmp_path: Path) -> None:
    """Somebody who types only the name learns what to type next."""
    finished = run("--help", cwd=tmp_path)
    assert finished.returncode == 0
    assert [name for name in COMMANDS if f"  {name} " not in finished.stdout] == []
    assert "Examples:" in finished.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["refresh", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    """Help and version need click alone, which is why they are instant."""
    script = (
        "import sys\n"
        "from agent_analytics.cli import main\n"
        f"sys.argv = ['agent-analytics', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('heavy:', sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert printed.endswith("heavy: []\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    """Each command has a help text of its own."""
    finished = run(command, "--help", cwd=tmp_path)
    assert finished.returncode == 0
    assert "Usage: agent-analytics" in finished.stdout or "Usage: python" in finished.stdout


def test_a_deliberate_error_is_one_message(tmp_path: Path) -> None:
    """Without a snapshot: the way out on standard error, exit code 1, no traceback."""
    finished = run("sql", "select 1", cwd=tmp_path)
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr.startswith("Error: there is no snapshot")
    assert "Traceback" not in finished.stderr


def test_wrong_usage_is_exit_code_two(tmp_path: Path) -> None:
    """An option that does not exist is a matter of usage."""
    assert run("sql", "--colour", cwd=tmp_path).returncode == 2


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    """The message lists the sources there are."""
    finished = run("refresh", "--source", "gitt", cwd=tmp_path)
    assert finished.returncode == 1
    assert "'gitt'" in finished.stderr
    assert ", ".join(SOURCE_TABLES) in finished.stderr


def test_a_wrong_setting_names_its_place(tmp_path: Path) -> None:
    """The file and the line of a wrong key are in the message."""
    (tmp_path / "agent-analytics.toml").write_text('data_dir = "x"\ntimezon = "UTC"\n')
    finished = run("config", "show", cwd=tmp_path)
    assert finished.returncode == 1
    assert "agent-analytics.toml:2: unknown key 'timezon'" in finished.stderr


def test_config_show_lists_every_key_with_its_origin(tmp_path: Path) -> None:
    """Defaults, the file and the environment are told apart."""
    (tmp_path / "agent-analytics.toml").write_text("[privacy]\ntier = 2\n")
    shown = run("config", "show", cwd=tmp_path, AGENT_ANALYTICS_WEB__PORT="9000").stdout
    lines = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert lines["privacy.tier"].endswith("agent-analytics.toml:2")
    assert lines["web.port"].endswith("environment AGENT_ANALYTICS_WEB__PORT")
    assert lines["timezone"].endswith("default")


@pytest.mark.parametrize(
    "arguments",
    [
        ["dead-letter", "list"],
        ["keys", "create", "laptops"],
        ["people", "merge", "a@x.example", "b@x.example"],
        ["explain", "cost", "--day", "2026-01-01"],
    ],
)
def test_a_file_in_place_of_the_data_folder_is_named(arguments: list[str], tmp_path: Path) -> None:
    """Whoever would write there says what is wrong, with which value, and what to do."""
    (tmp_path / "data").write_text("mine")
    finished = run(*arguments, cwd=tmp_path)
    assert finished.returncode == 1
    assert finished.stderr.startswith("Error: data_dir = ")
    assert (tmp_path / "data").read_text() == "mine"


def test_what_the_machine_refuses_is_one_message(tmp_path: Path) -> None:
    """A file where a folder should be: its place and the way out, no traceback."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "spool").write_text("mine")
    finished = run("dead-letter", "list", cwd=tmp_path)
    assert finished.returncode == 1
    assert finished.stderr.startswith("Error: File exists: ")
    assert finished.stderr.endswith("data/spool; move away what stands in its place\n")


@pytest.mark.parametrize(
    "arguments", [["keys", "create", "laptops"], ["dead-letter", "list"], ["people", "split", "a"]]
)
def test_whichever_command_comes_first_the_data_are_private(
    arguments: list[str], tmp_path: Path
) -> None:
    """The folder that will hold everything is its owner's alone from the start."""
    assert run(*arguments, cwd=tmp_path).returncode == 0
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
