"""GitHub as far as delivery is concerned: lists of pull requests, checks, GraphQL, budgets and versions.

Repositories are plain data in the shape of GraphQL's answers, lists where GitHub has connections, so a test may
change them between two loads. Serving and failing belong to `service`.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any

from ingestion.sample.api import graphql
from ingestion.sample.api.service import Answer, Request

HOURLY_REQUESTS = HOURLY_POINTS = 5_000
_HOUR = 3_600

Row = dict[str, Any]


class Github:
    """A handler for `Service`. Counts what GitHub would charge: `counted` requests and `points`."""

    def __init__(self, repositories: list[Row], token: str) -> None:
        self.repositories = {row["nameWithOwner"].lower(): row for row in repositories}
        self.renamed: dict[str, str] = {}
        self.counted = 0
        self.not_modified = 0
        self.points = 0
        self.budget = HOURLY_REQUESTS
        self._token = token
        self._resets = int(time.time()) + _HOUR

    def __call__(self, request: Request) -> Answer:
        """Return GitHub's answer to a request."""
        if request.headers.get("authorization") != f"Bearer {self._token}":
            return self._json({"message": "Bad credentials"}, 401)
        if self.counted + self.points >= self.budget:
            return self._json({"message": "API rate limit exceeded"}, 403)
        if request.path.removesuffix("/") in {"/graphql", "/api/graphql"}:
            return self._graphql(request)
        return self._rest(request)

    def _graphql(self, request: Request) -> Answer:
        asked = json.loads(request.body)
        price = graphql.cost(asked["query"], asked.get("variables") or {})
        self.points += price
        remaining = HOURLY_POINTS - self.points
        root = {
            "rateLimit": {
                "cost": price,
                "remaining": remaining,
                "limit": HOURLY_POINTS,
                "resetAt": _iso(self._resets),
            },
            "repository": self._repository,
            "node": self._node,
        }
        whole = graphql.answer(asked["query"], asked.get("variables") or {}, root)
        if "data" in whole and whole["data"] and "repository" in whole["data"]:
            self._say_not_found(whole)
        return self._json(whole)

    @staticmethod
    def _say_not_found(whole: Row) -> None:
        if whole["data"]["repository"] is None and "errors" not in whole:
            whole["errors"] = [{"type": "NOT_FOUND", "path": ["repository"]}]

    def _repository(self, owner: str, name: str) -> Row | None:
        found = self._named(f"{owner}/{name}")
        if found is None:
            return None
        pulls = _newest_first(found["pullRequests"])

        def page(**arguments: Any) -> Row | None:
            return graphql.connection(pulls, **arguments)

        return {**found, "pullRequests": page}

    def _node(self, id: str) -> Row | None:  # noqa: A002 - GitHub's name
        for repository in self.repositories.values():
            for pull in repository["pullRequests"]:
                if pull["id"] == id:
                    return {"__typename": "PullRequest", **pull}
        return None

    def _named(self, name: str) -> Row | None:
        known = self.renamed.get(name.lower(), name.lower())
        return self.repositories.get(known)

    def _rest(self, request: Request) -> Answer:
        _, kind, owner, name, *rest = [*request.path.split("/"), "", "", ""][:9]
        wanted = f"{owner}/{name}".lower()
        if kind != "repos" or self._named(wanted) is None:
            return self._json({"message": "Not Found"}, 404, counted=True)
        if wanted in self.renamed:
            here = request.path.replace(f"{owner}/{name}", self.renamed[wanted], 1)
            return Answer(301, b"{}", {"Location": here})
        repository = self.repositories[wanted]
        parts = [part for part in rest if part]
        if parts == ["pulls"]:
            rows = [_rest_pull(pull) for pull in _newest_first(repository["pullRequests"])]
            return self._page(request, rows, None)
        if parts[:1] == ["commits"] and parts[2:] == ["check-runs"]:
            return self._page(request, _check_runs(repository, parts[1]), "check_runs")
        return self._json({"message": "Not Found"}, 404, counted=True)

    def _page(self, request: Request, rows: list[Row], key: str | None) -> Answer:
        """Return one page of a list, or 304 when the client has this version of it."""
        size, number = int(request.query.get("per_page", 30)), int(request.query.get("page", 1))
        part = rows[(number - 1) * size : number * size]
        body = json.dumps(part if key is None else {"total_count": len(rows), key: part}).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        headers = {"ETag": etag}
        if number * size < len(rows):
            query = "&".join(f"{k}={v}" for k, v in {**request.query, "page": number + 1}.items())
            host = request.headers.get("host", "")
            headers["Link"] = f'<http://{host}{request.path}?{query}>; rel="next"'
        if request.headers.get("if-none-match") == etag:
            self.not_modified += 1
            return Answer(304, b"", headers)
        self.counted += 1
        return Answer(200, body, {**headers, **self._limits(), "Content-Type": "application/json"})

    def _json(self, body: Any, status: int = 200, *, counted: bool = False) -> Answer:
        self.counted += counted
        headers = {"Content-Type": "application/json", **self._limits()}
        return Answer(status, json.dumps(body).encode(), headers)

    def _limits(self) -> Mapping[str, str]:
        remaining = max(self.budget - self.counted - self.points, 0)
        return {
            "X-RateLimit-Limit": str(HOURLY_REQUESTS),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": str(self._resets),
        }


def _newest_first(pulls: list[Row]) -> list[Row]:
    return sorted(pulls, key=lambda pull: (pull["updatedAt"], pull["number"]), reverse=True)


def _rest_pull(pull: Row) -> Row:
    """Return a pull request as the REST list has it, as far as anybody here reads it."""
    author = pull["author"] or {}
    return {
        "id": pull["number"],
        "node_id": pull["id"],
        "number": pull["number"],
        "state": "open" if pull["state"] == "OPEN" else "closed",
        "title": pull["title"],
        "draft": pull["isDraft"],
        "user": {"login": author.get("login"), "id": author.get("databaseId")},
        "head": {"ref": pull["headRefName"], "sha": pull["headRefOid"]},
        "base": {"ref": pull["baseRefName"]},
        "created_at": pull["createdAt"],
        "updated_at": pull["updatedAt"],
        "closed_at": pull["closedAt"],
        "merged_at": pull["mergedAt"],
    }


def _check_runs(repository: Row, sha: str) -> list[Row]:
    for pull in repository["pullRequests"]:
        rollup = pull["statusCheckRollup"]
        if pull["headRefOid"] == sha and rollup:
            runs = [run for run in rollup["contexts"] if run["__typename"] == "CheckRun"]
            return [
                {
                    "id": run["databaseId"],
                    "name": run["name"],
                    "status": run["status"].lower(),
                    "conclusion": run["conclusion"] and run["conclusion"].lower(),
                    "started_at": run["startedAt"],
                    "completed_at": run["completedAt"],
                    "app": run["checkSuite"]["app"],
                }
                for run in runs
            ]
    return []


def _iso(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
