"""Attributes, values and origins in protobuf's bytes to what they mean, remembered while they repeat.

A process sends the same identifiers and names with each of its records. What a short attribute means is
therefore kept by its bytes, in memory only and within bounds.
"""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from ingestion.otlp import assemble, wire
from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.signals import Attributes, Origin

_REMEMBERED = 50_000
_REMEMBERED_ORIGINS = 1_000
_SHORT = 128
"""Below this length every length prefix inside an attribute is one byte."""

_KEY, _VALUE, _TEXT = 0x0A, 0x12, 0x0A
"""Tags of a pair's key and value, and of a value that is text."""

_PAIRS: dict[bytes, tuple[str, Any]] = {}
_ORIGINS: dict[tuple[bytes, bytes], Origin] = {}


def attributes_of(pairs: Sequence[bytes]) -> tuple[Attributes, tuple[str, ...]]:
    """Return attributes as a dict, and a flag when a key came twice (the last one counts).

    Raises `RefusedError`.
    """
    if len(pairs) > assemble.MAX_ATTRIBUTES:
        raise RefusedError(Reason.TOO_MANY_ATTRIBUTES)
    known = _PAIRS
    attributes = dict([known.get(pair) or _pair(pair) for pair in pairs])
    return attributes, () if len(attributes) == len(pairs) else ("duplicate_key",)


def value_of(encoded: bytes) -> Any:
    """Return what an encoded value means; None for an empty one. Raises `RefusedError`."""
    if not encoded:
        return None
    try:
        return assemble.value(_any_value(AnyValue.FromString(encoded)))
    except DecodeError:
        raise RefusedError(Reason.BAD_VALUE) from None


def origin_of(resource: bytes, scope: bytes) -> Origin:
    """Return what the records of one scope share. Raises `RefusedError`."""
    origin = _ORIGINS.get((resource, scope))
    if origin is None:
        try:
            shared = wire.Resource(_key_values(Resource.FromString(resource).attributes))
            within = InstrumentationScope.FromString(scope)
        except DecodeError:
            raise RefusedError(Reason.BAD_VALUE) from None
        origin = assemble.origin(shared, wire.Scope(within.name, within.version))
        if len(_ORIGINS) >= _REMEMBERED_ORIGINS:
            _ORIGINS.clear()
        _ORIGINS[resource, scope] = origin
    return origin


def _pair(encoded: bytes) -> tuple[str, Any]:
    """Return the key and value of an attribute met for the first time."""
    if len(encoded) >= _SHORT:
        return _parsed(encoded)
    pair = _short_text(encoded) or _parsed(encoded)
    if len(_PAIRS) >= _REMEMBERED:
        _PAIRS.clear()
    _PAIRS[encoded] = pair
    return pair


def _short_text(encoded: bytes) -> tuple[str, str] | None:
    """Return a pair that is plainly a key and a short text, as nearly all are; None for any other."""
    try:
        start = 2 + encoded[1]
        text = encoded[start + 2 :]
        if (
            encoded[0] == _KEY
            and encoded[start] == _VALUE
            and encoded[start + 1] == len(text)
            and text[0] == _TEXT
            and text[1] == len(text) - 2
        ):
            return encoded[2:start].decode(), text[2:].decode()
    except (IndexError, UnicodeDecodeError):
        pass
    return None


def _parsed(encoded: bytes) -> tuple[str, Any]:
    try:
        pair = KeyValue.FromString(encoded)
    except DecodeError:
        raise RefusedError(Reason.BAD_VALUE) from None
    return pair.key, assemble.value(_any_value(pair.value))


def _key_values(pairs: Iterable[Any]) -> list[wire.KeyValue]:
    return [wire.KeyValue(pair.key, _any_value(pair.value)) for pair in pairs]


def _any_value(value: Any) -> wire.AnyValue:
    kind = value.WhichOneof("value")
    if kind is None:
        return wire.AnyValue()
    if kind == "bytes_value":
        return wire.AnyValue(bytes_value=base64.b64encode(value.bytes_value).decode())
    if kind == "array_value":
        return wire.AnyValue(
            array_value={"values": [_any_value(v) for v in value.array_value.values]}
        )
    if kind == "kvlist_value":
        return wire.AnyValue(kvlist_value={"values": _key_values(value.kvlist_value.values)})
    return wire.AnyValue(**{kind: getattr(value, kind)})
