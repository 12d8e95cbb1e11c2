"""What a command hook costs an agent, beside starting a process at all.

    python benchmarks/hook.py [--runs N]

The hook is run as the agent runs it: a new process, the event on standard input, until it has ended.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from agent_analytics.setup import hook

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


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=DEFAULT_RUNS)
    runs = arguments.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-I", "-S", str(Path(hook.__file__)), folder, "claude_code"]
        floor = _milliseconds(["/bin/true"], runs)
        interpreter = _milliseconds([sys.executable, "-I", "-S", "-c", ""], runs)
        measured = _milliseconds(ours, runs)
    print("one hook event, from start to end of its process")
    for name, times in (
        ("a process that does nothing", floor),
        ("an interpreter that does nothing", interpreter),
        ("ours", measured),
    ):
        middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        ratio = middle / floor[len(floor) // 2]
        print(f"  {name:<34}p50{middle:>7.2f} ms   p99{late:>7.2f} ms{ratio:>8.1f} x the process")


def _milliseconds(command: Sequence[str], runs: int) -> list[float]:
    """Return how long each run took, shortest first."""
    body = json.dumps(EVENT).encode()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, input=body, capture_output=True, check=False)
        times.append((time.perf_counter() - started) * 1_000)
    return sorted(times)


if __name__ == "__main__":
    main()
