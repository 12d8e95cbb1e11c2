"""`sql` prints the answer of the current snapshot in three formats."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import psutil
import pytest
from click.testing import CliRunner

from agent_analytics.cli import group
from agent_analytics.serving import publish
from agent_analytics.settings import Settings

_BUSY_SECONDS = 2.0
"""Of the processor: starting takes less, the query much more."""


@pytest.fixture
def config(tmp_path: Path) -> str:
    """Return the settings file of an installation with one published mart."""
    settings = Settings(data_dir=str(tmp_path / "data"))
    settings.paths.prepare()
    with duckdb.connect(str(settings.paths.warehouse)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_sums as select 1.50::decimal(9, 2) as usd")
    publish(settings)
    file = tmp_path / "agent-analytics.toml"
    file.write_text(f'data_dir = "{tmp_path / "data"}"\n')
    return str(file)


def ask(config: str, *arguments: str, text: str | None = None) -> str:
    """Return what `sql` prints."""
    result = CliRunner().invoke(group, ["--config", config, "sql", *arguments], input=text)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_table_is_the_default(config: str) -> None:
    """People get a table."""
    assert ask(config, "from fct_sums").splitlines() == [" usd", "────", "1.50"]


def test_csv_has_a_header(config: str) -> None:
    """Spreadsheets get names and exact values."""
    assert ask(config, "from fct_sums", "--format", "csv") == "usd\n1.50\n"


def test_json_is_an_array_of_objects(config: str) -> None:
    """Programs get JSON."""
    assert json.loads(ask(config, "from fct_sums", "--format", "json")) == [{"usd": 1.5}]


def test_a_dash_reads_standard_input(config: str) -> None:
    """A query may come from a file."""
    assert ask(config, "-", "--format", "csv", text="select 2 as n") == "n\n2\n"


def test_a_closed_standard_input_is_an_empty_query(config: str) -> None:
    """A service without standard input is told what is missing, not shown a bug."""
    words = [sys.executable, "-m", "agent_analytics.cli", "--config", config, "sql", "-"]
    command = ["sh", "-c", 'exec "$@" <&-', "sh", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the query is empty")


def test_an_answer_of_many_rows_is_printed_whole(config: str) -> None:
    """Lines are written in portions; none is lost between two of them."""
    printed = ask(config, "from range(2500)", "--format", "csv").splitlines()
    assert printed == ["range", *map(str, range(2500))]


def test_a_full_disk_is_one_message(config: str) -> None:
    """Redirecting to a full disk fails in words, with exit code 1."""
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", config, "sql", "select 1"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr == (
        "Error: No space left on device: output; make room there, then run it again\n"
    )


def test_ctrl_c_ends_a_question_at_once(config: str) -> None:
    """Also in the middle of what the engine computes in one go, and without a traceback."""
    query = "select count(*) from range(1000000) a, range(100000) b where a.range * b.range % 7 > 8"
    command = [sys.executable, "-m", "agent_analytics.cli", "--config", config, "sql", query]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as asking:
        process = psutil.Process(asking.pid)
        while sum(process.cpu_times()[:2]) < _BUSY_SECONDS:
            time.sleep(0.02)
        asking.send_signal(signal.SIGINT)
        _, said = asking.communicate(timeout=10)
    assert (asking.returncode, said) == (-signal.SIGINT, b"")
