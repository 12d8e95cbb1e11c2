"""HTTP/1.1 on one connection, with every bound a receiver needs: sizes, times, order of answers.

What a request means belongs to `routes`. Requests of one connection are answered one after the other.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httptools

from ingestion.receiver.answers import Answer, failure
from ingestion.receiver.bodies import MAX_WIRE_BYTES
from ingestion.receiver.counters import Counters
from ingestion.receiver.peers import is_stranger

MAX_HEADER_BYTES = 16 * 1024
MAX_CONNECTIONS = 1_000
MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024
REQUEST_SECONDS = 10.0
"""Time for one request to arrive in full."""

IDLE_SECONDS = 90.0
"""Time a connection may rest between requests."""

_DRAINED_BYTES = 4 * MAX_WIRE_BYTES
"""A body too large is read to its end up to here, so that the connection stays usable."""

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(slots=True)
class Request:
    """One request; header names are lower case. `refusal` was decided while it arrived.

    `is_stranger` says whether another user of this machine sends it.
    """

    method: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    keeps_alive: bool = True
    refusal: Answer | None = None
    is_stranger: bool = False


Reply = Callable[[Answer], None]
Handler = Callable[[Request, Reply], None]


class Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(
        self, handler: Handler, counters: Counters, connections: set["Connection"]
    ) -> None:
        self._handler = handler
        self._counters = counters
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._transport: Any = None
        self._parser: Any = None
        self._request = Request()
        self._parts: list[bytes] = []
        self._body_bytes = 0
        self._header_bytes = 0
        self._began: float | None = None
        self._rested_since = self._loop.time()
        self._ready: deque[Request] = deque()
        self._answering: Request | None = None
        self._is_closing = False
        self._is_stranger = False

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take up a connection, unless there are too many."""
        self._transport = transport
        ends = (transport.get_extra_info(name) for name in ("sockname", "peername"))
        self._is_stranger = is_stranger(*ends)
        self._connections.add(self)
        self._counters.connections = len(self._connections)
        if len(self._connections) > MAX_CONNECTIONS:
            self._close_with(failure(503, "too many connections", retry_after=1))
            return
        self._parser = httptools.HttpRequestParser(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what had arrived; nothing of it was stored."""
        self._connections.discard(self)
        self._counters.connections = len(self._connections)
        self._counters.bytes_in_flight -= self._body_bytes
        self._counters.bytes_in_flight -= sum(len(request.body) for request in self._ready)
        self._body_bytes = 0
        self._ready.clear()
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Parse what arrived."""
        if self._is_closing:
            return
        if self._began is None:
            self._began = self._loop.time()
        if self._answering is not None:
            self._transport.pause_reading()
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._close_with(failure(400, "upgrading the connection is not supported"))
        except httptools.HttpParserError:
            self._close_with(failure(400, "this is not HTTP/1.1"))

    def check_time(self, now: float) -> None:
        """Close a connection whose request takes too long to arrive, or that rests too long."""
        if self._answering is not None or self._is_closing:
            return
        if self._began is not None and now - self._began > REQUEST_SECONDS:
            self._close_with(failure(408, "the request took too long to arrive"))
        elif self._began is None and now - self._rested_since > IDLE_SECONDS:
            self.close()

    def close(self) -> None:
        """Close once the current answer is written."""
        self._is_closing = True
        if self._answering is None and self._transport is not None:
            self._transport.close()

    # What the parser calls, in the order of the request.

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._request = Request(is_stranger=self._is_stranger)
        self._parts, self._header_bytes = [], 0

    def on_url(self, url: bytes) -> None:
        """Take the target."""
        self._count_header(len(url))
        self._request.target += url.decode("latin-1")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; one that comes twice and differs is kept as both."""
        self._count_header(len(name) + len(value))
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers = self._request.headers
        headers[key] = f"{headers[key]}, {text}" if key in headers else text

    def on_headers_complete(self) -> None:
        """Decide about the size before the body comes."""
        request = self._request
        request.method = self._parser.get_method().decode("latin-1")
        request.keeps_alive = self._parser.should_keep_alive()
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told) > MAX_WIRE_BYTES:
            self._refuse_size()
            if int(told) > _DRAINED_BYTES:
                self._close_with(self._request.refusal or failure(413, "too large"))
        elif request.headers.get("expect", "").lower() == "100-continue":
            self._transport.write(_CONTINUE)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body, unless it is refused already."""
        request = self._request
        if request.refusal is None:
            if self._body_bytes + len(body) > MAX_WIRE_BYTES:
                self._refuse_size()
            elif self._counters.bytes_in_flight + len(body) > MAX_BYTES_IN_FLIGHT:
                self._let_go()
                request.refusal = failure(429, "too much is under way", retry_after=1)
            else:
                self._parts.append(body)
                self._body_bytes += len(body)
                self._counters.bytes_in_flight += len(body)

    def on_message_complete(self) -> None:
        """Hand a whole request on when it is its turn."""
        request = self._request
        request.body = b"".join(self._parts)
        self._parts, self._body_bytes = [], 0
        self._began = None
        self._ready.append(request)
        self._next()

    def _next(self) -> None:
        while self._answering is None and self._ready and not self._is_closing:
            request = self._ready.popleft()
            self._answering = request
            if request.refusal is not None:
                self._answer(request, request.refusal)
            else:
                self._handler(request, lambda answer, asked=request: self._answer(asked, answer))  # type: ignore[misc]

    def _answer(self, request: Request, answer: Answer) -> None:
        self._counters.bytes_in_flight -= len(request.body)
        self._answering = None
        self._rested_since = self._loop.time()
        if self._transport is None:
            return
        self._transport.write(answer.encoded())
        if answer.close or self._is_closing or not request.keeps_alive:
            self._is_closing = True
            self._transport.close()
            return
        self._transport.resume_reading()
        self._next()

    def _count_header(self, length: int) -> None:
        self._header_bytes += length
        if self._header_bytes > MAX_HEADER_BYTES:
            self._close_with(failure(431, f"headers exceed {MAX_HEADER_BYTES:,} bytes"))

    def _refuse_size(self) -> None:
        self._let_go()
        self._request.refusal = failure(413, f"the body exceeds {MAX_WIRE_BYTES:,} bytes")

    def _let_go(self) -> None:
        self._counters.bytes_in_flight -= self._body_bytes
        self._parts, self._body_bytes = [], 0

    def _close_with(self, answer: Answer) -> None:
        if not self._is_closing and self._transport is not None:
            self._is_closing = True
            self._transport.write(answer.encoded())
            self._transport.close()
