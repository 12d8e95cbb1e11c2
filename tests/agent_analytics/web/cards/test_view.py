"""A card is drawn as its display says, or says why it is not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agent_analytics.dashboards.templates import Card
from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.cards.view import view

Make = Callable[..., Answer]
DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("columns", "rows", "kind", "trouble"),
    [
        ("day=DATE n=BIGINT", [], "nothing", "no rows"),
        ("day=DATE n=BIGINT", [(DAY, 1)], "chart", ""),
        ("day=DATE n=BIGINT", [(DAY, 0)], "chart", ""),
        ("day=DATE n=BIGINT", [(DAY, None)], "nothing", "No value is known."),
        ("week=VARCHAR n=BIGINT", [("too few weeks", None)], "nothing", "too few weeks."),
        ("week=VARCHAR n=BIGINT", [("-1", None), ("0", 2)], "chart", ""),
        ("kind=VARCHAR n=BIGINT", [("in", None), ("out", None)], "nothing", "No value is known."),
    ],
)
def test_a_chart_without_known_values_says_why(
    make: Make, columns: str, rows: list[tuple[Any, ...]], kind: str, trouble: str
) -> None:
    """Axes without anything on them say nothing; zero is something."""
    card = Card("id", "slug", "What?", "", "line", "", (), {}, Path("what.card.yaml"))
    found = view(card, None, make(columns, rows), "no rows")
    assert (found.kind, found.trouble) == (kind, trouble)


@pytest.mark.parametrize(
    ("columns", "rows", "kind", "trouble"),
    [
        ("day=DATE what=VARCHAR", [(None, "no odd day")], "nothing", "No odd day."),
        ("day=DATE what=VARCHAR", [(DAY, "no odd day")], "table", ""),
        ("day=DATE what=VARCHAR", [(None, "a"), (None, "b")], "table", ""),
        ("n=BIGINT what=VARCHAR", [(0, None)], "table", ""),
        ("what=VARCHAR", [("one",)], "table", ""),
    ],
)
def test_a_row_of_nothing_but_words_is_a_sentence(
    make: Make, columns: str, rows: list[tuple[Any, ...]], kind: str, trouble: str
) -> None:
    """A reason is said, not set among dashes."""
    card = Card("id", "slug", "What?", "", "table", "", (), {}, Path("what.card.yaml"))
    found = view(card, None, make(columns, rows), "")
    assert (found.kind, found.trouble) == (kind, trouble)
