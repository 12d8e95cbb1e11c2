"""The receiver killed, stopped and crowded: what it acknowledged is there, once.

`--kills N` tries more often than continuous integration has time for.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from agent_analytics.settings import Settings
from ingestion.pipeline import connect, ensure_raw_tables, writer_lock
from ingestion.sources import prices, spool
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.segments import read_file, read_lines
from orchestration.transformation.building import arguments
from orchestration.transformation.runs import invoke
from tests.fixtures.receivers import PROTOBUF, export, log

_MARTS = ("fct_agent_requests", "fct_ingestion_outcomes")
_BALANCED = (
    *(f"+{mart},resource_type:{kind}" for mart in _MARTS for kind in ("model", "seed")),
    "assert_every_record_has_one_outcome",
)
"""What dbt builds here: two marts with all they are made of, and the test of the outcomes."""

Start = Callable[[], tuple[subprocess.Popen[str], int]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the data folder."""
    return tmp_path / "data"


@pytest.fixture
def start(data: Path, repository_root: Path) -> Iterator[Start]:
    """Return a starter of receivers as users start them; it gives the process and its port."""
    started: list[subprocess.Popen[str]] = []
    environment = os.environ | {
        "AGENT_ANALYTICS_DATA_DIR": str(data),
        "AGENT_ANALYTICS_COLLECT__HTTP_PORT": "0",
        "AGENT_ANALYTICS_COLLECT__GRPC_PORT": "-1",
    }

    def begin() -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [sys.executable, "-m", "agent_analytics.cli", "collect"],
            cwd=repository_root,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        said = process.stderr.readline() if process.stderr else ""
        return process, int(said.split("127.0.0.1:")[1].split()[0])

    yield begin
    for process in started:
        process.kill()
        process.wait()


def _stored(data: Path) -> list[int]:
    folder = SpoolFolder(data / "spool" / "telemetry")
    folder.recover()
    stretches = [stretch_of(Segment(path, 0, path.stat().st_size)) for path in folder.sealed()]
    for stretch in stretches:
        outcomes = stretch.accepted + stretch.ignored + stretch.rejected
        assert stretch.received == outcomes + len(stretch.dead_letters)
    rows = [row for stretch in stretches for rows in stretch.records.values() for row in rows]
    return [row["sequence"] for row in rows]


def _post_until_it_ends(port: int, first: int, acknowledged: list[int]) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        try:
            for sequence in range(first, first + 1_000_000):
                body = export(log(sequence, request_id=str(sequence)))
                answer = client.post("/v1/logs", content=body, headers=PROTOBUF)
                if answer.status_code == 200:
                    acknowledged.append(sequence)
        except httpx.HTTPError:
            return


def _cut_power(data: Path, acknowledged: list[int], draw: random.Random) -> None:
    """Do to what was not yet durable what a power cut does: lose it, leave zeros, leave anything."""
    for path in (data / "spool" / "telemetry").glob("*.open"):
        content = read_file(path)
        durable = _durable_end(content, set(acknowledged))
        place = draw.randint(durable, len(content))
        rest = draw.randbytes(draw.randint(0, 300))
        left = draw.choice((b"", bytes(len(rest)), rest, content[durable : durable + len(rest)]))
        path.write_bytes(content[:place] + left)


def _durable_end(content: bytes, acknowledged: set[int]) -> int:
    """Return where the last request ends of which a record was acknowledged."""
    end, met = 0, False
    for read in read_lines(content):
        line = read.line
        if line is not None:
            met = met or any(row["sequence"] in acknowledged for row in line.rows())
        if line is not None and (line.header is not None or (line.tally is not None and met)):
            end, met = read.offset + read.length + 1, False
    return end


def _requests_of(settings: Settings) -> list[int]:
    """Load and build, and return which requests the mart has; each record has one outcome there."""
    with writer_lock(settings):
        spool.load(settings)
        prices.load(settings)
        ensure_raw_tables(settings)
    chosen = [*arguments(settings, full=False, select=_BALANCED), "--indirect-selection", "empty"]
    assert {result.status for result in invoke(settings, chosen)} == {"passed"}
    with connect(settings) as connection:
        (outcomes,) = connection.execute(
            "select sum(received_count), sum(accepted_count + ignored_count + dead_lettered_count"
            " + rejected_count) from marts.fct_ingestion_outcomes"
        ).fetchall()
        assert outcomes[0] == outcomes[1]
        rows = connection.execute("select request_id from marts.fct_agent_requests").fetchall()
    return [int(request_id) for (request_id,) in rows]


@pytest.mark.slow
def test_rows_64_and_65_no_acknowledged_record_is_lost_or_counted_twice(
    data: Path, start: Start, request: pytest.FixtureRequest
) -> None:
    """SIGKILL under load, then a power cut: each acknowledged record is in the marts, exactly once."""
    acknowledged: list[int] = []
    draw = random.Random(64)  # noqa: S311 - a repeatable order, no secret
    for attempt in range(request.config.getoption("--kills")):
        process, port = start()
        threads = [
            threading.Thread(
                target=_post_until_it_ends,
                args=(port, (attempt * 4 + lane + 1) * 1_000_000, acknowledged),
            )
            for lane in range(4)
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.05 + 0.37 * attempt % 0.4)
        process.kill()
        process.wait()
        for thread in threads:
            thread.join()
        _cut_power(data, acknowledged, draw)
    SpoolFolder(data / "spool" / "telemetry").recover()
    counted = _requests_of(Settings(data_dir=str(data)))
    assert acknowledged
    assert set(acknowledged) <= set(counted)
    assert len(counted) == len(set(counted))


@pytest.mark.slow
def test_row_72_a_stop_finishes_what_is_under_way_within_five_seconds(
    data: Path, start: Start
) -> None:
    """SIGTERM under load: nothing acknowledged is missing, the segment is sealed, the exit is clean."""
    process, port = start()
    acknowledged: list[int] = []
    threads = [
        threading.Thread(target=_post_until_it_ends, args=(port, lane * 1_000_000, acknowledged))
        for lane in range(4)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    stopped = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert time.monotonic() - stopped < 5
    for thread in threads:
        thread.join()
    assert not list(data.rglob("*.open"))
    stored = _stored(data)
    assert acknowledged
    assert sorted(acknowledged) == sorted(set(acknowledged) & set(stored))


@pytest.mark.slow
def test_rows_42_and_70_a_second_collector_is_told_who_is_there(data: Path, start: Start) -> None:
    """The same spool or the same port: exit 1 with the reason, and the first goes on."""
    process, port = start()
    second = subprocess.run(
        [sys.executable, "-m", "agent_analytics.cli", "collect"],
        env=os.environ | {"AGENT_ANALYTICS_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"held by process {process.pid}" in second.stderr
    other = os.environ | {
        "AGENT_ANALYTICS_DATA_DIR": f"{data}-other",
        "AGENT_ANALYTICS_COLLECT__HTTP_PORT": str(port),
    }
    third = subprocess.run(
        [sys.executable, "-m", "agent_analytics.cli", "collect"],
        env=other,
        capture_output=True,
        text=True,
        check=False,
    )
    assert third.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in third.stderr
    assert process.poll() is None
