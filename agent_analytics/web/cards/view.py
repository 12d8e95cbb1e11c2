"""A card ready for the page: its body by display, or why there is none."""

from dataclasses import dataclass

from agent_analytics.dashboards.templates import Card, Dashcard
from agent_analytics.web.cards.answer import Answer
from agent_analytics.web.cards.bars import Bars, Progress, progress, ranking, shares
from agent_analytics.web.cards.chart import Chart, chart
from agent_analytics.web.cards.series import series_of
from agent_analytics.web.cards.table import Table, table
from agent_analytics.web.cards.tile import Tile, tile

Body = Tile | Chart | Bars | Progress | Table

CHARTS = ("line", "area", "bar", "combo", "scatter", "waterfall")
TILES = ("scalar", "smartscalar", "number", "gauge")
MOST_ROWS = 100
"""Rows of a table on a board; a card by itself shows more."""
COLUMN_WIDTH = 48.0
"""Pixels of one column of the grid on a wide screen."""


@dataclass(frozen=True, slots=True)
class View:
    """A card with its body.

    `kind` names the way it is drawn; `trouble` says why there is no body; `unfiltered_by` names the filters
    that are on and do not act on it.
    """

    card: Card
    kind: str
    body: Body | None
    trouble: str = ""
    is_error: bool = False
    unfiltered_by: tuple[str, ...] = ()


def view(card: Card, dashcard: Dashcard | None, answer: Answer, empty: str) -> View:
    """Return a card's view; `empty` is what to say when there is nothing to show."""
    if not answer.rows.rows:
        return View(card, "nothing", None, empty)
    if card.display in CHARTS and (untold := _untold(answer)):
        return View(card, "nothing", None, untold)
    if card.display == "table" and (words := _only_words(answer)):
        return View(card, "nothing", None, words)
    kind, body = body_of(card.display, answer, dashcard.width if dashcard else 24)
    return View(card, kind, body, "" if body else empty)


def body_of(display: str, answer: Answer, columns: int) -> tuple[str, Body | None]:
    """Return the kind and the body of an answer; what cannot be drawn as asked is a table."""
    body: Body | None
    if display in TILES:
        body = tile(answer, display)
        return ("tile", body) if body else ("nothing", None)
    if display in CHARTS:
        body = chart(answer, display, columns * COLUMN_WIDTH)
        kind = "chart"
    elif display in ("row", "funnel"):
        body, kind = ranking(answer), "ranking"
    elif display == "pie":
        body, kind = shares(answer), "shares"
    elif display == "progress":
        body, kind = progress(answer), "progress"
    else:
        body, kind = None, "table"
    return (kind, body) if body else ("table", table(answer, MOST_ROWS))


def _only_words(answer: Answer) -> str | None:
    """Return what a row says that has words in one of its columns and nothing in the others."""
    rows = answer.rows.rows
    known = [value for value in rows[0] if value is not None]
    if len(rows) != 1 or len(rows[0]) == 1 or len(known) != 1 or not isinstance(known[0], str):
        return None
    return f"{known[0][:1].upper()}{known[0][1:]}."


def _untold(answer: Answer) -> str | None:
    """Return what a chart without any known value says: the words in place of its only place, if they are."""
    series = series_of(answer, is_additive=False)
    if series is None or any(value is not None for line in series.lines for value in line.values):
        return None
    if len(series.places) == 1 and isinstance(series.places[0], str):
        return f"{series.places[0]}."
    return "No value is known."
