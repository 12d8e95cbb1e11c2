"""The web application: its routes, and which answer each outcome gets.

What the page says is `overview`; who may ask is `security`. Each request opens the current snapshot anew,
so that a newly published one shows at once.
"""

from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.resources import files
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from agent_analytics.errors import RequestError, ServingError
from agent_analytics.serving import describe_snapshot, open_snapshot
from agent_analytics.settings import Settings
from agent_analytics.web.choices import DAY_COUNTS, SPLITS, choice_from
from agent_analytics.web.overview import read_overview
from agent_analytics.web.security import Guard

REFRESH = "agent-analytics refresh"


def create_app(settings: Settings) -> Starlette:
    """Return the application that shows the installation's current snapshot."""
    pages = _Pages(settings)
    static = StaticFiles(directory=str(files("agent_analytics.web") / "static"))
    return Starlette(
        routes=[
            Route("/", pages.overview, name="overview"),
            Route("/healthz", pages.health, name="health"),
            Mount("/static", static, name="static"),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: pages.refusal},
    )


class _Pages:
    """The answers of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("agent_analytics.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def overview(self, request: Request) -> Response:
        """Return the overview, or the page that says what is missing."""
        try:
            choice = choice_from(request.query_params.multi_items())
            with closing(open_snapshot(self._settings)) as connection:
                page = read_overview(connection, self._settings, choice, datetime.now(UTC))
        except RequestError as error:
            return self._notice(HTTPStatus.BAD_REQUEST, "That is not on offer", str(error))
        except ServingError as error:
            return self._notice(
                HTTPStatus.SERVICE_UNAVAILABLE, "No data to show yet", str(error), REFRESH
            )
        if page is None:
            text = "The snapshot is there, and empty: no session, request or commit was found."
            return self._notice(HTTPStatus.OK, "Nothing to show yet", text, REFRESH)
        return self._page(
            HTTPStatus.OK, "overview.html", page=page, day_counts=DAY_COUNTS, splits=SPLITS
        )

    def health(self, _request: Request) -> Response:
        """Return which snapshot is served; 503 when none is."""
        try:
            with closing(open_snapshot(self._settings)) as connection:
                snapshot = describe_snapshot(connection)
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
        return self._notice(status, HTTPStatus(status).phrase, "There is one page: the overview.")

    def _notice(self, status: int, title: str, text: str, command: str = "") -> Response:
        return self._page(status, "notice.html", title=title, text=text, command=command)

    def _page(self, status: int, template: str, **values: Any) -> Response:
        html = self._templates.get_template(template).render(values)
        return HTMLResponse(html, status_code=status)
