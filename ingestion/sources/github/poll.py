"""One load's talk with GitHub, in slices: ask what changed, read it, look at unfinished checks again.

A slice is landed before the next is read, so a killed load loses one slice at most. A repository that cannot
be read stops only itself; a rate limit ends the load, and later ones wait until it is over.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from agent_analytics.errors import SourceError
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.records import CHECK_POLLS, CHECKS, POLLED_REPOSITORIES
from agent_analytics.settings import Settings
from ingestion.github_client import (
    Client,
    ForbiddenError,
    PausedError,
    TroubledError,
    VanishedError,
)
from ingestion.landing import Stretch
from ingestion.sources.github import wire
from ingestion.sources.github.checks import COMPLETED, check_run_rows
from ingestion.sources.github.memory import Memory, recall
from ingestion.sources.github.scan import NOT_READ, Scan

PULL_REQUESTS_PER_SLICE = 2_500
LONGEST_LOAD_SECONDS = 600.0
"""A load holds the warehouse; what is left of a long history is read by the following ones."""

_MOST_TROUBLES = 2
_LIST: dict[str, str | int] = {
    "state": "all",
    "sort": "updated",
    "direction": "desc",
    "per_page": 30,
}
_CHECK_RUNS: dict[str, str | int] = {"filter": "latest", "per_page": 100}

Row = dict[str, Any]


class Poll:
    """What one load reads. `failure` says why it failed, `notes` what its reader should know."""

    def __init__(
        self, settings: Settings, client: Client, pseudonymizer: Pseudonymizer, names: Sequence[str]
    ) -> None:
        self.finished = False
        self.failure: str | None = None
        self.notes: list[str] = []
        self._settings = settings
        self._client = client
        self._pseudonymizer = pseudonymizer
        self._names = names
        self._changed: dict[str, Row] = {}
        self._pages: Iterator[Stretch] | None = None
        self._troubles = 0
        self._deadline = time.monotonic() + LONGEST_LOAD_SECONDS

    def slice(self) -> Iterator[Stretch]:
        """Yield stretches that together are worth landing, the repositories' own rows last."""
        if self._pages is None:
            self._pages = self._talk(recall(self._settings))
        taken = 0
        for stretch in self._pages:
            yield stretch
            taken += stretch.received
            if taken >= PULL_REQUESTS_PER_SLICE:
                break
        else:
            self.finished = True
        if self._changed:
            rows, self._changed = list(self._changed.values()), {}
            yield Stretch("repositories", records={POLLED_REPOSITORIES: rows})

    def _talk(self, memory: Memory) -> Iterator[Stretch]:
        if until := memory.paused_until(datetime.now(UTC)):
            self.notes.append(f"not asked: rate limit until {until:%H:%M} UTC")
            return
        try:
            for name in self._names:
                yield from self._repository(memory, memory.of_repository(name))
                if self._troubles == _MOST_TROUBLES:
                    return  # not this repository's trouble, but GitHub's
            yield from self._checks(memory)
        except PausedError as error:
            self.notes.append(str(error))
            row = memory.of_repository(self._names[0])
            self._note_state(memory, {**row, "paused_until_at": error.until})
        except SourceError as error:
            self.failure = str(error)

    def _repository(self, memory: Memory, row: Row) -> Iterator[Stretch]:
        received = memory.received[row["polled_repository_id"]]
        known_checks = memory.known_checks
        scan = Scan(self._client, row, received, known_checks, self._pseudonymizer)
        try:
            if row["scan_etag"] is None and not self._has_changed(row):
                return
            for stretch in scan.stretches():
                self._note_state(memory, row)
                if scan.displaced:
                    self._note_displaced(scan.displaced)
                yield stretch
                if time.monotonic() > self._deadline:
                    self.notes.append(f"{row['name']} is read further next time")
                    return
        except VanishedError as error:
            self._lost(memory, row, "gone", f"not found, or the token may not see it ({error})")
        except ForbiddenError as error:
            self._lost(memory, row, "refused", f"the token may not read it ({error})")
        except TroubledError as error:
            self._troubles += 1
            self.failure = f"{row['name']}: {error}; what was read is kept, run again later"

    def _has_changed(self, row: Row) -> bool:
        """Return whether a repository's list changed since it was read; asking costs nothing when not."""
        page = self._client.page(f"/repos/{row['name']}/pulls", _LIST, row["list_etag"])
        if page.body is None and row["state"] == "active":
            return False
        row |= {"state": "reading", "detail": None, "scan_etag": page.etag or ""}
        row |= {"scan_cursor": None, "scan_until_at": None, "paused_until_at": None}
        return True

    def _lost(self, memory: Memory, row: Row, state: str, detail: str) -> None:
        """Note that a repository cannot be read; what was read of it stays."""
        row |= {"state": state, "detail": detail, **NOT_READ}
        self.notes.append(f"{row['name']}: {detail}")
        self._note_state(memory, row)

    def _note_displaced(self, row: Row) -> None:
        """Land the row of a repository whose name is another's now, beside that one's."""
        self._changed[row["polled_repository_id"]] = {**row, "read_at": datetime.now(UTC)}

    def _note_state(self, memory: Memory, row: Row) -> None:
        """Land a repository's row with this slice, if it says anything new."""
        key = row["polled_repository_id"]
        if row != memory.of_repository(row["name"]):
            self._changed[key] = memory.repositories[key] = {**row, "read_at": datetime.now(UTC)}

    def _checks(self, memory: Memory) -> Iterator[Stretch]:
        """Yield what became of checks that were not completed; they do not show in a repository's list."""
        names = {memory.of_repository(n)["polled_repository_id"]: n for n in self._names}
        for poll in memory.checks:
            name = names.get(poll["polled_repository_id"])
            if name is not None and (stretch := self._check_poll(name, poll)) is not None:
                yield stretch

    def _check_poll(self, name: str, poll: Row) -> Stretch | None:
        path = f"/repos/{name}/commits/{poll['sha']}/check-runs"
        rows: list[Row] = []
        try:
            page = self._client.page(path, _CHECK_RUNS, poll["etag"])
            if page.body is None:
                return None
            etag = page.etag
            rows += self._check_rows(poll, page.body)
            while page.next_url:
                page = self._client.page(page.next_url, {})
                rows += self._check_rows(poll, page.body)
        except (VanishedError, ForbiddenError):
            etag = None
        except TroubledError as error:
            self.failure = f"checks of {name}: {error}; run again later"
            return None
        settled = all(row["status"] == COMPLETED for row in rows)
        now = datetime.now(UTC)
        poll_row = {**poll, "etag": etag, "is_settled": settled, "read_at": now}
        records = {CHECK_POLLS: [poll_row], CHECKS: rows}
        return Stretch(poll["check_poll_id"], records={t: r for t, r in records.items() if r})

    @staticmethod
    def _check_rows(poll: Row, body: Any) -> list[Row]:
        try:
            runs = msgspec.convert(body, wire.CheckRuns).check_runs
        except msgspec.ValidationError as error:
            message = f"an answer of another shape: {error}"
            raise TroubledError(message) from error
        return list(check_run_rows(poll["hosted_repository_id"], poll["sha"], runs))
