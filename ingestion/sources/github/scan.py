"""Reads the pull requests of one repository that changed, the last changed first, page by page.

A scan goes down to what was known before; a repository's first scan goes to its end. Where it stands is in
the repository's row after every page, so that a scan that was cut off goes on where it was. What changes
meanwhile moves to the top, above where the scan began, and is met by the next one.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.privacy.reductions import repository_name
from agent_analytics.records import CHECK_POLLS
from ingestion.github_client import Client, TroubledError, VanishedError
from ingestion.landing import DeadLetter, Stretch, deterministic_key
from ingestion.sources.github import wire
from ingestion.sources.github.checks import moment
from ingestion.sources.github.parse import Place, RefusedPullRequestError, add_pull_request
from ingestion.sources.github.queries import CHANGED, PAGE_SIZE, REST

Row = dict[str, Any]

NOT_READ = dict.fromkeys(("list_etag", "scan_etag", "scan_cursor", "scan_until_at"))
"""What the row of a repository that cannot be read has in place of how far it was read."""

_SMALLER_PAGES = {PAGE_SIZE: 5, 5: 1}
"""GitHub gives up on a page after ten seconds; a smaller one may still be had."""

_log = logging.getLogger(__name__)


class Scan:
    """One repository being read. `row`, its row in `polled_repositories`, always says where the scan is.

    `displaced` is the row of a repository whose name another one has taken since it was read.
    """

    def __init__(
        self,
        client: Client,
        row: Row,
        received: int,
        known_checks: set[str],
        pseudonymizer: Pseudonymizer,
    ) -> None:
        self.row = row
        self._client = client
        self._received = received
        self._known_checks = known_checks
        self._pseudonymizer = pseudonymizer
        self._size = PAGE_SIZE
        self._refused: set[str] = set()
        self._done = 0
        self.displaced: Row | None = None

    def stretches(self) -> Iterator[Stretch]:
        """Yield one stretch per page until what was known before, or the end, is reached.

        Raises what `client` declares; the row then stands after the last page yielded.
        """
        while True:
            page = self._page()
            if self._is_another(page):
                self._begin_anew(page)
                page = self._page()
            pulls = page.pull_requests
            stretch, is_over = self._stretch(page)
            following = pulls.page_info.end_cursor if pulls.page_info.has_next_page else None
            self._report(pulls.total_count)
            if is_over or following is None:
                self._finish()
                yield stretch
                return
            if following == self.row["scan_cursor"]:
                message = "a list of pull requests that does not go on"
                raise TroubledError(message)
            self.row["scan_cursor"] = following
            yield stretch

    def _is_another(self, page: wire.Repository) -> bool:
        """Return whether the name has come to mean another repository than the one that was read."""
        known = self.row["hosted_repository_id"]
        return known is not None and known != _hosted_id(page)

    def _begin_anew(self, page: wire.Repository) -> None:
        """Read the name's repository from its beginning; what was read of the other stays.

        Of a server that changed its address it does not: those are the same pull requests again.
        """
        row = self.row
        if row["remote"].partition("/")[0] == _host(page):
            key = deterministic_key(row["polled_repository_id"], row["hosted_repository_id"])
            told = {"state": "gone", "detail": "another repository has this name now"}
            self.displaced = {**row, "polled_repository_id": key, **told, **NOT_READ}
        row |= {"hosted_repository_id": None, "known_until_at": None, "scan_cursor": None}

    def _page(self) -> wire.Repository:
        """Return the next page, smaller when GitHub cannot make one of this size."""
        owner, _, name = self.row["name"].partition("/")
        while True:
            variables = {
                "owner": owner,
                "name": name,
                "after": self.row["scan_cursor"],
                "size": self._size,
            }
            try:
                answer = self._client.graphql(CHANGED, variables)
                break
            except TroubledError:
                if self._size not in _SMALLER_PAGES:
                    raise
                self._size = _SMALLER_PAGES[self._size]
        errors = {error.get("type", "UNKNOWN") for error in answer.get("errors") or ()}
        page = _repository(answer["data"], errors)
        if page is None:
            self.row["scan_cursor"] = None  # a cursor does not live for ever: begin at the top
            return self._page()
        self._refused |= errors
        return page

    def _stretch(self, page: wire.Repository) -> tuple[Stretch, bool]:
        """Return what is new on a page, and whether what was known before has been reached."""
        place = self._place(page)
        stretch = Stretch(self.row["polled_repository_id"], self._received, self._received)
        for node in page.pull_requests.nodes or ():
            if node is None:
                letter = DeadLetter("unseen", "the token may not see it", self._received, 0)
                self._take(stretch, letter)
                continue
            try:
                pull = msgspec.convert(node, wire.PullRequest)
                changed_at = moment(pull.updated_at)
                if self._is_known(changed_at):
                    return stretch, True
                self.row["scan_until_at"] = self.row["scan_until_at"] or changed_at
                self._complete(pull)
                self._add(stretch, place, pull)
                self._take(stretch, None)
            except (msgspec.ValidationError, RefusedPullRequestError) as error:
                self._take(stretch, DeadLetter("bad_record", str(error), self._received, 0))
        return stretch, False

    def _is_known(self, changed_at: datetime | None) -> bool:
        """Return whether a change was read before. Times have whole seconds, so an equal one is read again."""
        known = self.row["known_until_at"]
        return known is not None and changed_at is not None and changed_at < known

    def _place(self, page: wire.Repository) -> Place:
        remote = repository_name(page.url) or ""
        hosted = _hosted_id(page)
        self.row |= {
            "hosted_repository_id": hosted,
            "remote": remote,
            "repository_key": deterministic_key("remote", remote),
        }
        return Place(hosted, remote.partition("/")[2])

    def _add(self, stretch: Stretch, place: Place, pull: wire.PullRequest) -> None:
        now = datetime.now(UTC)
        unfinished = add_pull_request(stretch, place, pull, self._pseudonymizer, now)
        key = deterministic_key(place.hosted_repository_id, "checks", pull.head_ref_oid)
        if unfinished and pull.head_ref_oid and key not in self._known_checks:
            self._known_checks.add(key)
            stretch.add(
                CHECK_POLLS,
                {
                    "check_poll_id": key,
                    "hosted_repository_id": place.hosted_repository_id,
                    "polled_repository_id": self.row["polled_repository_id"],
                    "sha": pull.head_ref_oid,
                    "etag": None,
                    "is_settled": False,
                    "first_read_at": now,
                    "read_at": now,
                },
            )

    def _complete(self, pull: wire.PullRequest) -> None:
        """Read what a pull request has beyond the first hundred commits, reviews or events."""
        for connection, query in REST.items():
            name, shape = _LONG[connection]
            part = getattr(pull, name)
            while part is not None and part.page_info.has_next_page:
                after = part.page_info.end_cursor
                answer = self._client.graphql(query, {"id": pull.id, "after": after})
                found = (answer["data"].get("node") or {}).get(connection)
                more = msgspec.convert(found, shape | None)
                if more is None or more.nodes is None or more.page_info.end_cursor == after:
                    break  # the row says that it is cut off
                part.nodes = [*(part.nodes or ()), *more.nodes]
                part.page_info = more.page_info

    def _take(self, stretch: Stretch, letter: DeadLetter | None) -> None:
        self._received += 1
        self._done += 1
        stretch.received += 1
        stretch.to_offset = self._received
        if letter is None:
            stretch.accepted += 1
        else:
            stretch.dead_letters.append(letter)

    def _finish(self) -> None:
        """Note that everything up to the beginning of the scan is known."""
        row = self.row
        refused = ", ".join(sorted(self._refused))
        row |= {
            "state": "active",
            "detail": f"some fields were refused: {refused}" if refused else None,
            "list_etag": row["scan_etag"],
            "known_until_at": row["scan_until_at"] or row["known_until_at"],
            "scan_etag": None,
            "scan_cursor": None,
            "scan_until_at": None,
        }

    def _report(self, total: int | None) -> None:
        whole = "" if total is None or self.row["known_until_at"] else f" of {total:,}"
        _log.info("%s: %s%s pull requests", self.row["name"], f"{self._done:,}", whole)


_LONG: dict[str, tuple[str, Any]] = {
    "commits": ("commits", wire.Connection[wire.CommitNode]),
    "reviews": ("reviews", wire.Connection[wire.Review]),
    "timelineItems": ("timeline_items", wire.Connection[wire.Event]),
}
"""Lists of a pull request that may be longer than a page, by GitHub's name: ours, and what is in them."""


def _host(page: wire.Repository) -> str:
    return urlsplit(page.url).hostname or ""


def _hosted_id(page: wire.Repository) -> str:
    """Return what identifies a repository whatever it is called: its host and the number it has there."""
    return deterministic_key("hosted", _host(page), page.database_id)


def _repository(data: Row, errors: set[str]) -> wire.Repository | None:
    """Return the repository of an answer; None when the place to go on from is no longer known.

    Raises `VanishedError` when there is no such repository, `TroubledError` for an answer of another shape.
    """
    found = data.get("repository")
    if found is None:
        said = ", ".join(sorted(errors)) or "no repository in the answer"
        raise VanishedError(said)
    if "INVALID_CURSOR_ARGUMENTS" in errors and found.get("pullRequests") is None:
        return None
    try:
        page = msgspec.convert(found, wire.Repository)
    except msgspec.ValidationError as error:
        message = f"an answer of another shape: {error}"
        raise TroubledError(message) from error
    if page.pull_requests.nodes is None:
        message = "an answer without its list of pull requests"
        raise TroubledError(message)
    return page
