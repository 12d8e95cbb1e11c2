"""A small HTTP server on loopback that can also fail on demand. What it answers belongs to its handler."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked; header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What it gets: cut answers end in the middle, slow ones wait `seconds` before their first byte."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    seconds: float = 0.0


Handler = Callable[[Request], Answer]


@dataclass(slots=True)
class Fault:
    """An answer given instead of the right one: to requests whose path has `path` in it.

    Skips the first `skips` of them, then strikes `times` times. With `cuts`, the right answer is cut in
    the middle.
    """

    path: str = ""
    answer: Answer = field(default_factory=lambda: Answer(500))
    skips: int = 0
    times: int = 1
    cuts: bool = False

    def strikes(self, request: Request) -> bool:
        """Return whether this request is hit, and count it."""
        if self.path not in request.path or not self.times:
            return False
        if self.skips:
            self.skips -= 1
            return False
        self.times -= 1
        return True


class Service:
    """Serves one handler on a free port of 127.0.0.1 while it is entered."""

    def __init__(self, handler: Handler, port: int = 0) -> None:
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self._handler = handler
        self._turn = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._request_class())
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def address(self) -> str:
        """Where it answers, as `http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: Request) -> Answer:
        """Return the handler's answer, or what a fault makes of it."""
        with self._turn:
            self.requests.append(request)
            fault = next((fault for fault in self.faults if fault.strikes(request)), None)
            if fault is None:
                return self._handler(request)
            if not fault.cuts:
                return fault.answer
            whole = self._handler(request)
            return Answer(whole.status, whole.body, whole.headers, is_cut=True)

    def _request_class(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Exchange(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            """Head and body leave together: the second would wait until the first is acknowledged."""

            def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
                self._exchange()

            def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
                self._exchange()

            def log_message(self, *_: Any) -> None:
                """Write no log."""

            def _exchange(self) -> None:
                parts = urlsplit(self.path)
                length = int(self.headers.get("content-length") or 0)
                answer = service.answer(
                    Request(
                        self.command,
                        parts.path,
                        dict(parse_qsl(parts.query)),
                        {name.lower(): value for name, value in self.headers.items()},
                        self.rfile.read(length),
                    )
                )
                time.sleep(answer.seconds)
                self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                half = len(answer.body) // 2
                self.wfile.write(answer.body[:half] if answer.is_cut else answer.body)
                self.close_connection = self.close_connection or answer.is_cut

        return Exchange
