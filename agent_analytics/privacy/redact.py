"""The only guard between what was read and what is stored.

`apply` keeps what the policy names and reduces or drops the rest. It fails closed: when a reduction
raises, the field is dropped and the record flagged. Nothing else in the project decides what is kept.
`apply_columns` does the same to many records of one shape at once; `apply` is that for a single one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from agent_analytics.columns import Columns, count_of, fill
from agent_analytics.privacy.attributes import attribute_texts, attribute_texts_by_row
from agent_analytics.privacy.losses import Dropped, Losses, add_loss, countable_name, present_rows
from agent_analytics.privacy.policy import Policy
from agent_analytics.privacy.reductions import Reduce, hidden_names, reduction_of

FAILED_FLAG = "redaction_failed"
_REMEMBERED = 512


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
) -> tuple[Columns, Losses]:
    """Return what may be stored of records of one shape, and which records lost which field.

    Where two fields give the same column, what was reduced counts, if it is known. `attributes` are those of
    records that all have the same ones; others are in the column of that name.
    """
    fields = _fields_of(policy, tuple(columns))
    kept: Columns = {name: columns[name] for name in fields.kept}
    dropped: Losses = {}
    for name, what in fields.dropped:
        add_loss(dropped, what, present_rows(columns[name]))
    _hide_names(policy, fields.names, kept, dropped)
    for field in fields.reduced:
        _reduce(policy, field, columns[field.name], kept, dropped)
    if fields.has_attributes:
        texts = attribute_texts_by_row(policy, columns["attributes"], dropped)
        fill(kept, "attributes", texts)
    if attributes:
        rows = range(count_of(attributes))
        fill(kept, "attributes", attribute_texts(policy, attributes, rows, dropped))
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
            (name, (name, "tier") if name in rules else (countable_name(name), "unknown"))
            for name in names
            if name not in passing
        ),
        "attributes" in passing,
    )


def _hide_names(policy: Policy, names: Sequence[str], kept: Columns, dropped: Losses) -> None:
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
    dropped: Losses,
) -> Sequence[Any]:
    """Return names as they are, and a keyed hash for each that reads like text or holds a secret."""
    texts = [value if value.__class__ is str else None for value in values]
    try:
        found = hidden_names(policy, set(texts)) if hidden is None else hidden
    except Exception:  # noqa: BLE001 - whatever breaks, the field must not pass
        add_loss(dropped, (name, "failed"), present_rows(values))
        return (None,) * len(values)
    rows = [row for row, text in enumerate(texts) if text in found]
    add_loss(dropped, (name, "hidden"), rows)
    stored = list(values)
    for row in rows:
        stored[row] = found[values[row]]
    return stored if rows else values


def _reduce(
    policy: Policy,
    field: _Reduced,
    values: Sequence[Any],
    kept: Columns,
    dropped: Losses,
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
            add_loss(dropped, (name, "failed"), [row])
            reduced.append(nothing)
    for column, kept_values in zip(columns, zip(*reduced, strict=True), strict=True):
        fill(kept, column, kept_values)


def _flag_failures(kept: Columns, dropped: Losses) -> None:
    failed = {row for (_, why), rows in dropped.items() if why == "failed" for row in rows}
    if not failed:
        return
    count = count_of(kept)
    before = kept.get("flags") or (None,) * count
    kept["flags"] = [
        ",".join(filter(None, (flags, FAILED_FLAG))) if row in failed else flags
        for row, flags in enumerate(before)
    ]
