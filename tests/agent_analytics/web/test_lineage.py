"""What a card is made of, told from its SQL."""

import pytest

from agent_analytics.dashboards.templates import load_dashboards
from agent_analytics.web.lineage import fewest_people


@pytest.mark.parametrize(
    ("board", "card", "fewest"),
    [
        ("team_activity", "active_7_days", 5),
        ("team_activity", "active_trend", 5),
        ("team_activity", "outcomes", 5),
        ("team_activity", "peak_hours", 5),
        ("executive_roi", "active_developers", 5),
        ("agent_comparison", "success", 5),
        ("team_activity", "sessions", None),
        ("cost_tracking", "daily_spend", None),
    ],
)
def test_the_people_a_figure_rests_on_are_read_from_its_sql(
    board: str, card: str, fewest: int | None
) -> None:
    """Either way of holding back few people names the border."""
    dashcards = next(one for one in load_dashboards() if one.slug == board).dashcards
    found = next(one.card for one in dashcards if one.card and one.card.slug == card)
    assert fewest_people(found) == fewest
