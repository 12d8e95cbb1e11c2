"""The only guard between what was read and what is stored.

`apply` keeps what the policy names and reduces or drops the rest. It fails closed: when a reduction
raises, the field is dropped and the record flagged. Nothing else in the project decides what is kept.
`apply_columns` does the same to many records of one shape at once; `apply` is that for a single one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from agent_analytics.privacy.policy import ATTRIBUTES, Policy
from agent_analytics.privacy.reductions import Reduce, hidden_names, name_or_hash, reduction_of

FAILED_FLAG = "redaction_failed"
UNNAMEABLE = "(other)"
"""Stands for the name of a dropped field that does not look like a name: a name may hold text, too."""

_MAX_ATTRIBUTE_TEXT = 64
_REMEMBERED = 512
_LONGEST_REMEMBERED = 4_096
"""Characters of attribute names beyond which what to do with them is not remembered: senders choose them."""

_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")
_JSON = msgspec.json.Encoder(order="deterministic")

Dropped = tuple[str, str]
"""Name of a field that was not kept as it came, and why: `unknown`, `tier`, `failed` or `hidden` (a name that
does not read like one, and became a keyed hash)."""

Columns = dict[str, Sequence[Any]]
"""Values by field, one per record; None where a record has none."""


def apply(policy: Policy, record: Mapping[str, Any]) -> tuple[dict[str, Any], list[Dropped]]:
    """Return what may be stored of a record, and the names of what may not.

    Null fields are left out. Values of unknown fields are never looked at.
    """
    kept, dropped = apply_columns(policy, {name: (value,) for name, value in record.items()})
    return {name: value for name, (value,) in kept.items() if value is not None}, list(dropped)


def apply_columns(
    policy: Policy,
    columns: Mapping[str, Sequence[Any]],
    attributes: Mapping[str, Sequence[Any]] | None = None,
) -> tuple[Columns, dict[Dropped, list[int]]]:
    """Return what may be stored of records of one shape, and which records lost which field.

    Where two fields give the same column, what was reduced counts, if it is known. `attributes` are those of
    records that all have the same ones; others are in the column of that name.
    """
    fields = _fields_of(policy, tuple(columns))
    kept: Columns = {name: columns[name] for name in fields.kept}
    dropped: dict[Dropped, list[int]] = {}
    for name, what in fields.dropped:
        _drop(dropped, what, _present(columns[name]))
    _hide_names(policy, fields.names, kept, dropped)
    for field in fields.reduced:
        _reduce(policy, field, columns[field.name], kept, dropped)
    if fields.has_attributes:
        _reduce_attributes(policy, columns["attributes"], kept, dropped)
    if attributes:
        rows = range(len(next(iter(attributes.values()))))
        _keep(kept, "attributes", _attribute_texts(policy, attributes, rows, dropped))
    _flag_failures(kept, dropped)
    return kept, dropped


class _Reduced(NamedTuple):
    """A field, the columns it fills, and how their values are made of one of its own."""

    name: str
    columns: tuple[str, ...]
    reduce: Reduce


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one shape by what is done with them; `names` are those kept that must read like names."""

    kept: tuple[str, ...]
    names: tuple[str, ...]
    reduced: tuple[_Reduced, ...]
    dropped: tuple[tuple[str, Dropped], ...]
    has_attributes: bool


@lru_cache(maxsize=_REMEMBERED)
def _fields_of(policy: Policy, names: tuple[str, ...]) -> _Fields:
    """Return what to do with each field; shapes are few, so it is decided once for each."""
    rules = {name: policy.rules[name] for name in names if name in policy.rules}
    passing = {name: rule.reduction for name, rule in rules.items() if rule.tier <= policy.tier}
    as_they_are = {name: how for name, how in passing.items() if how in ("plain", "name")}
    return _Fields(
        tuple(as_they_are),
        tuple(name for name, how in as_they_are.items() if how == "name"),
        tuple(
            _Reduced(name, *reduction_of(policy, name))
            for name, how in passing.items()
            if how not in ("plain", "name", "attributes")
        ),
        tuple(
            (name, (name, "tier") if name in rules else (_countable(name), "unknown"))
            for name in names
            if name not in passing
        ),
        "attributes" in passing,
    )


