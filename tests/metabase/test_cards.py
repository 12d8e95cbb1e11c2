"""Every card of every board answers on a sample company, with its filters off, on and together."""

import re

import pytest

from agent_analytics.dashboards.templates import Dashboard, Dashcard, load_dashboards
from tests.metabase.cards import ALL_TIME, Answered, Reader

EMPTY = {
    ("cost_tracking", "forecast_daily"): "needs eight weeks of data",
}
"""Cards that have nothing to say of ten people in two weeks, and why."""

CARDS = [
    pytest.param(board, dashcard, id=f"{board.slug}-{dashcard.card.slug}")
    for board in load_dashboards()
    for dashcard in board.dashcards
    if dashcard.card is not None
]
EVERY_CARD = pytest.mark.parametrize(("board", "dashcard"), CARDS)


@pytest.mark.slow
@EVERY_CARD
def test_a_card_answers_whatever_its_filters_say(
    reader: Reader, board: Dashboard, dashcard: Dashcard
) -> None:
    """The columns are those that the card draws, under every filter alone and under all together."""
    assert dashcard.card is not None
    default = reader.run(board, dashcard, {})
    assert set(drawn(dashcard)) <= set(default.columns)
    assert len(default.columns) == len(set(default.columns))
    fields = {tag.name: tag.field for tag in dashcard.card.tags if tag.field is not None}
    usual = {name: reader.usual(field) for name, field in fields.items() if name != "date"}
    single = [{name: [value]} for name, value in usual.items() if value is not None]
    together = {name: value for one in single for name, value in one.items()}
    for filters in (ALL_TIME, *single, together, together | dict(ALL_TIME)):
        assert reader.run(board, dashcard, filters).columns == default.columns


@pytest.mark.slow
@EVERY_CARD
def test_a_card_shows_something_plausible(
    reader: Reader, board: Dashboard, dashcard: Dashcard
) -> None:
    """Over all time something is known, unless it is said why not; shares and counts are what they can be."""
    assert dashcard.card is not None
    answered = reader.run(board, dashcard, ALL_TIME)
    known = [value for row in answered.rows for value in row if value is not None]
    assert bool(known) != ((board.slug, dashcard.card.slug) in EMPTY)
    assert implausible(answered) == []


@EVERY_CARD
def test_a_card_says_what_it_means(board: Dashboard, dashcard: Dashcard) -> None:
    """Its name is a question, its description is more than that, and every column of a table has a title."""
    card = dashcard.card
    assert card is not None
    assert card.name.endswith("?")
    assert len(card.description) > len(card.name)
    titles = card.settings.get("column_settings", {})
    shown = [column["name"] for column in card.settings.get("table.columns", [])]
    untitled = [name for name in shown if f'["name","{name}"]' not in titles]
    assert untitled == []


@pytest.mark.parametrize("board", load_dashboards(), ids=lambda board: board.slug)
def test_a_board_says_how_fresh_it_is(board: Dashboard) -> None:
    """Every board has a card that reads how new the sources are, and no tab has more than twelve cards."""
    assert any("fct_source_freshness" in card.sql for card in board.cards())
    for tab in board.tabs:
        assert len([one for one in board.on_tab(tab.entity_id) if one.card]) <= 12


def drawn(dashcard: Dashcard) -> list[str]:
    """Return the columns that a card's drawing names."""
    assert dashcard.card is not None
    settings = dashcard.card.settings
    named = [*settings.get("graph.dimensions", []), *settings.get("graph.metrics", [])]
    named += [settings["scalar.field"]] if "scalar.field" in settings else []
    return named + [column["name"] for column in settings.get("table.columns", [])]


def implausible(answered: Answered) -> list[str]:
    """Return the columns with a share beyond 0 to 1, or a count below 0; changes may be anything."""
    found = []
    for column in answered.columns:
        values = [value for value in answered.values(column) if value is not None]
        if re.search(r"(?<!change)_share$", column):
            found += [column for value in values if not 0 <= value <= 1]
        elif column.endswith("_count"):
            found += [column for value in values if value < 0]
    return found
