"""The web application: its routes, and which answer each outcome gets.

What a page says is `pages`; who may ask is `security`. Each request reads the newest snapshot, so that one
published meanwhile shows at once.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from agent_analytics.dashboards.templates import Dashboard, Dashcard, load_dashboards
from agent_analytics.errors import QueryError, RequestError, ServingError, TemplateError
from agent_analytics.settings import Settings
from agent_analytics.web.asking import MOST_EXPORTED_ROWS, Session, Sessions
from agent_analytics.web.cards.chart import Chart
from agent_analytics.web.exports import as_csv, as_json
from agent_analytics.web.filters import TAB, address, filters_from, in_words
from agent_analytics.web.html import Html, picture_of
from agent_analytics.web.lineage import freshness, lineage
from agent_analytics.web.pages import Page, by_slug, headlines
from agent_analytics.web.security import Guard

REFRESH = "agent-analytics refresh"
THREADS = 4

_EXPORTS: dict[str, tuple[str, Callable[..., Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}


def create_app(settings: Settings, templates: Path | None = None) -> Starlette:
    """Return the application that shows the installation's current snapshot.

    `templates` is the folder of the boards, by default that of the shipped ones.
    """
    pages = _Pages(settings, load_dashboards(templates))
    static = StaticFiles(directory=str(files("agent_analytics.web") / "static"))
    return Starlette(
        routes=[
            Route("/", pages.answering(pages.index)),
            Route("/boards/{board}", pages.answering(pages.board)),
            Route("/boards/{board}/cards/{card}.{kind}", pages.answering(pages.export)),
            Route("/boards/{board}/cards/{card}", pages.answering(pages.card)),
            Route("/healthz", pages.health),
            Mount("/static", static),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: pages.refusal},
    )


class _Pages:
    """The answers of one installation."""

    def __init__(self, settings: Settings, boards: tuple[Dashboard, ...]) -> None:
        self._boards = boards
        self._sessions = Sessions(settings)
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="card")
        self._html = Html(boards)

    def answering(
        self, route: Callable[[Request, Session, ExitStack], Response]
    ) -> Callable[[Request], Response]:
        """Return a route that lends a session, and says in a page what went wrong."""

        def answered(request: Request) -> Response:
            with ExitStack() as stack:
                try:
                    session = stack.enter_context(self._sessions.open())
                    return route(request, session, stack)
                except (RequestError, QueryError, TemplateError) as error:
                    title = "That cannot be shown"
                    return self._html.notice(HTTPStatus.BAD_REQUEST, title, str(error))
                except ServingError as error:
                    title = "No data to show yet"
                    status = HTTPStatus.SERVICE_UNAVAILABLE
                    return self._html.notice(status, title, str(error), REFRESH)

        return answered

    def index(self, request: Request, session: Session, stack: ExitStack) -> Response:
        """Return the list of boards under the first one's headline figures."""
        first = self._page(request, session, self._boards[0]) if self._boards else None
        shown = headlines(first) if first else ()
        values = {
            "page": first,
            "headlines": [(one, first.view(one)) for one in shown] if first else [],
            "freshness": freshness(session),
        }
        return self._streamed("index.html", values, stack)

    def board(self, request: Request, session: Session, stack: ExitStack) -> Response:
        """Return a board; its cards follow one another as they are answered."""
        page = self._page(request, session, self._found(request))
        values = {
            "page": page,
            "views": page.views(self._executor),
            "freshness": freshness(session),
            "period": in_words(page.controls),
            "reset": address(page.board, {}, page.tab),
        }
        return self._streamed("board.html", values, stack)

    def card(self, request: Request, session: Session, stack: ExitStack) -> Response:
        """Return a card by itself: its question, its answer, its SQL and what it is made of."""
        page, dashcard = self._placed(request, session)
        values = {
            "page": page,
            "dashcard": dashcard,
            "view": page.view(dashcard),
            "table": self._html.table_of(page, dashcard),
            "bound": page.bound(dashcard),
            "lineage": lineage(session, dashcard.card) if dashcard.card else (),
            "freshness": freshness(session),
            "period": page.words(dashcard),
            "back": address(page.board, page.filters),
        }
        return self._streamed("card.html", values, stack)

    def export(self, request: Request, session: Session, _stack: ExitStack) -> Response:
        """Return a card's rows as CSV or JSON, or its chart as SVG."""
        page, dashcard = self._placed(request, session)
        kind = request.path_params["kind"]
        name = f"{page.board.slug}-{request.path_params['card']}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        if kind == "svg":
            view = page.view(dashcard)
            if not isinstance(view.body, Chart):
                raise HTTPException(HTTPStatus.NOT_FOUND)
            picture = picture_of(view.card.name, page.words(dashcard), view.body)
            return Response(picture, media_type="image/svg+xml", headers=headers)
        if kind not in _EXPORTS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        media_type, write = _EXPORTS[kind]
        rows = page.rows(dashcard, MOST_EXPORTED_ROWS)
        return StreamingResponse(write(rows), media_type=media_type, headers=headers)

    def health(self, _request: Request) -> Response:
        """Return which snapshot is served; 503 when none is."""
        try:
            with self._sessions.open() as session:
                snapshot = session.snapshot
        except ServingError as error:
            return JSONResponse(
                {"status": "no snapshot", "detail": str(error)},
                status_code=HTTPStatus.SERVICE_UNAVAILABLE,
            )
        built_at = snapshot.built_at.astimezone(UTC).isoformat()
        return JSONResponse({"status": "ok", "build_id": snapshot.build_id, "built_at": built_at})

    def refusal(self, _request: Request, error: Exception) -> Response:
        """Return the page for a path that is not there."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        text = "There is no such page; the boards are listed on the left."
        return self._html.notice(status, HTTPStatus(status).phrase, text)

    def _found(self, request: Request) -> Dashboard:
        board = by_slug(self._boards).get(request.path_params["board"])
        if board is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return board

    def _page(self, request: Request, session: Session, board: Dashboard) -> Page:
        """Return the page of a request. Raises `RequestError` for filters that are none."""
        filters = filters_from(board, request.query_params.multi_items())
        tab = request.query_params.get(TAB, "1")
        tabs = max(1, len(board.tabs))
        if not (tab.isascii() and tab.isdigit() and 1 <= int(tab[:4]) <= tabs):
            message = f"tab: {tab[:40]!r} is not one of the {tabs} tabs of this board"
            raise RequestError(message)
        page = Page(self._boards, board, filters, int(tab) - 1, session)
        _ = page.controls
        return page

    def _placed(self, request: Request, session: Session) -> tuple[Page, Dashcard]:
        """Return a card with the page it stands on."""
        page = self._page(request, session, self._found(request))
        slug = request.path_params["card"]
        for dashcard in page.board.dashcards:
            if dashcard.card and dashcard.card.slug == slug:
                return page, dashcard
        raise HTTPException(HTTPStatus.NOT_FOUND)

    def _streamed(self, template: str, values: dict[str, Any], stack: ExitStack) -> Response:
        """Return a page piece by piece; the session stays open until the last one."""
        kept = stack.pop_all()

        def pieces() -> Iterator[str]:
            with kept:
                yield from self._html.stream(template, values)

        return StreamingResponse(pieces(), media_type="text/html; charset=utf-8")
