"""The receiver killed, stopped and crowded: what it acknowledged is there, once.

`--kills N` tries more often than continuous integration has time for.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from tests.fixtures.receivers import PROTOBUF, export, log

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
                answer = client.post("/v1/logs", content=export(log(sequence)), headers=PROTOBUF)
                if answer.status_code == 200:
                    acknowledged.append(sequence)
        except httpx.HTTPError:
            return


@pytest.mark.slow
def test_row_64_no_acknowledged_record_is_lost_to_a_kill(
    data: Path, start: Start, request: pytest.FixtureRequest
) -> None:
    """SIGKILL at random moments under load: each acknowledged record is in the spool, exactly once."""
    acknowledged: list[int] = []
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
    stored = _stored(data)
    assert acknowledged
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))


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
