"""How a raw table is declared: its name, its key, and what each column means."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "bigint", "double", "bool", "timestamp", "decimal"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a raw table: its name, kind and meaning."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A raw table: its name, its one-column key and its columns, in order.

    Tables are compared by identity: hashing all their columns for every record would dominate a load.
    """

    name: str
    key: str
    about: str
    columns: tuple[Column, ...]

    def names(self) -> tuple[str, ...]:
        """Return the column names in order."""
        return tuple(column.name for column in self.columns)


def columns(kind: Kind, /, **about: str) -> tuple[Column, ...]:
    """Return columns of one kind from their names and meanings, in order."""
    return tuple(Column(name, kind, text) for name, text in about.items())
