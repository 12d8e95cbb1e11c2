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
    ],
)
def test_a_chart_without_known_values_says_why(
    make: Make, columns: str, rows: list[tuple[Any, ...]], kind: str, trouble: str
) -> None:
    """Axes without anything on them say nothing; zero is something."""
    card = Card("id", "slug", "What?", "", "line", "", (), {}, Path("what.card.yaml"))
    found = view(card, None, make(columns, rows), "no rows")
    assert (found.kind, found.trouble) == (kind, trouble)
