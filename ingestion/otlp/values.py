"""Attributes, values and origins in protobuf's bytes to what they mean, remembered while they repeat.

A process sends the same identifiers and names with each of its records. What a short attribute means is
therefore kept by its bytes, in memory only and within bounds.
"""

import base64
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from ingestion.otlp import assemble, wire
from ingestion.otlp.reasons import Reason, RefusedError
from ingestion.otlp.signals import Attributes, Origin

_REMEMBERED = 50_000
_REMEMBERED_ORIGINS = 1_000
_REMEMBERED_TEXTS = 5_000
_SHORT = 128
"""Below this length every length prefix inside an attribute is one byte."""

_KEY, _VALUE, _TEXT, _INTEGER = 0x0A, 0x12, 0x0A, 0x18
"""Tags of a pair's key and value, and of a value that is text or an integer."""

_MORE = 0x80
_INTEGER_BYTES = 9
"""Below this an integer cannot be negative: its tag and eight times seven bits."""


class _Pairs(dict[bytes, tuple[str, Any]]):
    """What attributes mean, by their bytes; one met for the first time is read."""

    def __missing__(self, encoded: bytes) -> tuple[str, Any]:
        """Read an attribute, and remember it when it is short. Raises `RefusedError`."""
        if len(encoded) >= _SHORT:
            return _parsed(encoded)
        pair = _plain(encoded) or _parsed(encoded)
        _remember(self, encoded, pair, _REMEMBERED)
        return pair


_PAIRS = _Pairs()
_NAMES: dict[bytes, str] = {}
_TEXTS: dict[bytes, str] = {}
_ORIGINS: dict[tuple[bytes, bytes], Origin] = {}


def attributes_of(pairs: Sequence[bytes]) -> tuple[Attributes, tuple[str, ...]]:
    """Return attributes as a dict, and a flag when a key came twice (the last one counts).

    Raises `RefusedError`.
    """
    if len(pairs) > assemble.MAX_ATTRIBUTES:
        raise RefusedError(Reason.TOO_MANY_ATTRIBUTES)
    attributes = dict(map(_PAIRS.__getitem__, pairs))
    return attributes, () if len(attributes) == len(pairs) else ("duplicate_key",)


def readable_of(pairs: Sequence[bytes]) -> Attributes:
    """Return those attributes of a refused record that can be read."""
    attributes: Attributes = {}
    for pair in pairs[: assemble.MAX_ATTRIBUTES]:
        with suppress(RefusedError):
            key, meant = _PAIRS[pair]
            attributes[key] = meant
    return attributes


def value_of(encoded: bytes) -> Any:
    """Return what an encoded value means; None for an empty one. Raises `RefusedError`."""
    if not encoded:
        return None
    if encoded in _TEXTS:
        return _TEXTS[encoded]
    try:
        meant = assemble.value(_any_value(AnyValue.FromString(encoded)))
    except DecodeError:
        raise RefusedError(Reason.BAD_VALUE) from None
    if len(encoded) < _SHORT and isinstance(meant, str):
        _remember(_TEXTS, encoded, meant, _REMEMBERED_TEXTS)
    return meant


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
        _remember(_ORIGINS, (resource, scope), origin, _REMEMBERED_ORIGINS)
    return origin


def _remember(known: dict[Any, Any], key: Any, meaning: Any, most: int) -> None:
    if len(known) >= most:
        known.clear()
    known[key] = meaning


def _plain(encoded: bytes) -> tuple[str, Any] | None:
    """Return a pair that is plainly a key and a short text or a number, as nearly all are; else None."""
    try:
        start = 2 + encoded[1]
        length = len(encoded) - start - 2
        if encoded[0] != _KEY or encoded[start] != _VALUE or encoded[start + 1] != length:
            return None
        kind = encoded[start + 2]
        if kind == _TEXT and encoded[start + 3] == length - 2:
            return _key(encoded[2:start]), encoded[start + 4 :].decode()
        if kind == _INTEGER and length <= _INTEGER_BYTES:
            number = 0
            for place, seven_bits in enumerate(encoded[start + 3 :]):
                if (seven_bits < _MORE) is not (place == length - 2):
                    return None
                number |= (seven_bits & _MORE - 1) << 7 * place
            return _key(encoded[2:start]), number
    except (IndexError, UnicodeDecodeError):
        pass
    return None


def _key(encoded: bytes) -> str:
    """Return an attribute's name, the same object each time, so that comparing is cheap."""
    key = _NAMES.get(encoded)
    if key is None:
        key = encoded.decode()
        _remember(_NAMES, encoded, key, _REMEMBERED_TEXTS)
    return key


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
