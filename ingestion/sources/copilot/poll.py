"""One load's talk with GitHub about Copilot, in slices: which reports are wanted, what became of each.

A slice is landed before the next is read, so a killed load loses one slice at most. A kind of report that
cannot be read stops only itself; a rate limit ends the load, and later ones wait until it is over.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from agent_analytics.errors import SourceError
from agent_analytics.records import POLLED_REPORTS
from ingestion.days import DayRange
from ingestion.github_client import (
    Client,
    ForbiddenError,
    PausedError,
    TroubledError,
    VanishedError,
)
from ingestion.sources.copilot.downloads import Downloads
from ingestion.sources.copilot.memory import Memory
from ingestion.sources.copilot.parse import Download
from ingestion.sources.copilot.read import Reader
from ingestion.sources.copilot.reports import (
    CREDITS,
    DAILY,
    FIRST_DAYS,
    SEAT_TOTALS,
    SEATS,
    WITH_28_DAYS,
    Scope,
    days_to_ask,
)
from ingestion.stretches import Stretch

ROWS_PER_SLICE = 250_000
LONGEST_LOAD_SECONDS = 600.0
"""A load holds the warehouse; what is left of a long history is read by the following ones."""

_MOST_TROUBLES = 3
_MOST_MISSING = 5
_POLICY = (
    "the policy 'Copilot usage metrics' is not enabled; an owner sets it to 'Enabled everywhere' under AI "
    "controls, Copilot"
)

Row = dict[str, Any]
Piece = Stretch | Download

_log = logging.getLogger(__name__)


class Poll:
    """What one load reads. `failure` says why it failed, `notes` what its reader should know."""

    def __init__(
        self,
        client: Client,
        downloads: Downloads,
        scopes: Sequence[Scope],
        since: date | None,
        days: DayRange | None = None,
    ) -> None:
        self.finished = False
        self.failure: str | None = None
        self.notes: list[str] = []
        self._sources = client, downloads
        self._scopes = scopes
        self._since = since
        self._days = days
        self._today = datetime.now(UTC).date()
        self._changed: dict[str, Row] = {}
        self._pages: Iterator[Piece | None] | None = None
        self._troubles = 0
        self._deadline = time.monotonic() + LONGEST_LOAD_SECONDS

    def slice(self, remember: Callable[[], Memory]) -> Iterator[Piece]:
        """Yield pieces that together are worth landing, the kinds' own rows last."""
        if self._pages is None:
            self._pages = self._talk(remember())
        taken = 0
        for piece in self._pages:
            if piece is None:
                break
            taken += _row_count(piece)
            yield piece
            if taken >= ROWS_PER_SLICE:
                break
        else:
            self.finished = True
        if self._changed:
            rows, self._changed = list(self._changed.values()), {}
            yield Stretch("polled_reports", records={POLLED_REPORTS: rows})

    def _talk(self, memory: Memory) -> Iterator[Piece | None]:
        if until := memory.paused_until(datetime.now(UTC)):
            self.notes.append(f"not asked: rate limit until {until:%H:%M} UTC")
            return
        try:
            yield from self._everything(Reader(*self._sources, memory), memory)
        except PausedError as error:
            self.notes.append(str(error))
            row = memory.of_kind(self._scopes[0], DAILY[0])
            self._note(memory, self._scopes[0], {**row, "paused_until_at": error.until})
        except SourceError as error:
            self.failure = str(error)

    def _everything(self, reader: Reader, memory: Memory) -> Iterator[Piece | None]:
        if self._days is None:
            yield from self._last_28_days(reader, memory)
        for scope in self._scopes:
            for report in self._kinds(scope):
                yield from self._kind(reader, memory, memory.of_kind(scope, report), scope)
                if self._troubles >= _MOST_TROUBLES or time.monotonic() > self._deadline:
                    return

    def _last_28_days(self, reader: Reader, memory: Memory) -> Iterator[Piece | None]:
        """Read 28 days at once where nothing is known. What goes wrong here is met again day by day."""
        for scope in self._scopes:
            for report in WITH_28_DAYS:
                if "loaded" not in memory.days(scope, report).values():
                    with suppress(VanishedError, ForbiddenError, TroubledError):
                        yield from reader.last_28_days(scope, report)
        if memory.reports:
            # The days that are read again now must not meet themselves in one slice.
            yield None

    def _kinds(self, scope: Scope) -> Sequence[str]:
        """Return the kinds of report to ask for; days asked for by hand are of the daily ones."""
        if self._days is not None:
            return DAILY
        return (*DAILY, SEATS, *((SEAT_TOTALS,) if scope.kind == "organization" else ()))

    def _kind(
        self, reader: Reader, memory: Memory, row: Row, scope: Scope
    ) -> Iterator[Piece | None]:
        """Read what is wanted of one kind of report, and note what became of it."""
        report = row["report"]
        try:
            if report in DAILY:
                yield from self._daily(reader, memory, row, scope)
            else:
                yield from reader.snapshot(scope, report, self._today)
                row |= {"state": "active", "detail": None}
        except VanishedError as error:
            detail = f"not found, or the token may not see it ({error})"
            self._lost(scope, row, "gone", detail)
        except ForbiddenError as error:
            said = _POLICY if "policy" in error.words.lower() else "the token may not read it"
            self._lost(scope, row, "refused", f"{said} ({error})")
        except TroubledError as error:
            self._troubled(scope, report, error)
        self._note(memory, scope, row)

    def _daily(
        self, reader: Reader, memory: Memory, row: Row, scope: Scope
    ) -> Iterator[Piece | None]:
        report = row["report"]
        known = memory.days(scope, report)
        wanted = self._days.days() if self._days else days_to_ask(known, self._today, self._since)
        missing = 0
        for number, day in enumerate(wanted, 1):
            if time.monotonic() > self._deadline:
                self.notes.append(f"{scope.name}: {report} are read further next time")
                return
            try:
                state, piece = reader.one_day(scope, report, day)
            except TroubledError as error:
                self._troubled(scope, report, error, day)
                if self._troubles >= _MOST_TROUBLES:
                    return
                continue
            if piece is not None:
                yield piece
            is_recent = self._today - day <= timedelta(days=FIRST_DAYS)
            missing = missing + 1 if state == "missing" and is_recent else 0
            if missing == _MOST_MISSING:
                message = f"HTTP 404 for {missing} days"
                raise VanishedError(message)
            _log.info("%s: %s, %s of %s days", scope.name, report, number, len(wanted))
        is_told = "loaded" in memory.days(scope, report).values() or report == CREDITS
        row |= {"state": "active" if is_told else "waiting", "detail": None}
        row |= {} if is_told else {"detail": "GitHub has not made a report yet"}

    def _lost(self, scope: Scope, row: Row, state: str, detail: str) -> None:
        """Note that a kind of report cannot be read; what was read of it stays."""
        row |= {"state": state, "detail": detail}
        self.notes.append(f"{scope.name}: {row['report']}: {detail}")

    def _troubled(
        self, scope: Scope, report: str, error: TroubledError, day: date | None = None
    ) -> None:
        self._troubles += 1
        what = f"{report} of {day}" if day else report
        self.failure = f"{scope.name}: {what}: {error}; what was read is kept, run again later"

    def _note(self, memory: Memory, scope: Scope, row: Row) -> None:
        """Land a kind's row with this slice, if it says anything new."""
        is_told = row["state"] is not None or row["paused_until_at"] is not None
        if is_told and row != memory.of_kind(scope, row["report"]):
            key = row["polled_report_id"]
            self._changed[key] = memory.polled[key] = {**row, "read_at": datetime.now(UTC)}


def _row_count(piece: Piece) -> int:
    """Return how many rows a piece has, about: a line of a report makes one or a few."""
    if isinstance(piece, Stretch):
        return sum(map(len, piece.records.values()))
    return piece.content.count(b"\n") + 1