def _keep(kept: Columns, name: str, values: Sequence[Any]) -> None:
    """Keep a column; where two fields give the same one, the later known value counts."""
    before = kept.get(name)
    if before is not None:
        values = [old if new is None else new for old, new in zip(before, values, strict=True)]
    kept[name] = values


def _drop(dropped: dict[Dropped, list[int]], what: Dropped, rows: list[int]) -> None:
    if rows:
        dropped.setdefault(what, []).extend(rows)


def _present(values: Sequence[Any]) -> list[int]:
    return [row for row, value in enumerate(values) if value is not None]


def _countable(name: str) -> str:
    return name if _NAME.fullmatch(name) else UNNAMEABLE


def _hide_names(
    policy: Policy, names: Sequence[str], kept: Columns, dropped: dict[Dropped, list[int]]
) -> None:
    """Put keyed hashes in place of odd names; nearly all are harmless, so all are asked at once first."""
    try:
        hidden = hidden_names(policy, set().union(*[kept[name] for name in names]))
    except Exception:  # noqa: BLE001 - each column is asked alone then, and fails alone
        hidden = None
    if hidden is None or hidden:
        for name in names:
            kept[name] = _names(policy, name, kept[name], hidden, dropped)


def _names(
    policy: Policy,
    name: str,
    values: Sequence[Any],
    hidden: dict[str, str] | None,
    dropped: dict[Dropped, list[int]],
) -> Sequence[Any]:
    """Return names as they are, and a keyed hash for each that reads like text or holds a secret."""
    texts = [value if value.__class__ is str else None for value in values]
    try:
        found = hidden_names(policy, set(texts)) if hidden is None else hidden
    except Exception:  # noqa: BLE001 - whatever breaks, the field must not pass
        _drop(dropped, (name, "failed"), _present(values))
        return (None,) * len(values)
    rows = [row for row, text in enumerate(texts) if text in found]
    _drop(dropped, (name, "hidden"), rows)
    stored = list(values)
    for row in rows:
        stored[row] = found[values[row]]
    return stored if rows else values


def _reduce(
    policy: Policy,
    field: _Reduced,
    values: Sequence[Any],
    kept: Columns,
    dropped: dict[Dropped, list[int]],
) -> None:
    """Keep the reduced forms of a field's values; each distinct value is reduced once."""
    name, columns, reduce = field
    nothing: tuple[Any, ...] = (None,) * len(columns)
    known: dict[Any, tuple[Any, ...]] = {None: nothing}
    reduced: list[tuple[Any, ...]] = []
    for row, value in enumerate(values):
        try:
            if value.__hash__ is None:
                reduced.append(reduce(policy, value))
                continue
            if value not in known:
                known[value] = reduce(policy, value)
            reduced.append(known[value])
        except Exception:  # noqa: BLE001 - whatever breaks, the field must not pass
            _drop(dropped, (name, "failed"), [row])
            reduced.append(nothing)
    for column, kept_values in zip(columns, zip(*reduced, strict=True), strict=True):
        _keep(kept, column, kept_values)


def _reduce_attributes(
    policy: Policy, values: Sequence[Any], kept: Columns, dropped: dict[Dropped, list[int]]
) -> None:
    """Keep the allowed attributes as JSON text, record by record; those that have the same ones together."""
    alike: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for row, value in enumerate(values):
        if value is not None:
            try:
                attributes = _attributes(value)
            except Exception:  # noqa: BLE001 - whatever breaks, the field must not pass
                _drop(dropped, ("attributes", "failed"), [row])
                continue
            alike.setdefault(tuple(attributes), []).append((row, attributes))
    texts: list[str | None] = [None] * len(values)
    for names, some in alike.items():
        rows = [row for row, _ in some]
        columns = zip(*[attributes.values() for _, attributes in some], strict=True)
        for row, text in zip(
            rows,
            _attribute_texts(policy, dict(zip(names, columns, strict=True)), rows, dropped),
            strict=True,
        ):
            texts[row] = text
    _keep(kept, "attributes", texts)


