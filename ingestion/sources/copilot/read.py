"""Fetches one report, unless its content is known. What it says belongs to `parse`, which ones to `poll`."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn

import msgspec

from agent_analytics.records import REPORT_DAYS
from ingestion.github_client import Client, Page, TroubledError, VanishedError
from ingestion.sources.copilot.accounts import add_credits, add_seat_totals, add_seats
from ingestion.sources.copilot.downloads import Downloads, ExpiredLinkError
from ingestion.sources.copilot.memory import Memory
from ingestion.sources.copilot.parse import Download, Report
from ingestion.sources.copilot.reports import CREDITS, SEATS, USAGE, Scope, report_key
from ingestion.sources.copilot.rows import lines_of, rows_of
from ingestion.stretches import DeadLetter, Stretch

_LONGEST_WINDOW_DAYS = 40
_ATTEMPTS_AT_LINKS = 2
_SEATS_PER_PAGE = 100

Row = dict[str, Any]
_ENCODER = msgspec.json.Encoder(order="deterministic")


class _Dated(msgspec.Struct):
    day: str = ""


_DAY = msgspec.json.Decoder(_Dated)


class Reader:
    """Reads single reports. Each goes into `memory` as soon as its stretch is made."""

    def __init__(self, client: Client, downloads: Downloads, memory: Memory) -> None:
        self._client = client
        self._downloads = downloads
        self._memory = memory

    def one_day(
        self, scope: Scope, report: str, day: date
    ) -> tuple[str, Stretch | Download | None]:
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
        new = self._new(scope, report, day, content, "1-day")
        if new is not None and report == CREDITS:
            return "loaded", _listing(new, add_credits, items)
        return "loaded", new

    def last_28_days(self, scope: Scope, report: str) -> Iterator[Stretch | Download]:
        """Yield each day of the report on the last 28 days that is new; none when it is not made yet."""
        page, content = self._content(scope.report_address(report, "28-day/latest"), {})
        if page is None:
            return
        first, last = (_day(page.get(f"report_{end}_day")) for end in ("start", "end"))
        if first is None or last is None or not 0 <= (last - first).days < _LONGEST_WINDOW_DAYS:
            _refuse("without days that can be")
        days: dict[str, list[bytes]] = defaultdict(list)
        for told, line in _lines_by_day(report, content):
            days[told].append(line)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            lines = days.pop(day.isoformat(), [])
            new = self._new(scope, report, day, b"\n".join(lines), "28-day")
            if new is not None:
                yield new
        if lost := sum(map(len, days.values())):
            yield _lost_rows(report_key(scope, f"{report} outside", last), lost)

    def snapshot(self, scope: Scope, report: str, today: date) -> Iterator[Stretch]:
        """Yield today's seats, or counts of seats, if they changed since they were read today."""
        if report == SEATS:
            seats = self._seats(scope)
            new = self._new(scope, report, today, _ENCODER.encode(seats), "snapshot")
            if new is not None:
                yield _listing(new, add_seats, seats)
        else:
            body = self._client.page(scope.seat_totals_address(), {}).body
            if not isinstance(body, dict):
                _refuse("of another shape")
            new = self._new(scope, report, today, _ENCODER.encode(body), "snapshot")
            if new is not None:
                yield _listing(new, add_seat_totals, body)

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
        """Return a report's envelope and the lines of all its files; None when it is not made yet."""
        for _ in range(_ATTEMPTS_AT_LINKS):
            body = self._client.page(address, query).body
            if body is None:
                return None, b""
            links = body.get("download_links") if isinstance(body, dict) else None
            if not isinstance(links, list):
                _refuse("without download links")
            try:
                files = [self._downloads.content(str(link)) for link in links]
                return body, b"\n".join(line for file in files for line in lines_of(file))
            except ExpiredLinkError:
                continue
        message = "a signed link was refused twice"
        raise TroubledError(message)

    def _new(
        self, scope: Scope, report: str, day: date, content: bytes, asked_as: str
    ) -> Download | None:
        """Return what was fetched of a report, or None when this content was read before."""
        content_hash = hashlib.blake2b(content, digest_size=16).hexdigest()
        known = self._memory.of_report(scope, report, day)
        if known and known["state"] == "loaded" and known["content_hash"] == content_hash:
            return None
        row = _report_row(scope, report, day, "loaded")
        row |= {"asked_as": asked_as, "content_hash": content_hash}
        place = Report(row["report_day_id"], content_hash, day.isoformat())
        self._memory.reports[place.key] = row
        return Download(report, place, row, content, len(content))

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


def _listing(new: Download, add: Callable[[Stretch, Report, Any], None], told: Any) -> Stretch:
    """Return the stretch of an answer that is no report: `add` says what it holds."""
    stretch = Stretch(new.report.key)
    add(stretch, new.report, told)
    stretch.add(REPORT_DAYS, {**new.row, "row_count": stretch.accepted})
    return stretch


def _lines_by_day(report: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the days of a 28-day report with their lines; of a scope's own activity one line tells all days."""
    if report != USAGE:
        yield from ((_day_of(line), line) for line in content.splitlines())
        return
    for row in rows_of(content):
        for part in _parts_by_day(row):
            line = _ENCODER.encode(part)
            yield _day_of(line), line


def _parts_by_day(row: object) -> Iterator[object]:
    """Yield what a row of a scope's 28-day report says of single days."""
    days = row.get("day_totals") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(days, list):
        yield None if isinstance(row, Exception) else row
        return
    of_all = {name: row[name] for name in ("organization_id", "enterprise_id") if name in row}
    for day in days:
        yield {**of_all, **day} if isinstance(day, dict) else day


def _lost_rows(key: str, count: int) -> Stretch:
    letter = [
        DeadLetter("bad_record", f"row {n} is of no day asked for", n, 0) for n in range(count)
    ]
    return Stretch(key, received=count, dead_letters=letter)


def _day_of(line: bytes) -> str:
    """Return the day that a line names; empty when it names none."""
    try:
        return _DAY.decode(line).day
    except msgspec.DecodeError:
        return ""


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
