"""Fetches one report and makes a stretch of it, unless its content is known. Which ones belongs to `poll`."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn

import msgspec

from agent_analytics.records import REPORT_DAYS
from ingestion.github_client import Client, Page, TroubledError, VanishedError
from ingestion.landing import DeadLetter, Stretch
from ingestion.sources.copilot.accounts import add_credits, add_seat_totals, add_seats
from ingestion.sources.copilot.downloads import Downloads, ExpiredLinkError
from ingestion.sources.copilot.memory import Memory
from ingestion.sources.copilot.parse import Report, add_rows, rows_of
from ingestion.sources.copilot.reports import CREDITS, SEATS, USAGE, Scope, report_key

_LONGEST_WINDOW_DAYS = 40
_ATTEMPTS_AT_LINKS = 2
_SEATS_PER_PAGE = 100

Row = dict[str, Any]
_ENCODER = msgspec.json.Encoder(order="deterministic")


class Reader:
    """Reads single reports. Each goes into `memory` as soon as its stretch is made."""

    def __init__(self, client: Client, downloads: Downloads, memory: Memory) -> None:
        self._client = client
        self._downloads = downloads
        self._memory = memory

    def one_day(self, scope: Scope, report: str, day: date) -> tuple[str, Stretch | None]:
        """Return what became of a day's report, and what is new of it.

        The state is `loaded`, `waiting` or `missing`. Raises what `github_client` declares, but for a 404.
        """
        try:
            if report == CREDITS:
                items = self._credit_items(scope, day)
                content = _ENCODER.encode(items)
            else:
                address = scope.report_address(report, "1-day")
                page, content = self._content(address, {"day": day.isoformat()})
                if page is None:
                    return "waiting", self._without_rows(scope, report, day, "waiting")
                if page.get("report_day") != day.isoformat():
                    _refuse("of another day")
        except VanishedError:
            return "missing", self._without_rows(scope, report, day, "missing")
        stretch, place = self._opened(scope, report, day, content, "1-day")
        if stretch is not None:
            if report == CREDITS:
                add_credits(stretch, place, items)
            else:
                add_rows(stretch, report, place, rows_of(content))
            self._close(stretch)
        return "loaded", stretch

    def last_28_days(self, scope: Scope, report: str) -> Iterator[Stretch]:
        """Yield a stretch per day of the report on the last 28 days; none when it is not made yet."""
        page, content = self._content(scope.report_address(report, "28-day/latest"), {})
        if page is None:
            return
        first, last = (_day(page.get(f"report_{end}_day")) for end in ("start", "end"))
        if first is None or last is None or not 0 <= (last - first).days < _LONGEST_WINDOW_DAYS:
            _refuse("without days that can be")
        days: dict[str, list[object]] = defaultdict(list)
        for row in rows_of(content):
            for part in _parts_by_day(report, row):
                days[_day_of(part)].append(part)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            rows = days.pop(day.isoformat(), [])
            stretch, place = self._opened(scope, report, day, _bytes_of(rows), "28-day")
            if stretch is not None:
                add_rows(stretch, report, place, rows)
                self._close(stretch)
                yield stretch
        if lost := sum(map(len, days.values())):
            yield _lost_rows(report_key(scope, f"{report} outside", last), lost)

    def snapshot(self, scope: Scope, report: str, today: date) -> Iterator[Stretch]:
        """Yield today's seats, or counts of seats, if they changed since they were read today."""
        if report == SEATS:
            seats = self._seats(scope)
            stretch, place = self._opened(scope, report, today, _ENCODER.encode(seats), "snapshot")
            if stretch is not None:
                add_seats(stretch, place, seats)
        else:
            body = self._client.page(scope.seat_totals_address(), {}).body
            if not isinstance(body, dict):
                _refuse("of another shape")
            stretch, place = self._opened(scope, report, today, _ENCODER.encode(body), "snapshot")
            if stretch is not None:
                add_seat_totals(stretch, place, body)
        if stretch is not None:
            self._close(stretch)
            yield stretch

    def _seats(self, scope: Scope) -> list[Any]:
        """Return all seats; only a whole list says who has none any more."""
        page = self._client.page(scope.seats_address(), {"per_page": _SEATS_PER_PAGE})
        seats = _listed(page, "seats")
        while page.next_url:
            page = self._client.page(page.next_url, {})
            seats += _listed(page, "seats")
        return seats

    def _credit_items(self, scope: Scope, day: date) -> list[Any]:
        """Return the items of a day's bill. An answer about a whole month must not pass for a day."""
        query = {"year": day.year, "month": day.month, "day": day.day}
        page = self._client.page(scope.credits_address(), query)
        items = _listed(page, "usageItems")
        period = page.body.get("timePeriod")
        if not isinstance(period, dict) or {name: period.get(name) for name in query} != query:
            _refuse("of another day")
        return items

    def _content(self, address: str, query: dict[str, str | int]) -> tuple[Row | None, bytes]:
        """Return a report's envelope and its content; None when it is not made yet."""
        for _ in range(_ATTEMPTS_AT_LINKS):
            body = self._client.page(address, query).body
            if body is None:
                return None, b""
            links = body.get("download_links") if isinstance(body, dict) else None
            if not isinstance(links, list):
                _refuse("without download links")
            try:
                return body, b"\n".join(self._downloads.content(str(link)) for link in links)
            except ExpiredLinkError:
                continue
        message = "a signed link was refused twice"
        raise TroubledError(message)

    def _opened(
        self, scope: Scope, report: str, day: date, content: bytes, asked_as: str
    ) -> tuple[Stretch | None, Report]:
        """Return an empty stretch for a report, or None when this content was read before."""
        content_hash = hashlib.blake2b(content, digest_size=16).hexdigest()
        place = Report(report_key(scope, report, day), content_hash, day.isoformat())
        known = self._memory.of_report(scope, report, day)
        if known and known["state"] == "loaded" and known["content_hash"] == content_hash:
            return None, place
        row = _report_row(scope, report, day, "loaded")
        row |= {"asked_as": asked_as, "content_hash": content_hash}
        self._memory.reports[place.key] = row
        return Stretch(place.key, records={REPORT_DAYS: [row]}), place

    @staticmethod
    def _close(stretch: Stretch) -> None:
        stretch.records[REPORT_DAYS][0]["row_count"] = stretch.accepted

    def _without_rows(self, scope: Scope, report: str, day: date, state: str) -> Stretch | None:
        """Return a stretch that notes a report that is not there; None when that is known.

        A report that was read once stays, whatever is said of it later.
        """
        known = self._memory.of_report(scope, report, day)
        if known and known["state"] in (state, "loaded"):
            return None
        row = _report_row(scope, report, day, state)
        self._memory.reports[row["report_day_id"]] = row
        return Stretch(row["report_day_id"], records={REPORT_DAYS: [row]})


