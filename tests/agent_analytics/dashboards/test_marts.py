"""Which marts a card reads, by its SQL."""

from pathlib import Path

from agent_analytics.dashboards.marts import marts_of
from agent_analytics.dashboards.templates import Card


def test_a_card_is_made_of_the_marts_it_reads() -> None:
    """Each once, in order; what a comment names does not count."""
    sql = "-- from marts.no\nselect * from marts.b join marts.a /* marts.no */ using (x), marts.b"
    card = Card("id", "slug", "?", "", "table", sql, (), {}, Path("x"))
    assert marts_of(card) == ["b", "a"]
