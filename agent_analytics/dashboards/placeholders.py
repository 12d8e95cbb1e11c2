"""A card's SQL in pieces: text, tags `{{name}}` and optional clauses `[[ … ]]`.

Comments and quoted text are left as they are. What a tag turns into is the concern of `binding`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent_analytics.errors import TemplateError

_TOKEN = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\[\[|\]\]|\{\{\s*([^{}\s]+)\s*\}\}""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag where the SQL uses it."""

    name: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A part that falls away unless all its tags have a value."""

    pieces: tuple["str | TagUse", ...]

    def tags(self) -> frozenset[str]:
        """Return the names of the tags in it."""
        return frozenset(piece.name for piece in self.pieces if isinstance(piece, TagUse))


Piece = str | TagUse | Clause


@lru_cache(maxsize=1_000)
def pieces_of(sql: str) -> tuple[Piece, ...]:
    """Return the pieces of a card's SQL. Raises `TemplateError` for a clause that is not closed or empty."""
    found: list[Piece] = []
    clause: list[str | TagUse] | None = None
    for piece in _flat(sql):
        if piece == "[[":
            if clause is not None:
                message = f"an optional clause within another: {sql!r}; end the first one with ]]"
                raise TemplateError(message)
            clause = []
        elif piece == "]]" and clause is not None:
            closed = Clause(tuple(clause))
            if not closed.tags():
                message = (
                    f"an optional clause without a tag: {closed.pieces!r}; remove its brackets"
                )
                raise TemplateError(message)
            found.append(closed)
            clause = None
        else:
            (found if clause is None else clause).append(piece)
    if clause is not None:
        message = f"an optional clause that never ends: {sql!r}; add ]]"
        raise TemplateError(message)
    return tuple(found)


def _flat(sql: str) -> Iterator[str | TagUse]:
    end = 0
    for token in _TOKEN.finditer(sql):
        if token.start() > end:
            yield sql[end : token.start()]
        yield TagUse(token[1]) if token[1] else token[0]
        end = token.end()
    if end < len(sql):
        yield sql[end:]
