"""GitHub as far as Copilot is concerned: reports behind signed links, seats in pages, bills by day.

What it serves is plain data that a test may change between two loads: a day of which nothing is known is not
made yet (204). Serving and failing belong to `service`.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec

from ingestion.sample.api.service import Answer, Request

DOWNLOADS = "/download/"
"""Begins the path of every signed link."""

PATHS = (DOWNLOADS, "/orgs/", "/organizations/", "/enterprises/")
"""Begins every path that is answered here."""

POLICY_MESSAGE = "The 'Copilot usage metrics' policy must be enabled to use this API"
_WINDOW = 28
_NAMES = {
    "organization": "usage",
    "enterprise": "usage",
    "users": "users",
    "user-teams": "user_teams",
    "repos": "repositories",
}

Row = dict[str, Any]


@dataclass(slots=True)
class Side:
    """What GitHub knows of one organisation or enterprise: rows by report and day, seats, items by day."""

    reports: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    seats: list[Row] = field(default_factory=list)
    totals: Row | None = None
    credit_items: dict[str, list[Row]] = field(default_factory=dict)
    has_policy: bool = True


class Copilot:
    """A handler for `Service`; `leaks` counts downloads that came with a token.

    `encode` makes a report's file of rows: lines, as GitHub writes them.
    """

    def __init__(self, sides: Mapping[str, Side], token: str, parts: int = 1) -> None:
        self.sides = dict(sides)
        self.links: dict[str, bytes] = {}
        self.leaks = 0
        self.counted = 0
        self.encode: Callable[[list[Row]], bytes] = msgspec.json.Encoder().encode_lines
        self._token = token
        self._parts = parts

    def __call__(self, request: Request) -> Answer:
        """Return GitHub's answer to a request, or what a signed link leads to."""
        if request.path.startswith(DOWNLOADS):
            return self._download(request)
        if request.headers.get("authorization") != f"Bearer {self._token}":
            return _json({"message": "Bad credentials"}, 401)
        return self._told(request) or _json({"message": "Not Found"}, 404)

    def _told(self, request: Request) -> Answer | None:
        """Return the answer to somebody who may ask; None for what there is not."""
        self.counted += 1
        _, kind, name, *rest = [*request.path.split("/"), "", ""]
        side = self.sides.get(name.lower())
        if side is None or kind not in {"orgs", "organizations", "enterprises"}:
            return None
        match [part for part in rest if part]:
            case ["copilot", "metrics", "reports", report, *_]:
                return self._report(request, side, report)
            case ["copilot", "billing", "seats"]:
                return _page(request, side.seats)
            case ["copilot", "billing"] if side.totals is not None:
                return _json(side.totals)
            case ["settings", "billing", "ai_credit", "usage"]:
                return _credits(request, side)
        return None

    def _report(self, request: Request, side: Side, report: str) -> Answer:
        if not side.has_policy:
            return _json({"message": POLICY_MESSAGE}, 403)
        name, _, window = report.partition("-1-day" if "1-day" in report else "-28-day")
        days = side.reports.get(_NAMES.get(name, name), {})
        if report.endswith("-28-day"):
            return self._last_28_days(request, days, whole=name in {"organization", "enterprise"})
        day = request.query.get("day", "")
        if day not in days or window:
            return Answer(204)
        return _json({"download_links": self._signed(request, days[day]), "report_day": day})

    def _last_28_days(self, request: Request, days: dict[str, list[Row]], *, whole: bool) -> Answer:
        if not days:
            return Answer(204)
        last = date.fromisoformat(max(days))
        window = [(last - timedelta(days=age)).isoformat() for age in range(_WINDOW - 1, -1, -1)]
        ends = {"report_start_day": window[0], "report_end_day": window[-1]}
        rows = [row for day in window for row in days.get(day, ())]
        rows = [{**ends, "day_totals": rows}] if whole else [{**row, **ends} for row in rows]
        return _json({"download_links": self._signed(request, rows), **ends})

    def _signed(self, request: Request, rows: list[Row]) -> list[str]:
        """Return fresh links to some rows, split into parts."""
        links = []
        for part in range(self._parts):
            path = f"{DOWNLOADS}{secrets.token_hex(8)}"
            self.links[path] = self.encode(rows[part :: self._parts])
            links.append(f"http://{request.headers['host']}{path}?sig=SIGNATURE")
        return links

    def _download(self, request: Request) -> Answer:
        self.leaks += "authorization" in request.headers
        content = self.links.get(request.path)
        return Answer(403) if content is None else Answer(200, content)


def _credits(request: Request, side: Side) -> Answer:
    period = {name: int(value) for name, value in request.query.items()}
    day = "{year:04}-{month:02}-{day:02}".format(**period)
    return _json({"timePeriod": period, "usageItems": side.credit_items.get(day, [])})


def _page(request: Request, seats: list[Row]) -> Answer:
    size, number = int(request.query.get("per_page", 50)), int(request.query.get("page", 1))
    people = {(seat["assignee"] or {}).get("id") for seat in seats}
    part = seats[(number - 1) * size : number * size]
    headers = {}
    if number * size < len(seats):
        address = f"http://{request.headers.get('host', '')}{request.path}"
        headers["Link"] = f'<{address}?per_page={size}&page={number + 1}>; rel="next"'
    return _json({"total_seats": len(people), "seats": part}, headers=headers)


def _json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    content = {"Content-Type": "application/json", **(headers or {})}
    return Answer(status, json.dumps(body).encode(), content)