def _report_row(scope: Scope, report: str, day: date, state: str) -> Row:
    return {
        "report_day_id": report_key(scope, report, day),
        "scope_kind": scope.kind,
        "scope": scope.name.lower(),
        "report": report,
        "report_day": day.isoformat(),
        "state": state,
        "asked_as": "1-day",
        "content_hash": None,
        "row_count": None,
        "read_at": datetime.now(UTC),
    }


def _parts_by_day(report: str, row: object) -> Iterator[object]:
    """Yield what a row of a 28-day report says of single days."""
    days = row.get("day_totals") if report == USAGE and isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(days, list):
        yield row
        return
    of_all = {name: row[name] for name in ("organization_id", "enterprise_id") if name in row}
    for day in days:
        yield {**of_all, **day} if isinstance(day, dict) else day


def _lost_rows(key: str, count: int) -> Stretch:
    letter = [
        DeadLetter("bad_record", f"row {n} is of no day asked for", n, 0) for n in range(count)
    ]
    return Stretch(key, received=count, dead_letters=letter)


def _bytes_of(rows: list[object]) -> bytes:
    broken = (row if not isinstance(row, Exception) else None for row in rows)
    return b"\n".join(map(_ENCODER.encode, broken))


def _day_of(row: object) -> str:
    return str(row.get("day")) if isinstance(row, dict) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _listed(page: Page, name: str) -> list[Any]:
    """Return the list in an answer. Raises `TroubledError` without one."""
    found = page.body.get(name) if isinstance(page.body, dict) else None
    if not isinstance(found, list):
        _refuse(f"without {name}")
    return found


def _refuse(fault: str) -> NoReturn:
    message = f"an answer {fault}"
    raise TroubledError(message)
