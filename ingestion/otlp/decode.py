"""Bytes of one export request to signals: the one decoder for files and for the receiver.

Whole requests that cannot be read raise `UndecodableError`; single records that cannot are counted with
a reason. What the records mean for an agent belongs to `events`.
"""

import json
import re
from typing import Any, Literal

import msgspec

from ingestion.otlp import decode_protobuf, wire
from ingestion.otlp.reasons import Reason, UndecodableError
from ingestion.otlp.requests import as_tree, as_typed, signals_of
from ingestion.otlp.signals import Decoded, SignalKind

MAX_BYTES = 64 * 1024 * 1024
"""Largest request that is read."""


class _JsonRequest(msgspec.Struct, rename="camel"):
    """A request whose records are read with their types at once."""

    resource_logs: list[wire.ResourceLogs[wire.LogRecordWire]] | None = None
    resource_spans: list[wire.ResourceSpans[wire.SpanWire]] | None = None
    resource_metrics: list[wire.ResourceMetrics[wire.PointWire]] | None = None


_FAST = msgspec.json.Decoder(_JsonRequest)
_SNAKE = re.compile(r"_([a-z])")
_ROOTS: dict[SignalKind, str] = {
    "logs": "resource_logs",
    "traces": "resource_spans",
    "metrics": "resource_metrics",
}


def decode(
    body: bytes, encoding: Literal["json", "protobuf"], signal: SignalKind | None = None
) -> Decoded:
    """Return the signals of one request.

    `signal` is what the sender announced; protobuf needs it, JSON tells it by its root key and is refused
    when they differ. Raises `UndecodableError`.
    """
    if len(body) > MAX_BYTES:
        raise UndecodableError(Reason.TOO_LARGE)
    if encoding == "protobuf":
        if signal is None:
            raise UndecodableError(Reason.NO_SIGNAL)
        return decode_protobuf.read(body, signal)
    return _decode_json(body, signal)


def _decode_json(body: bytes, signal: SignalKind | None) -> Decoded:
    try:
        request = _FAST.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        request = None
    if request is not None and _has_signal(request):
        _expect(request, signal)
        return signals_of(request, as_typed)  # type: ignore[arg-type]
    return _decode_odd_json(body, signal)


def _decode_odd_json(body: bytes, signal: SignalKind | None) -> Decoded:
    """Return what can be saved of a request that is not spelled as the specification says.

    Keys may be snake_case, text may hold broken Unicode and a record may have a wrong type.
    """
    try:
        tree = _tidied(json.loads(body.decode("utf-8-sig", "replace")))
        request = msgspec.convert(tree, wire.Request[Any])
    except RecursionError:
        raise UndecodableError(Reason.TOO_DEEP) from None
    except msgspec.ValidationError:
        raise UndecodableError(Reason.BAD_ENVELOPE) from None
    except ValueError:
        raise UndecodableError(Reason.NOT_JSON) from None
    if not _has_signal(request):
        if tree.keys() <= {"resourceProfiles"}:
            return Decoded(ignored=len(tree))
        raise UndecodableError(Reason.NO_SIGNAL)
    _expect(request, signal)
    return signals_of(request, as_tree)


def _tidied(tree: Any) -> Any:
    """Return a JSON tree with camelCase keys and valid Unicode; keys are field names everywhere in OTLP."""
    if isinstance(tree, dict):
        return {_SNAKE.sub(lambda m: m[1].upper(), k): _tidied(v) for k, v in tree.items()}
    if isinstance(tree, list):
        return [_tidied(item) for item in tree]
    if isinstance(tree, str) and not tree.isascii():
        return tree.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return tree


def _has_signal(request: Any) -> bool:
    return any(getattr(request, root) is not None for root in _ROOTS.values())


def _expect(request: Any, signal: SignalKind | None) -> None:
    if signal is not None and getattr(request, _ROOTS[signal]) is None:
        raise UndecodableError(Reason.WRONG_SIGNAL)
