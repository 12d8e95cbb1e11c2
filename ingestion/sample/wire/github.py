"""The forge's answers about pull requests: GraphQL's shape, with lists where it has connections.

`api.github` serves them. Which pull requests there are is decided in `pull_requests`.
"""

from typing import Any

from ingestion.sample.clock import seconds
from ingestion.sample.commits import MAIN_BRANCH
from ingestion.sample.dice import fingerprint
from ingestion.sample.pull_requests import OWNER, Pull

_CHECK_MS = 240_000

Row = dict[str, Any]


def repositories(forge: dict[str, list[Pull]]) -> list[Row]:
    """Return every repository with its pull requests as GraphQL has them."""
    return [
        {
            "databaseId": int(fingerprint("repository", name)[:7], 16),
            "nameWithOwner": f"{OWNER}/{name}",
            "url": f"https://github.example/{OWNER}/{name}",
            "pullRequests": [
                _row(name, number, pull) for number, pull in enumerate(pulls, start=1)
            ],
        }
        for name, pulls in forge.items()
    ]


def _row(name: str, number: int, pull: Pull) -> Row:
    ended = pull.closed if pull.merged is None else pull.merged
    events = [*pull.events]
    if ended is not None:
        events.append(("ClosedEvent" if pull.merged is None else "MergedEvent", ended))
    merge = {"oid": pull.merge_sha} if pull.merged is not None else None
    key = fingerprint("pull", name, number)
    head = pull.commits[-1]["commit"]["oid"]
    times = [pull.opened, *(at for _, at in events), *(review["at"] for review in pull.reviews)]
    return {
        "__typename": "PullRequest",
        "id": f"PR_{key[:16]}",
        "number": number,
        "state": pull.state,
        "isDraft": pull.is_draft,
        "title": pull.title,
        "body": pull.body,
        "createdAt": seconds(pull.opened),
        "updatedAt": seconds(max(times)),
        "closedAt": ended and seconds(ended),
        "mergedAt": pull.merged and seconds(pull.merged),
        "additions": 12 * len(pull.commits),
        "deletions": 3 * len(pull.commits),
        "changedFiles": len(pull.commits),
        "isCrossRepository": False,
        "headRefName": pull.branch,
        "headRefOid": head,
        "baseRefName": MAIN_BRANCH,
        "author": pull.author,
        "mergedBy": (pull.reviewer or pull.author) if pull.merged is not None else None,
        "mergeCommit": merge,
        "labels": [{"name": "revert"}] if pull.is_revert else [],
        "commits": pull.commits,
        "reviews": [
            _review_row(key, place, review, head) for place, review in enumerate(pull.reviews)
        ],
        "timelineItems": [
            {
                "__typename": kind,
                "id": f"EV_{fingerprint(key, kind, at)[:16]}",
                "createdAt": seconds(at),
                "actor": pull.author,
                **({"commit": merge} if kind == "MergedEvent" else {}),
            }
            for kind, at in sorted(events, key=lambda event: event[1])
        ],
        "statusCheckRollup": {"contexts": [_check(key, pull)]},
    }


def _review_row(key: str, place: int, review: Row, head: str) -> Row:
    return {
        "fullDatabaseId": str(int(fingerprint(key, "review", place)[:9], 16)),
        "state": review["state"],
        "submittedAt": seconds(review["at"]),
        "author": review["author"],
        "commit": {"oid": head},
    }


def _check(key: str, pull: Pull) -> Row:
    return {
        "__typename": "CheckRun",
        "databaseId": int(fingerprint(key, "check")[:9], 16),
        "name": "build",
        "status": "COMPLETED",
        "conclusion": "SUCCESS" if pull.merged is not None else "FAILURE",
        "startedAt": seconds(pull.opened),
        "completedAt": seconds(pull.opened + _CHECK_MS),
        "checkSuite": {"app": {"slug": "github-actions"}},
    }
