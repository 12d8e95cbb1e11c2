"""What the receiver answers, as the OTLP specification says: empty, partial success, or a status.

Source: opentelemetry-proto/docs/specification.md, "OTLP/HTTP Response"; google/rpc/status.proto.
"""

from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from ingestion.otlp.signals import SignalKind
from ingestion.receiver.intake import Encoding, Taken

JSON, PROTOBUF, TEXT = "application/json", "application/x-protobuf", "text/plain; charset=utf-8"

BUSY_SECONDS = 1
"""When to come again while too much is under way."""

FULL_SECONDS = 30
"""When to come again while there is no room."""

_REJECTED: dict[SignalKind, str] = {
    "logs": "rejectedLogRecords",
    "traces": "rejectedSpans",
    "metrics": "rejectedDataPoints",
}
_INVALID_ARGUMENT, _PERMISSION_DENIED, _RESOURCE_EXHAUSTED = 3, 7, 8
_UNIMPLEMENTED, _INTERNAL, _UNAVAILABLE, _UNAUTHENTICATED = 12, 13, 14, 16
_CODES = {
    400: _INVALID_ARGUMENT,
    401: _UNAUTHENTICATED,
    403: _PERMISSION_DENIED,
    404: _UNIMPLEMENTED,
    413: _RESOURCE_EXHAUSTED,
    429: _UNAVAILABLE,
    500: _INTERNAL,
    503: _UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; `headers` come besides the usual ones."""

    status: int
    content_type: str = TEXT
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    close: bool = False

    def encoded(self) -> bytes:
        """Return the bytes of the answer."""
        head = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Content-Type: {self.content_type}",
            f"Content-Length: {len(self.body)}",
            "X-Content-Type-Options: nosniff",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        if self.close:
            head.append("Connection: close")
        return "\r\n".join((*head, "", "")).encode("latin-1") + self.body


def success(taken: Taken, signal: SignalKind, encoding: Encoding) -> Answer:
    """Return the answer to a request that was stored; refused records are counted in it."""
    if encoding == "protobuf":
        return Answer(200, PROTOBUF, partial_success(taken))
    said: dict[str, object] = {}
    if taken.refused:
        said = {
            "partialSuccess": {
                _REJECTED[signal]: str(taken.refused),
                "errorMessage": problem_of(taken),
            }
        }
    return Answer(200, JSON, msgspec.json.encode(said))


def failure(
    status: int, reason: str, encoding: Encoding = "json", retry_after: int | None = None
) -> Answer:
    """Return an error with its reason; one with `retry_after` (seconds) may be sent again."""
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    code = _CODES.get(status, _INVALID_ARGUMENT)
    if encoding == "protobuf":
        return Answer(status, PROTOBUF, _status(code, reason), headers)
    return Answer(status, JSON, msgspec.json.encode({"code": code, "message": reason}), headers)


def problem_of(taken: Taken) -> str:
    """Return in words why records of a request were refused."""
    return f"{taken.refused} of {taken.received} records refused, the first as {taken.problem}"


def partial_success(taken: Taken) -> bytes:
    """Return an export response in protobuf; empty when every record was taken."""
    if not taken.refused:
        return b""
    message = problem_of(taken).encode()
    inner = b"\x08" + _varint(taken.refused) + b"\x12" + _varint(len(message)) + message
    return b"\x0a" + _varint(len(inner)) + inner


def _status(code: int, reason: str) -> bytes:
    message = reason.encode()
    return b"\x08" + _varint(code) + b"\x12" + _varint(len(message)) + message


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits a byte
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)
