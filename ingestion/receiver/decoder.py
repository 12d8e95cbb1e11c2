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
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from typing import Any

import msgspec

from agent_analytics.privacy.policy import Policy
from ingestion.otlp.reasons import UndecodableError
from ingestion.otlp.signals import SignalKind
from ingestion.receiver import intake
from ingestion.receiver.committer import Lines
from ingestion.receiver.intake import Encoding, Export, Taken

_BUFFER_BYTES = 1024 * 1024
_READ_BYTES = 64 * 1024
"""As much is read at once; small requests in it are reduced and answered together, large ones each alone."""

_LENGTHS = struct.Struct("<II")
"""Lengths of what comes first, told in MessagePack, and of the bytes that follow it."""

Asked = tuple[Encoding, SignalKind, int]
"""Encoding and signal of a request, and how far its sender's clock is ahead."""


class Told(msgspec.Struct, array_like=True):
    """What a request gave but for its lines, which are those of a number among the lines of an answer.

    `unreadable` is why the whole of it cannot be read.
    """

    lines: int = 0
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    problem: str | None = None
    unreadable: str | None = None


class Answered(msgspec.Struct, array_like=True):
    """Seconds of the processor, what each of some requests gave, and how long each of their lines are."""

    seconds: float = 0.0
    told: list[Told] = []
    lengths: list[int] = []


_ENCODE = msgspec.msgpack.Encoder().encode
_ANSWERED = msgspec.msgpack.Decoder(Answered)
_ASKED = msgspec.msgpack.Decoder(Asked)

Ended = Callable[[Taken | Exception | None, float], None]
"""Told what a request gave or why it cannot be read, and seconds of the processor; None when nobody read it."""


class Decoder(asyncio.Protocol):
    """The receiver's end of a line: requests wait in it for what they gave.

    `waiting_bytes` is the size of those that it has not answered.
    """

    def __init__(self, gone: Callable[["Decoder"], None]) -> None:
        self._gone = gone
        self._transport: Any = None
        self._waiting: deque[tuple[Ended, int]] = deque()
        self._arrived = bytearray()
        self.waiting_bytes = 0
        self.is_ready = False

    def ask(self, body: bytes, asked: Asked, ended: Ended) -> None:
        """Have a request decoded."""
        encoded = _ENCODE(asked)
        size = len(encoded) + len(body)
        self._waiting.append((ended, size))
        self.waiting_bytes += size
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
            self._waiting.popleft()[0](None, 0.0)

    def data_received(self, data: bytes) -> None:
        """Hand on each answer that is complete; the first one only says that the process is ready."""
        for said, content in _complete(self._arrived, data):
            if not self.is_ready:
                self.is_ready = True
                continue
            answered = _ANSWERED.decode(said)
            ends = accumulate(answered.lengths, initial=0)
            lines = [Lines(content[begin:end]) for begin, end in pairwise(ends)]
            for told in answered.told:
                outcome: Taken | Exception = (
                    Taken(lines[told.lines], *told.counts, told.problem)
                    if told.unreadable is None
                    else UndecodableError(told.unreadable)
                )
                ended, size = self._waiting.popleft()
                self.waiting_bytes -= size
                ended(outcome, answered.seconds / len(answered.told))


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
    with line:
        line.sendall(_framed(Answered(), b""))
        arrived = bytearray()
        while data := line.recv(_READ_BYTES):
            asked = [(body, *_ASKED.decode(said)) for said, body in _complete(arrived, data)]
            if asked:
                line.sendall(_answer(policy, asked))


def _answer(policy: Policy, asked: list[Export]) -> bytes:
    started = time.thread_time()  # waiting for the processor is no work
    outcomes = intake.telemetry_of_many(policy, asked)
    lines: list[Lines] = []
    told: list[Told] = []
    for outcome in outcomes:
        if isinstance(outcome, UndecodableError):
            told.append(Told(unreadable=str(outcome)))
            continue
        place = next((place for place, each in enumerate(lines) if each is outcome.lines), None)
        if place is None:
            place = len(lines)
            lines.append(outcome.lines)
        counts = (outcome.received, outcome.accepted, outcome.ignored, outcome.refused)
        told.append(Told(place, counts, outcome.problem))
    contents = [each.content for each in lines]
    seconds = time.thread_time() - started
    return _framed(Answered(seconds, told, list(map(len, contents))), b"".join(contents))


def _framed(answered: Answered, lines: bytes) -> bytes:
    said = _ENCODE(answered)
    return _LENGTHS.pack(len(said), len(lines)) + said + lines


def _complete(arrived: bytearray, data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield both parts of what is complete, once more data arrived; the rest stays."""
    arrived += data
    while len(arrived) >= _LENGTHS.size:
        told_bytes, other_bytes = _LENGTHS.unpack_from(arrived)
        begin = _LENGTHS.size + told_bytes
        end = begin + other_bytes
        if len(arrived) < end:
            return
        told, other = bytes(arrived[_LENGTHS.size : begin]), bytes(arrived[begin:end])
        del arrived[:end]
        yield told, other
