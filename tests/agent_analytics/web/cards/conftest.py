"""Answers to show, made of a few rows."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_analytics.serving import Column, Rows
from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.formats import format_of

MakeAnswer = Callable[..., Answer]


@pytest.fixture
def make() -> MakeAnswer:
    """Return a maker of answers from `name=TYPE` columns, rows and settings."""

    def made(
        columns: str, rows: list[tuple[Any, ...]], settings: dict[str, Any] | None = None
    ) -> Answer:
        named = tuple(Column(*one.split("=")) for one in columns.split())
        said = settings or {}
        return Answer(
            said,
            Rows(named, tuple(rows), False),
            {column.name: format_of(column, [said]) for column in named},
            {"Claude Code": "claude_code"},
            lambda click, row: (
                f"/to/{row.get(click['column'])}" if row.get(click["column"]) else None
            ),
        )

    return made
