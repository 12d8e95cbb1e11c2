"""Turns a pull request into rows: measures, keys, claims and people's accounts. Its texts go no further.

Pure. The shapes of answers belong to `wire`, what makes an agent's pull request to
`agent_analytics.attribution.forges`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent_analytics.attribution.forges import account_agent, commit_agent, pull_request_agent
from agent_analytics.attribution.wording import (
    conventional_type,
    known_labels,
    reverted_commit,
    reverted_number,
    reverted_title,
)
from agent_analytics.privacy.pseudonyms import Pseudonymizer
from agent_analytics.records import (
    CHECKS,
    PULL_REQUEST_COMMITS,
    PULL_REQUEST_EVENTS,
    PULL_REQUEST_REVIEWS,
    PULL_REQUESTS,
)
from ingestion.landing import Stretch, deterministic_key
from ingestion.sources.github import wire
from ingestion.sources.github.checks import check_row, is_unfinished, lower, moment

CUT_OFF, NO_ACCOUNT = "cut_off", "no_author"
_STATES = {"OPEN": "open", "CLOSED": "closed", "MERGED": "merged"}
_PENDING = "PENDING"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where pull requests are: the hosted repository's identity and its present `owner/name`."""

    hosted_repository_id: str
    name: str


class RefusedPullRequestError(Exception):
    """A pull request that contradicts itself; the message says where, without any of its values."""


def add_pull_request(
    stretch: Stretch,
    place: Place,
    pull: wire.PullRequest,
    pseudonymizer: Pseudonymizer,
    read_at: datetime,
) -> bool:
    """Add all rows of a pull request and return whether one of its checks is not completed.

    Raises `RefusedPullRequestError` for a state or time that cannot be, before anything is added.
    """
    key = deterministic_key(place.hosted_repository_id, pull.number)
    row = _pull_request_row(key, place, pull, pseudonymizer)
    stretch.add(PULL_REQUESTS, {**row, "read_at": read_at})
    for review in pull.reviews.known() if pull.reviews else ():
        if review.state != _PENDING and review.submitted_at:
            stretch.add(PULL_REQUEST_REVIEWS, _review_row(key, review))
    for node in pull.commits.known() if pull.commits else ():
        stretch.add(PULL_REQUEST_COMMITS, {**_commit_row(key, node.commit), "read_at": read_at})
    for event in pull.timeline_items.known() if pull.timeline_items else ():
        stretch.add(PULL_REQUEST_EVENTS, _event_row(key, event))
    rollup, sha = pull.status_check_rollup, pull.head_ref_oid
    contexts = rollup.contexts.known() if rollup else []
    checks = [check_row(place.hosted_repository_id, sha, context) for context in contexts]
    for check in checks:
        stretch.add(CHECKS, check)
    return any(map(is_unfinished, checks))


def _pull_request_row(
    key: str, place: Place, pull: wire.PullRequest, pseudonymizer: Pseudonymizer
) -> Row:
    body = pull.body or ""
    commits = [node.commit for node in pull.commits.known()] if pull.commits else []
    messages = [commit.message for commit in commits]
    author = _account("author", pull.author)
    agent, signal = pull_request_agent(
        author["author_number"],
        author["author_login"],
        author["author_kind"],
        pull.head_ref_name,
        [body, *messages],
    )
    return {
        "pull_request_id": key,
        "hosted_repository_id": place.hosted_repository_id,
        **_times(pull),
        **author,
        **_account("merger", pull.merged_by),
        "agent": agent,
        "agent_signal": signal,
        "head_branch": pull.head_ref_name,
        "base_branch": pull.base_ref_name,
        "head_sha": pull.head_ref_oid,
        "merge_commit_sha": _merge_commit(pull),
        "commit_type": conventional_type(pull.title),
        "title_key": pseudonymizer.token(pull.title) if pull.title else None,
        **_reverts(place, pull.title, body, messages, pseudonymizer),
        "labels": _labels(pull.labels),
        "number": pull.number,
        "lines_added": pull.additions,
        "lines_deleted": pull.deletions,
        "files_changed": pull.changed_files,
        "commit_count": pull.commits.total_count if pull.commits else None,
        "title_length": len(pull.title),
        "body_length": len(body),
        "label_count": pull.labels.total_count if pull.labels else None,
        "is_draft": pull.is_draft,
        "is_from_fork": pull.is_cross_repository,
        "flags": _flags(pull),
    }


