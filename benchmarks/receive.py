"""How fast the receiver takes telemetry, each acknowledgement after an fsync, beside the raw fsync limit.

    python benchmarks/receive.py [--seconds N]

The receiver runs as users run it, in a process of its own; the senders share the machine with it. The floor
is a loop that appends the same bytes and syncs them, without network, decoding or redaction.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import collector_lines
import psutil
from google.protobuf import json_format
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData

DEFAULT_SECONDS = 8.0
BATCH, SINGLE = 100, 1
DISTINCT_BODIES = 200
CONNECTIONS = {BATCH: 8, SINGLE: 32}
WARM_UP_SECONDS = 4.0
STEADY_RATE = 10_000
MEBIBYTE = 1024 * 1024


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=DEFAULT_SECONDS)
    seconds = arguments.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        for batch in (BATCH, SINGLE):
            bodies = list(_bodies(batch))
            floor = _floor(Path(folder) / "floor", bodies[0], seconds / 4)
            with _Receiver(Path(folder) / f"data{batch}") as receiver:
                asyncio.run(_send(receiver.port, bodies, WARM_UP_SECONDS, CONNECTIONS[batch]))
                before, _ = receiver.use()
                times = asyncio.run(_send(receiver.port, bodies, seconds, CONNECTIONS[batch]))
                after, memory = receiver.use()
                _print(batch, times, seconds, floor * batch)
                each = (after - before) / len(times) / batch
                print(f"       {each * 1e6:,.1f} µs of processor time an event, {memory:,.0f} MiB")
        with _Receiver(Path(folder) / "steady") as receiver:
            _print_steady(receiver, list(_bodies(BATCH)), seconds)


class _Receiver:
    """A receiver on a free port."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.port = 0

    def __enter__(self) -> "_Receiver":
        environment = os.environ | {
            "AGENT_ANALYTICS_DATA_DIR": str(self._data),
            "AGENT_ANALYTICS_COLLECT__HTTP_PORT": "0",
            "AGENT_ANALYTICS_COLLECT__GRPC_PORT": "-1",
            "AGENT_ANALYTICS_COLLECT__QUOTA_MB": "20000",
        }
        command = [sys.executable, "-m", "agent_analytics.cli", "collect"]
        self._process = subprocess.Popen(
            command,
            env=environment,
            stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
            text=True,
        )
        said = self._process.stderr.readline() if self._process.stderr else ""
        self.port = int(said.split("127.0.0.1:")[1].split(",")[0].split()[0])
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def use(self) -> tuple[float, float]:
        """Return the processor seconds used so far and the resident mebibytes, its decoders included."""
        receiver = psutil.Process(self._process.pid)
        processes = [receiver, *receiver.children(recursive=True)]
        times = [process.cpu_times() for process in processes]
        seconds = sum(time.user + time.system for time in times)
        return seconds, sum(process.memory_info().rss for process in processes) / MEBIBYTE


def _bodies(batch: int) -> Iterator[bytes]:
    collector_lines.EVENTS_PER_LINE = batch
    for line in collector_lines.lines(batch * DISTINCT_BODIES):
        yield json_format.Parse(line, LogsData()).SerializeToString()


def _floor(file: Path, body: bytes, seconds: float) -> float:
    """Return how often a body can be appended and synced per second."""
    count, end = 0, time.perf_counter() + seconds
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while time.perf_counter() < end:
        os.write(descriptor, body)
        getattr(os, "fdatasync", os.fsync)(descriptor)
        count += 1
    os.close(descriptor)
    return count / seconds


async def _send(
    port: int, bodies: list[bytes], seconds: float, connections: int, every: float = 0.0
) -> list[float]:
    """Return the seconds each request took; `every` is the pause between two of one connection."""
    end = time.perf_counter() + seconds
    each = (_sender(port, bodies[n:] + bodies[:n], end, every) for n in range(connections))
    return [took for times in await asyncio.gather(*each) for took in times]


async def _sender(port: int, bodies: list[bytes], end: float, every: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    for body in cycle(bodies):
        started = time.perf_counter()
        if started >= end:
            break
        writer.write(_HEAD % len(body) + body)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        took = time.perf_counter() - started
        times.append(took)
        if every > took:
            await asyncio.sleep(every - took)
    writer.close()
    return times


_HEAD = (
    b"POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\n"
    b"Content-Length: %d\r\n\r\n"
)


def _print(batch: int, times: list[float], seconds: float, floor: float) -> None:
    rate = len(times) * batch / seconds
    times.sort()
    late = times[int(len(times) * 0.99)] * 1000
    print(
        f"  {batch:>4} a request {rate:>10,.0f} events/s {len(times) / seconds:>9,.0f} requests/s"
        f"   p50 {times[len(times) // 2] * 1000:>6.1f} ms  p99 {late:>6.1f} ms"
        f"   {rate / floor:>5.2f} x appending and syncing alone ({floor:,.0f}/s)"
    )


def _print_steady(receiver: _Receiver, bodies: list[bytes], seconds: float) -> None:
    connections = CONNECTIONS[BATCH]
    before, _ = receiver.use()
    started = time.perf_counter()
    every = connections * BATCH / STEADY_RATE
    times = asyncio.run(_send(receiver.port, bodies, seconds, connections, every))
    elapsed = time.perf_counter() - started
    after, memory = receiver.use()
    print(
        f"  {len(times) * BATCH / elapsed:,.0f} events/s steadily: {(after - before) / elapsed:.0%}"
        f" of a core, {memory:,.0f} MiB"
    )


if __name__ == "__main__":
    main()
