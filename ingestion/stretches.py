"""What sources hand to the door: stretches of input with the records they hold, and how keys are made."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from agent_analytics.records import Table


@dataclass(slots=True)
class DeadLetter:
    """A record that could not be understood: why, and where it is. Never its text."""

    reason: str
    detail: str
    file_offset: int
    byte_length: int


@dataclass(slots=True)
class Stretch:
    """What a source made of one stretch of input.

    `received` counts the records met and must equal `accepted` + `ignored` + `rejected` + the dead letters.
    `records` holds rows by raw table; one accepted record may give several. A file's new position travels
    with its rows, as a row of `files`, so that both arrive or neither.
    """

    scope_key: str
    from_offset: int = 0
    to_offset: int = 0
    received: int = 0
    ignored: int = 0
    accepted: int = 0
    rejected: int = 0
    records: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    dead_letters: list[DeadLetter] = field(default_factory=list)
    dropped: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)

    def add(self, table: Table, record: dict[str, Any]) -> None:
        """Add one row for a raw table."""
        self.records.setdefault(table, []).append(record)


def deterministic_key(*parts: object) -> str:
    """Return a 32-digit hexadecimal key of some parts; the same parts always give the same key."""
    return _digest(_texts(parts))


def deterministic_keys(*parts: str | Sequence[object]) -> list[str]:
    """Return the keys of many: a part is a column with a value of each, or the text that all share."""
    texts = [repeat(part) if isinstance(part, str) else _texts(part) for part in parts]
    return list(map(_digest, zip(*texts, strict=False)))


def _texts(parts: Iterable[object]) -> list[str]:
    return ["" if part is None else str(part) for part in parts]


def _digest(parts: Iterable[str]) -> str:
    text = "\x1f".join(parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
