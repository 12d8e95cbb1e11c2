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

_TEXT_BEGINNINGS = [bytes((_VALUE, left, _TEXT, max(left - 2, 0))) for left in range(_SHORT)]
"""What stands between a key and a text, by the bytes left after the first two of it."""

_MORE = 0x80
_INTEGER_BYTES = 9
"""Below this an integer cannot be negative: its tag and eight times seven bits."""

_NEVER_AGAIN = frozenset({"event.timestamp"})
"""Attributes that say something else each time: remembering them would only push out others."""


class _Pairs(dict[bytes, tuple[str, Any]]):
    """What attributes mean, by their bytes; one met for the first time is read."""

    def __missing__(self, encoded: bytes) -> tuple[str, Any]:
        """Read an attribute, and remember it when it is short. Raises `RefusedError`."""
        if len(encoded) >= _SHORT:
            return _parsed(encoded)
        pair = _plain(encoded) or _parsed(encoded)
        if pair[0] not in _NEVER_AGAIN:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[encoded] = pair
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
    attributes = dict(map(_PAIRS.__getitem__, pairs[:]))  # a copy is read faster than the message
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
        key = _NAMES.get(encoded[:start]) or _key(encoded[:start])
        left = len(encoded) - start - 2
        if encoded.startswith(_TEXT_BEGINNINGS[left], start):
            return key, encoded[start + 4 :].decode()
        if encoded.startswith(bytes((_VALUE, left, _INTEGER)), start) and left <= _INTEGER_BYTES:
            return _plain_integer(key, encoded[start + 3 :])
    except (IndexError, ValueError):
        pass
    return None


def _plain_integer(key: str, encoded: bytes) -> tuple[str, int] | None:
    number = shift = 0
    for seven_bits in encoded[:-1]:
        if seven_bits < _MORE:
            return None
        number |= (seven_bits & _MORE - 1) << shift
        shift += 7
    last = encoded[-1]
    return (key, last << shift | number) if last < _MORE else None


def _key(encoded: bytes) -> str:
    """Return an attribute's name, the same object each time, so that comparing is cheap.

    Raises `ValueError` when the bytes do not begin with a name.
    """
    if encoded[0] != _KEY:
        raise ValueError(encoded)
    key = encoded[2:].decode()
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