def _times(pull: wire.PullRequest) -> Row:
    """Return state and times. A merged pull request has the time of its merge, an open one no end."""
    state = _STATES.get(pull.state)
    times = {
        "opened_at": moment(pull.created_at),
        "changed_at": moment(pull.updated_at),
        "closed_at": moment(pull.closed_at),
        "merged_at": moment(pull.merged_at),
    }
    if state is None:
        message = "state is none of open, closed and merged"
        raise RefusedPullRequestError(message)
    if times["opened_at"] is None or times["changed_at"] is None:
        message = "createdAt or updatedAt is no time"
        raise RefusedPullRequestError(message)
    if state == "merged" and times["merged_at"] is None:
        message = "merged, but mergedAt is no time"
        raise RefusedPullRequestError(message)
    return {"state": state, **times}


def _merge_commit(pull: wire.PullRequest) -> str | None:
    """Return the commit of the merge: the event's, else the field's.

    None for an unmerged pull request, whose field names a trial merge.
    """
    if pull.state != "MERGED":
        return None
    events = pull.timeline_items.known() if pull.timeline_items else []
    merged = [event.commit.oid for event in events if event.kind == "MergedEvent" and event.commit]
    return merged[-1] if merged else pull.merge_commit.oid if pull.merge_commit else None


def _reverts(
    place: Place, title: str, body: str, messages: Iterable[str], pseudonymizer: Pseudonymizer
) -> Row:
    """Return what the texts say is taken back. A number counts within this repository only."""
    title_before = reverted_title(title)
    commit = next(filter(None, map(reverted_commit, (body, *messages))), None)
    return {
        "reverted_title_key": pseudonymizer.token(title_before) if title_before else None,
        "reverted_number": reverted_number(body, place.name),
        "reverted_sha": commit,
    }


def _labels(labels: wire.Connection[wire.Label] | None) -> str | None:
    names = [label.name for label in labels.known()] if labels else []
    return ",".join(known_labels(names)) or None


def _flags(pull: wire.PullRequest) -> str | None:
    lists = (pull.commits, pull.reviews, pull.timeline_items)
    flags = [
        "" if all(part and part.is_whole() for part in lists) else CUT_OFF,
        NO_ACCOUNT if pull.author is None else "",
    ]
    return ",".join(filter(None, flags)) or None


def _review_row(key: str, review: wire.Review) -> Row:
    reviewer = _account("reviewer", review.author)
    identity = review.full_database_id or (review.submitted_at, reviewer["reviewer_login"])
    return {
        "review_id": deterministic_key(key, "review", identity),
        "pull_request_id": key,
        "state": lower(review.state),
        **reviewer,
        "agent": account_agent(*reviewer.values()),
        "reviewed_sha": review.commit.oid if review.commit else None,
        "submitted_at": moment(review.submitted_at),
    }


def _commit_row(key: str, commit: wire.Commit) -> Row:
    author, committer = commit.author or wire.GitActor(), commit.committer or wire.GitActor()
    addresses = [address for address in (author.email, committer.email) if address]
    account = _account("author", author.user)
    return {
        "pull_request_commit_id": deterministic_key(key, "commit", commit.oid),
        "pull_request_id": key,
        "sha": commit.oid,
        "author_email": (author.email or "").strip().lower() or None,
        "author_login": account["author_login"],
        "author_number": account["author_number"],
        "agent": commit_agent(commit.message, author.name or "", *addresses),
        "authored_at": moment(commit.authored_date),
        "committed_at": moment(commit.committed_date),
    }


def _event_row(key: str, event: wire.Event) -> Row:
    return {
        "pull_request_event_id": deterministic_key(key, "event", event.id),
        "pull_request_id": key,
        "kind": re.sub(r"(?<!^)(?=[A-Z])", "_", event.kind.removesuffix("Event")).lower(),
        **_account("actor", event.actor),
        "merge_commit_sha": event.commit.oid if event.commit else None,
        "happened_at": moment(event.created_at),
    }


def _account(role: str, account: wire.Account | None) -> Row:
    """Return login, number and kind of an account; three Nones for one that is gone."""
    number = account.database_id if account else None
    return {
        f"{role}_login": account.login if account else None,
        f"{role}_number": None if number is None else str(number),
        f"{role}_kind": (account.kind.lower() or None) if account else None,
    }
