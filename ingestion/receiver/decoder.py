"""A process that decodes requests for the receiver, and the line between the two.

The line is a pair of sockets: a request goes one way, what it gave comes back, in order. It ends with the
receiver, however that ends. When decoders are started belongs to `decoders`, what decoding means to `intake`.
"""

import asyncio
import gc
import multiprocessing
import signal as signals
import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from io import BufferedReader
from typing import Any

import msgspec

from agent_analytics.privacy.policy import Policy
from ingestion.otlp.reasons import UndecodableError
from ingestion.otlp.signals import SignalKind
from ingestion.receiver import intake
from ingestion.receiver.answers import Encoding
from ingestion.receiver.intake import Taken

_BUFFER_BYTES = 1024 * 1024
_LENGTHS = struct.Struct("<II")
"""Lengths of what comes first, told in MessagePack, and of the bytes that follow it."""

Asked = tuple[Encoding, SignalKind, int]
"""Encoding and signal of a request, and how far its sender's clock is ahead."""


class Told(msgspec.Struct, array_like=True):
    """What a request gave but for its lines; `unreadable` is why the whole of it cannot be read."""

    seconds: float
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    problem: str | None = None
    unreadable: str | None = None


_ENCODE = msgspec.msgpack.Encoder().encode
_TOLD = msgspec.msgpack.Decoder(Told)
_ASKED = msgspec.msgpack.Decoder(Asked)

Ended = Callable[[Taken | Exception | None, float], None]
"""Told what a request gave or why it cannot be read, and seconds of the processor; None when nobody read it."""


class Decoder(asyncio.Protocol):
    """The receiver's end of a line: requests wait in it for what they gave."""

    def __init__(self, gone: Callable[["Decoder"], None]) -> None:
        self._gone = gone
        self._transport: Any = None
        self._waiting: deque[Ended] = deque()
        self._arrived = bytearray()
        self.is_ready = False

    @property
    def waiting(self) -> int:
        """Return how many requests it has not answered."""
        return len(self._waiting)

    def ask(self, body: bytes, asked: Asked, ended: Ended) -> None:
        """Have a request decoded."""
        encoded = _ENCODE(asked)
        self._waiting.append(ended)
        self._transport.writelines((_LENGTHS.pack(len(encoded), len(body)) + encoded, body))

    def close(self) -> None:
        """End the process; requests that wait are given back."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take up the line."""
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Give back what nobody will decode any more."""
        self.is_ready = False
        self._gone(self)
        while self._waiting:
            self._waiting.popleft()(None, 0.0)

    def data_received(self, data: bytes) -> None:
        """Hand on each answer that is complete; the first one only says that the process is ready."""
        arrived = self._arrived
        arrived += data
        while len(arrived) >= _LENGTHS.size:
            told_bytes, line_bytes = _LENGTHS.unpack_from(arrived)
            begin = _LENGTHS.size + told_bytes
            end = begin + line_bytes
            if len(arrived) < end:
                return
            told = _TOLD.decode(arrived[_LENGTHS.size : begin])
            lines = bytes(arrived[begin:end])
            del arrived[:end]
            if not self.is_ready:
                self.is_ready = True
                continue
            outcome: Taken | Exception = (
                Taken(lines, *told.counts, told.problem)
                if told.unreadable is None
                else UndecodableError(told.unreadable)
            )
            self._waiting.popleft()(outcome, told.seconds)


async def start(policy: Policy, gone: Callable[[Decoder], None]) -> Decoder:
    """Return a decoder whose process is starting; `gone` is told when it has ended."""
    ours, theirs = socket.socketpair()
    with theirs:
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
        ours.setblocking(False)
        process = multiprocessing.get_context("spawn").Process(
            target=serve, args=(theirs, policy), daemon=True
        )
        process.start()
    _, decoder = await asyncio.get_running_loop().create_connection(
        lambda: Decoder(gone), sock=ours
    )
    return decoder


def serve(line: socket.socket, policy: Policy) -> None:
    """Decode what comes over a line until its other end closes."""
    signals.signal(signals.SIGINT, signals.SIG_IGN)  # Ctrl-C is the receiver's to obey
    intake.warm_up(policy)
    gc.freeze()
    gc.disable()
    with line, line.makefile("rb") as requests:
        _send(line, Told(0.0), b"")
        while lengths := requests.read(_LENGTHS.size):
            started = time.thread_time()
            told, lines = _decoded(policy, _LENGTHS.unpack(lengths), requests)
            told.seconds = time.thread_time() - started
            _send(line, told, lines)


def _decoded(
    policy: Policy, lengths: tuple[int, ...], requests: BufferedReader
) -> tuple[Told, bytes]:
    asked_bytes, body_bytes = lengths
    asked = _ASKED.decode(requests.read(asked_bytes))
    try:
        taken = intake.telemetry(policy, requests.read(body_bytes), *asked)
    except UndecodableError as error:
        return Told(0.0, unreadable=str(error)), b""
    counts = (taken.received, taken.accepted, taken.ignored, taken.refused)
    return Told(0.0, counts, taken.problem), taken.lines


def _send(line: socket.socket, told: Told, lines: bytes) -> None:
    said = _ENCODE(told)
    line.sendall(_LENGTHS.pack(len(said), len(lines)) + said + lines)
