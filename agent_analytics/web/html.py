"""Values as HTML and pictures: the templates, their streaming, and the page for what went wrong."""

import re
from collections.abc import Iterator
from typing import Any

import jinja2
from starlette.responses import HTMLResponse, Response

from agent_analytics.dashboards.templates import Dashboard, Dashcard
from agent_analytics.errors import QueryError, RequestError, TemplateError
from agent_analytics.web.cards.answer import answer
from agent_analytics.web.cards.chart import Chart
from agent_analytics.web.cards.table import Table, table
from agent_analytics.web.cards.words import words
from agent_analytics.web.charts.standalone import Label, Picture, standalone
from agent_analytics.web.links import Links
from agent_analytics.web.pages import Page

_PIECE = 4_096
_BLANK = re.compile(r"\n(?:[ \t]*\n)+(?=[ \t]*(?:\n|\)|$))|\n(?:[ \t]+\n)+")


class Html:
    """The templates, with what every page knows."""

    def __init__(self, boards: tuple[Dashboard, ...]) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("agent_analytics.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["boards"] = boards
        self._templates.filters["words"] = words
        self._templates.filters["closed_up"] = lambda sql: _BLANK.sub("\n", sql)

    def stream(self, template: str, values: dict[str, Any]) -> Iterator[str]:
        """Yield a page in pieces as it is made: what is above a slow card is there before it."""
        piece: list[str] = []
        size = 0
        for part in self._templates.get_template(template).generate(values):
            piece.append(part)
            size += len(part)
            if size >= _PIECE:
                yield "".join(piece)
                piece.clear()
                size = 0
        yield "".join(piece)

    def notice(self, status: int, title: str, text: str, command: str = "") -> Response:
        """Return the page that says one thing, and the command that helps."""
        values = {"title": title, "text": text, "command": command, "page": None}
        html = self._templates.get_template("notice.html").render(values)
        return HTMLResponse(html, status_code=status)

    def table_of(self, page: Page, dashcard: Dashcard) -> Table | None:
        """Return the rows behind a card; null when they cannot be had."""
        if dashcard.card is None:
            return None
        try:
            rows = page.rows(dashcard)
        except (QueryError, RequestError, TemplateError):
            return None
        links = Links(page.boards, page.board, page.filters)
        return table(answer(dashcard.card, dashcard, rows, page.session.agents(), links))


def picture_of(title: str, subtitle: str, chart: Chart) -> str:
    """Return a chart as an SVG that stands alone."""
    return standalone(
        chart.plot,
        Picture(
            title=title,
            subtitle=subtitle,
            keys=tuple((key.name, key.style) for key in chart.keys),
            left=tuple(Label(mark.position, mark.label) for mark in chart.left_marks),
            right=tuple(Label(mark.position, mark.label) for mark in chart.right_marks),
            places=tuple(
                Label(mark.position, mark.label)
                for mark in chart.place_marks
                if mark.only != "narrow"
            ),
            breaks=tuple(Label(mark.position, mark.label) for mark in chart.breaks),
        ),
    )
