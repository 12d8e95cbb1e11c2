"""A made-up model service on loopback: speaks enough of the Messages API, follows a script, keeps a ledger.

The script has one step per request of the conversation: tools to call, then a last word. Requests beside the
conversation (titles, summaries) are answered with a word of their own. What was answered is the truth that
the marts are held to.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = list[dict[str, Any]]
"""Content blocks of one answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What one request was answered: the model and the tokens, as the vendor counts them."""

    model: str
    input_tokens: int
    cache_write_tokens: int
    cache_read_tokens: int
    output_tokens: int


@dataclass(slots=True)
class Service:
    """A running service: where it is, what it will answer, and what it did."""

    script: list[Step]
    address: str = ""
    ledger: list[Answered] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def step_for(self, messages: list[dict[str, Any]], *, has_tools: bool) -> Step:
        """Return the content for a request: as many steps on as there are answers in its history."""
        if not has_tools:
            return [{"type": "text", "text": "Word"}]
        said = sum(message.get("role") == "assistant" for message in messages)
        return self.script[min(said, len(self.script) - 1)]

    def answered(self, model: str) -> tuple[int, Answered]:
        """Return the number and the tokens of a new answer; no two have the same tokens."""
        with self.lock:
            number = len(self.ledger) + 1
            answer = Answered(model, 100 + number, 10 * number, 1_000 + number, 20 + number)
            self.ledger.append(answer)
        return number, answer


@contextmanager
def serving(script: list[Step]) -> Iterator[Service]:
    """Run a service with a script."""
    service = Service(script)

    class Handler(_Handler):
        def do_POST(self) -> None:
            self.answer(service)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, service: Service) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        if self.path.partition("?")[0] != "/v1/messages":
            self._send(b'{"input_tokens": 9}', "application/json")
            return
        model = body["model"]
        content = service.step_for(body["messages"], has_tools=bool(body.get("tools")))
        number, answer = service.answered(model)
        message = {
            "id": f"msg_{number:04}",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": content,
            "stop_reason": "tool_use" if content[-1]["type"] == "tool_use" else "end_turn",
            "stop_sequence": None,
            "usage": {
                "input_tokens": answer.input_tokens,
                "cache_creation_input_tokens": answer.cache_write_tokens,
                "cache_creation": {
                    "ephemeral_5m_input_tokens": answer.cache_write_tokens,
                    "ephemeral_1h_input_tokens": 0,
                },
                "cache_read_input_tokens": answer.cache_read_tokens,
                "output_tokens": answer.output_tokens,
            },
        }
        if body.get("stream"):
            self._send(b"".join(_events(message)), "text/event-stream", number)
        else:
            self._send(json.dumps(message).encode(), "application/json", number)

    def _send(self, body: bytes, kind: str, number: int = 0) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("request-id", f"req_{number:04}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


def _events(message: dict[str, Any]) -> Iterator[bytes]:
    """Yield a message as the server-sent events of a stream."""
    usage = message["usage"]
    begun = {**message, "content": [], "stop_reason": None, "usage": {**usage, "output_tokens": 1}}
    yield _event("message_start", message=begun)
    for index, block in enumerate(message["content"]):
        if block["type"] == "text":
            start, delta = (
                {"type": "text", "text": ""},
                {"type": "text_delta", "text": block["text"]},
            )
        else:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield _event("content_block_start", index=index, content_block=start)
        yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    ended = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield _event("message_delta", delta=ended, usage={"output_tokens": usage["output_tokens"]})
    yield _event("message_stop")


def _event(name: str, **said: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **said})}\n\n".encode()
