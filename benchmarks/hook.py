"""What a hook costs an agent, with the receiver up, down and hanging, beside starting a process at all.

    python benchmarks/hook.py [--runs N]

A hook is run as the agent runs it: a shell, the event on standard input, until the shell has ended. Its events
are loaded on the same machine, or delivered elsewhere by a process that it leaves behind. Handed on is every
event but the last of a session, which is on the disk before its hook ends.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent_analytics.setup import claude_hooks, delivery

DEFAULT_RUNS = 100
EVENT = {
    "hook_event_name": "PostToolUse",
    "session_id": "0b6c3a52-9a3e-4d3b-8d2f-0f6f4f5f8a11",
    "cwd": "/home/dev/shop",
    "tool_name": "Edit",
    "tool_use_id": "toolu_01",
    "tool_input": {"file_path": "/home/dev/shop/cart.py", "new_string": "x" * 4_000},
    "duration_ms": 31,
}
BODY = json.dumps(EVENT).encode()


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=DEFAULT_RUNS)
    runs = arguments.parse_args().runs
    print("one hook event, until the agent may go on")
    floor = _times(lambda: _run(["/bin/true"]), runs)
    _show("a process that does nothing", floor, floor)
    interpreter = [sys.executable, "-I", "-S", "-c", ""]
    _show("an interpreter that does nothing", _times(lambda: _run(interpreter), runs), floor)
    for state, receiver in (("up", _receiver), ("down", _nobody), ("hanging", _hanging)):
        with _folder() as folder, receiver(Path(folder, "data")) as port:
            for place in ("here", "elsewhere"):
                spool = Path(folder, place)
                spool.mkdir()
                if place == "elsewhere":
                    address = delivery.address_text(f"http://127.0.0.1:{port}", None)
                    (spool / delivery.RECEIVER).write_bytes(address)
                for waits in (False, True):
                    _measure(f"loaded {place}, receiver {state}", spool, waits, runs, floor)


def _folder() -> "tempfile.TemporaryDirectory[str]":
    """Return a folder; what a process that was left behind still writes there must not end the run."""
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)


def _measure(name: str, spool: Path, waits: bool, runs: int, floor: list[float]) -> None:
    command = ["/bin/sh", "-c", claude_hooks.command_of(spool, waits=waits)]
    before = _appended(spool)
    times = _times(lambda: _run(command), runs, lambda number: _wait_for(spool, before + number))
    _show(f"{name}, {'the last event' if waits else 'handed on'}", times, floor)


def _times(
    work: Callable[[], object], runs: int, settle: Callable[[int], None] = lambda _: None
) -> list[float]:
    """Return how long each run took in milliseconds, shortest first; `settle` is given its number, untimed."""
    times = []
    for number in range(1, runs + 1):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1_000)
        settle(number)
    return sorted(times)


def _show(name: str, times: list[float], floor: list[float]) -> None:
    middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    ratio = middle / floor[len(floor) // 2]
    print(f"  {name:<52}p50{middle:>8.2f} ms   p99{late:>8.2f} ms{ratio:>8.1f} x the process")


def _wait_for(spool: Path, expected: int) -> None:
    """Return once some events are on the disk: agents do not send the next one within milliseconds."""
    while _appended(spool) < expected:
        time.sleep(0.002)


def _appended(spool: Path) -> int:
    return sum(file.read_bytes().count(b'{"agent"') for file in spool.glob("hooks-*"))


def _run(command: list[str]) -> None:
    subprocess.run(command, input=BODY, capture_output=True, check=False)


@contextmanager
def _nobody(_: Path) -> Iterator[int]:
    """Yield a port that nobody listens on."""
    yield _free_port()


@contextmanager
def _hanging(_: Path) -> Iterator[int]:
    """Yield the port of somebody who takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=1_024) as hanging:
        yield hanging.getsockname()[1]


@contextmanager
def _receiver(data: Path) -> Iterator[int]:
    """Run a receiver of its own and yield its port."""
    port = _free_port()
    settings = {"DATA_DIR": str(data), "COLLECT__HTTP_PORT": str(port), "COLLECT__GRPC_PORT": "-1"}
    environment = {f"AGENT_ANALYTICS_{name}": value for name, value in settings.items()}
    command = [str(Path(sys.executable).with_name("agent-analytics")), "collect"]
    child = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
