"""Attributes without a column of their own: those that the policy allows, as JSON text.

Columns and the order of things belong to `redact`, which alone calls this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from agent_analytics.columns import Columns, Row, columns_of
from agent_analytics.privacy.losses import (
    Dropped,
    Losses,
    add_loss,
    countable_name,
    present_rows,
)
from agent_analytics.privacy.policy import ATTRIBUTES, Policy
from agent_analytics.privacy.reductions import name_or_hash

_MAX_TEXT = 64
_REMEMBERED = 512
_LONGEST_REMEMBERED = 4_096
"""Characters of attribute names beyond which what to do with them is not remembered: senders choose them."""

_FAILED: Dropped = ("attributes", "failed")
_JSON = msgspec.json.Encoder(order="deterministic")


def attribute_texts_by_row(
    policy: Policy, values: Sequence[Any], losses: Losses
) -> list[str | None]:
    """Return the allowed attributes of each row; None where none is left.

    A value is a mapping, or the text of attributes that were reduced before.
    """
    alike: dict[tuple[str, ...], dict[int, Row]] = {}
    for row in present_rows(values):
        try:
            attributes = _mapping(values[row])
        except Exception:  # noqa: BLE001 - whatever breaks, the field must not pass
            add_loss(losses, _FAILED, [row])
            continue
        alike.setdefault(tuple(attributes), {})[row] = attributes
    texts: list[str | None] = [None] * len(values)
    for by_row in alike.values():
        rows = list(by_row)
        said = attribute_texts(policy, columns_of(list(by_row.values())), rows, losses)
        for row, text in zip(rows, said, strict=True):
            texts[row] = text
    return texts


def attribute_texts(
    policy: Policy, columns: Mapping[str, Sequence[Any]], rows: Sequence[int], losses: Losses
) -> list[str | None]:
    """Return the same for some rows that have the same attributes, given as columns."""
    decided = _decided(policy, tuple(columns))
    for name, what in decided.dropped:
        add_loss(losses, what, [rows[place] for place in present_rows(columns[name])])
    allowed: Columns = {}
    for name in decided.allowed:
        try:
            allowed[name] = _kept_values(policy, columns[name])
        except Exception:  # noqa: BLE001, PERF203 - whatever breaks, the field must not pass
            add_loss(losses, _FAILED, rows)
    if all(map(_are_alike, allowed.values())):
        return [_json({name: values[0] for name, values in allowed.items()})] * len(rows)
    return [
        _json(dict(zip(allowed, values, strict=True)))
        for values in zip(*allowed.values(), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Decided:
    """One set of attribute names: those allowed, and those dropped and why."""

    allowed: tuple[str, ...]
    dropped: tuple[tuple[str, Dropped], ...]


def _decided(policy: Policy, names: tuple[str, ...]) -> _Decided:
    """Return what to do with attributes of some names, remembered unless they are very many."""
    short = sum(map(len, names)) <= _LONGEST_REMEMBERED
    return _decided_once(policy, names) if short else _decided_once.__wrapped__(policy, names)


@lru_cache(maxsize=_REMEMBERED)
def _decided_once(policy: Policy, names: tuple[str, ...]) -> _Decided:
    tiers = {name: ATTRIBUTES.get(name) for name in names}
    return _Decided(
        tuple(name for name, tier in tiers.items() if tier and tier <= policy.tier),
        tuple(
            (name, (name, "tier") if tier else (countable_name(name), "unknown"))
            for name, tier in tiers.items()
            if tier is None or tier > policy.tier
        ),
    )


def _mapping(value: object) -> Row:
    """Return attributes by their names. Raises `msgspec.MsgspecError` for what is none."""
    if isinstance(value, str):
        return msgspec.json.decode(value, type=dict[str, Any])
    return msgspec.convert(value, dict[str, Any])


def _kept_values(policy: Policy, values: Sequence[Any]) -> list[Any]:
    """Return short text that reads like a name, or its keyed hash, and numbers; nothing else."""
    if len(values) > 1 and _are_alike(values):
        return _kept_values(policy, values[:1]) * len(values)
    texts = {value for value in values if value.__class__ is str}
    kept = {text: name_or_hash(policy, text[:_MAX_TEXT]) for text in texts}
    return [
        kept[value] if value.__class__ is str else value if isinstance(value, int | float) else None
        for value in values
    ]


def _are_alike(values: Sequence[Any]) -> bool:
    """Return whether values are the same and spelled the same: 1, 1.0 and true are equal."""
    return values.count(values[0]) == len(values) and len(set(map(type, values))) == 1


def _json(attributes: Mapping[str, Any]) -> str | None:
    known = {name: value for name, value in attributes.items() if value is not None}
    return _JSON.encode(known).decode() if known else None
