"""What a history of pull requests costs of GitHub's budget, and how long it takes to load over HTTP.

    python benchmarks/pull_requests.py [--pulls N]

The load is broken off half-way and run again, then twice with nothing new. Ends with status 1 when the history
costs more than a point per 25 pull requests, one is missing, or an unchanged repository costs anything.
"""

import argparse
import os
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from harness import report, timed

from agent_analytics.errors import SourceError
from agent_analytics.settings import Settings
from agent_analytics.source_settings import GithubSource, SourcesSettings
from ingestion.github_client import Patience
from ingestion.pipeline import connect
from ingestion.sample.api.github import Github
from ingestion.sample.api.service import Fault, Service
from ingestion.sources import github

DEFAULT_PULLS, PULLS_PER_POINT = 20_000, 25
REPOSITORY = "acme/shop"
TOKEN = "benchmark"  # noqa: S105 - opens nothing but the stand-in
ONCE = Patience(attempts=1)
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_ANA = {"__typename": "User", "login": "ana", "databaseId": 11}
_BEN = {"__typename": "User", "login": "ben", "databaseId": 12}

Row = dict[str, Any]


def main() -> None:
    """Measure, print, and end with status 1 when a promise is broken."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pulls", type=int, default=DEFAULT_PULLS)
    pulls = arguments.parse_args().pulls
    os.environ["GITHUB_TOKEN"] = TOKEN
    made = {
        "databaseId": 1,
        "nameWithOwner": REPOSITORY,
        "url": f"https://github.example/{REPOSITORY}",
        "pullRequests": [_pull(number) for number in range(1, pulls + 1)],
    }
    vendor = Github([made], TOKEN)
    with tempfile.TemporaryDirectory() as folder, Service(vendor) as service:
        source = GithubSource(base_url=service.address, repositories=[REPOSITORY])
        settings = Settings(data_dir=folder, sources=SourcesSettings(github=source))
        half = pulls // PULLS_PER_POINT // 2
        service.faults.append(Fault(path="graphql", skips=half, times=sys.maxsize))
        broken = timed("broken off half-way", pulls // 2, lambda: _fails(settings))
        service.faults.clear()
        rest = timed("the rest", pulls - pulls // 2, lambda: github.load(settings, ONCE))
        points, conditional = vendor.points, vendor.counted
        unchanged = timed("unchanged, twice", pulls, lambda: [_again(settings) for _ in range(2)])
        with connect(settings) as warehouse:
            (landed,) = warehouse.execute(
                "select count(*) from raw_github.pull_requests"
            ).fetchall()
    report(f"{pulls:,} pull requests", [broken, rest, unchanged], rest)
    spent = vendor.points - points, vendor.counted - conditional
    print(f"  {points:,} points, {pulls / points:.1f} pull requests a point; {landed[0]:,} landed")
    print(
        f"  {spent[0]} points, {spent[1]} counted and {vendor.not_modified} free requests, unchanged"
    )
    sys.exit(
        points * PULLS_PER_POINT > pulls + 2 * PULLS_PER_POINT or landed[0] != pulls or any(spent)
    )


def _fails(settings: Settings) -> None:
    with suppress(SourceError):
        github.load(settings, ONCE)


def _again(settings: Settings) -> None:
    github.load(settings, ONCE)


def _pull(number: int) -> Row:
    """Return a merged pull request with a commit, a review, its events and a check, as GraphQL has it."""
    opened, merged = (_iso(_FIRST + timedelta(hours=number, minutes=late)) for late in (0, 50))
    merge_commit = {"oid": f"{number + 2**64:040x}"}
    event = {"__typename": "MergedEvent", "id": f"ME_{number}", "createdAt": merged, "actor": _BEN}
    return {
        "__typename": "PullRequest",
        "id": f"PR_{number}",
        "number": number,
        "state": "MERGED",
        "isDraft": False,
        "title": f"feat: number {number}",
        "body": "",
        "createdAt": opened,
        "updatedAt": merged,
        "closedAt": merged,
        "mergedAt": merged,
        "additions": 5,
        "deletions": 2,
        "changedFiles": 1,
        "isCrossRepository": False,
        "headRefName": f"topic-{number}",
        "headRefOid": _sha(number),
        "baseRefName": "main",
        "author": _ANA,
        "mergedBy": _BEN,
        "mergeCommit": merge_commit,
        "labels": [],
        "commits": [{"commit": _commit(number, opened)}],
        "reviews": [_review(number, merged)],
        "timelineItems": [{**event, "commit": merge_commit}],
        "statusCheckRollup": {"contexts": [_check(number, opened, merged)]},
    }


def _commit(number: int, made: str) -> Row:
    return {
        "oid": _sha(number),
        "authoredDate": made,
        "committedDate": made,
        "message": f"feat: number {number}",
        "author": {"name": "Ana", "email": "ana@example.org", "user": _ANA},
        "committer": {"email": "ana@example.org"},
    }


def _review(number: int, submitted: str) -> Row:
    return {
        "fullDatabaseId": str(number),
        "state": "APPROVED",
        "submittedAt": submitted,
        "author": _BEN,
        "commit": {"oid": _sha(number)},
    }


def _check(number: int, started: str, completed: str) -> Row:
    return {
        "__typename": "CheckRun",
        "databaseId": number,
        "name": "build",
        "status": "COMPLETED",
        "conclusion": "SUCCESS",
        "startedAt": started,
        "completedAt": completed,
        "checkSuite": {"app": {"slug": "github-actions"}},
    }


def _sha(number: int) -> str:
    return f"{number:040x}"


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    main()
