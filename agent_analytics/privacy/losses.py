"""What the guard did not keep: which field, why, and in which rows. What is kept is decided elsewhere."""

import re
from collections.abc import Sequence
from typing import Any

UNNAMEABLE = "(other)"
"""Stands for the name of a dropped field that does not look like a name: a name may hold text, too."""

_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,64}")

Dropped = tuple[str, str]
"""Name of a field that was not kept as it came, and why: `unknown`, `tier`, `failed` or `hidden` (a name that
does not read like one, and became a keyed hash)."""

Losses = dict[Dropped, list[int]]
"""The rows that lost a field."""


def add_loss(losses: Losses, what: Dropped, rows: Sequence[int]) -> None:
    """Note that rows, if any, lost a field."""
    if rows:
        losses.setdefault(what, []).extend(rows)


def present_rows(values: Sequence[Any]) -> list[int]:
    """Return the rows that have a value."""
    if not values.count(None):
        return list(range(len(values)))
    return [row for row, value in enumerate(values) if value is not None]


def countable_name(name: str) -> str:
    """Return what a dropped field is counted as."""
    return name if _NAME.fullmatch(name) else UNNAMEABLE