def _attribute_texts(
    policy: Policy,
    columns: Mapping[str, Sequence[Any]],
    rows: Sequence[int],
    dropped: dict[Dropped, list[int]],
) -> list[str | None]:
    """Return the allowed attributes of some rows that have the same ones, as JSON text."""
    decided = _decided(policy, tuple(columns))
    for name, what in decided.dropped:
        values = columns[name]
        is_whole = not values.count(None)
        _drop(dropped, what, list(rows) if is_whole else [rows[at] for at in _present(values)])
    allowed: Columns = {}
    for name in decided.allowed:
        try:
            allowed[name] = _attribute_values(policy, columns[name])
        except Exception:  # noqa: BLE001, PERF203 - whatever breaks, the field must not pass
            _drop(dropped, ("attributes", "failed"), list(rows))
    if all(map(_are_alike, allowed.values())):
        return [_json({name: values[0] for name, values in allowed.items()})] * len(rows)
    return [
        _json(dict(zip(allowed, values, strict=True)))
        for values in zip(*allowed.values(), strict=True)
    ]


def _json(attributes: Mapping[str, Any]) -> str | None:
    known = {name: value for name, value in attributes.items() if value is not None}
    return _JSON.encode(known).decode() if known else None


def _are_alike(values: Sequence[Any]) -> bool:
    """Return whether values are the same and spelled the same: 1, 1.0 and true are equal."""
    return values.count(values[0]) == len(values) and len(set(map(type, values))) == 1


@dataclass(frozen=True, slots=True)
class _AttributeNames:
    """One set of attribute names: those allowed, and those dropped and why."""

    allowed: tuple[str, ...]
    dropped: tuple[tuple[str, Dropped], ...]


def _decided(policy: Policy, names: tuple[str, ...]) -> _AttributeNames:
    """Return what to do with attributes of some names, remembered unless they are very many."""
    short = sum(map(len, names)) <= _LONGEST_REMEMBERED
    return _decided_once(policy, names) if short else _decided_once.__wrapped__(policy, names)


@lru_cache(maxsize=_REMEMBERED)
def _decided_once(policy: Policy, names: tuple[str, ...]) -> _AttributeNames:
    tiers = {name: ATTRIBUTES.get(name) for name in names}
    return _AttributeNames(
        tuple(name for name, tier in tiers.items() if tier and tier <= policy.tier),
        tuple(
            (name, (name, "tier") if tier else (_countable(name), "unknown"))
            for name, tier in tiers.items()
            if tier is None or tier > policy.tier
        ),
    )


def _attributes(value: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """Return attributes as a mapping; text is attributes that were reduced before."""
    if isinstance(value, str):
        return msgspec.json.decode(value, type=dict[str, Any])
    return value


def _attribute_values(policy: Policy, values: Sequence[Any]) -> list[Any]:
    """Return short text that reads like a name, or its keyed hash, and numbers; nothing else."""
    if len(values) > 1 and _are_alike(values):
        return _attribute_values(policy, values[:1]) * len(values)
    texts = {value for value in values if value.__class__ is str}
    kept = {text: name_or_hash(policy, text[:_MAX_ATTRIBUTE_TEXT]) for text in texts}
    return [
        kept[value] if value.__class__ is str else value if isinstance(value, int | float) else None
        for value in values
    ]


def _flag_failures(kept: Columns, dropped: dict[Dropped, list[int]]) -> None:
    failed = {row for (_, why), rows in dropped.items() if why == "failed" for row in rows}
    if not failed:
        return
    count = len(next(iter(kept.values())))
    before = kept.get("flags") or (None,) * count
    kept["flags"] = [
        ",".join(filter(None, (flags, FAILED_FLAG))) if row in failed else flags
        for row, flags in enumerate(before)
    ]
