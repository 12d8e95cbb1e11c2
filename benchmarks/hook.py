"""What a hook costs an agent, with the receiver up, down and hanging, beside starting a process at all.

    python benchmarks/hook.py [--runs N]

A command hook is run as the agent runs it: a shell, the event on standard input, until the shell has ended.
It knows nothing of the receiver, so that one figure stands for all its states. A posted hook is one request
on a connection of its own; with a receiver that hangs it costs what the agent is told to wait.
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from agent_analytics.setup import claude_hooks

DEFAULT_RUNS = 200
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
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder, "spool")
        spool.mkdir()
        handed_on, waits = (claude_hooks.command_of(spool, waits=flag) for flag in (False, True))
        floor = _times(lambda: _run(["/bin/true"]), runs)
        _show("a process that does nothing", floor, floor)
        interpreter = [sys.executable, "-I", "-S", "-c", ""]
        _show("an interpreter that does nothing", _times(lambda: _run(interpreter), runs), floor)
        shell = ["/bin/sh", "-c"]
        times = _times(lambda: _run([*shell, handed_on]), runs, partial(_wait_for, spool))
        _show("command, handed on", times, floor)
        times = _times(lambda: _run([*shell, waits]), runs)
        _show("command, waited for at the end", times, floor)
        with _receiver(Path(folder, "data")) as port:
            _show("posted, receiver up", _times(lambda: _post(port), runs), floor)
    _show("posted, receiver down", _times(lambda: _post(port), runs), floor)
    with socket.create_server(("127.0.0.1", 0), backlog=1_024) as hanging:
        address = hanging.getsockname()[1]
        _show("posted, receiver hanging", _times(lambda: _post(address), min(runs, 20)), floor)


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
    print(f"  {name:<34}p50{middle:>8.2f} ms   p99{late:>8.2f} ms{ratio:>8.1f} x the process")


def _wait_for(spool: Path, expected: int) -> None:
    """Return once some events are on the disk: agents do not send the next one within milliseconds."""
    while sum(file.read_bytes().count(b'{"agent"') for file in spool.iterdir()) < expected:
        time.sleep(0.002)


def _run(command: list[str]) -> None:
    subprocess.run(command, input=BODY, capture_output=True, check=False)


def _post(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=claude_hooks.HTTP_SECONDS)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", claude_hooks.PATH, BODY, headers)
        connection.getresponse().read()
    except OSError:
        pass  # down or hanging: the agent goes on as well
    finally:
        connection.close()


@contextmanager
def _receiver(data: Path) -> Iterator[int]:
    """Run a receiver of its own and yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
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


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
