"""Speaks HTTP with GitHub: authorised, conditional, patient with failures, obedient to rate limits.

One request at a time, as GitHub asks. Waiting longer than `Patience.longest_wait` is not for a load that holds
the warehouse: the limit is raised as `PausedError` and the next load goes on. What is asked and what the
answers mean belongs to the sources that share this. The token is sent to the configured host only and is in no
message.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from agent_analytics.errors import SourceError

API_VERSION = "2026-03-10"
"""This version no longer gives `merge_commit_sha`: a merge is known by its event."""

_MOST_REDIRECTS = 5
_NO_CONTENT, _NOT_MODIFIED, _UNAUTHORIZED = 204, 304, 401
_REDIRECTS, _GONE, _FORBIDDEN = {301, 302, 307, 308}, {404, 410, 422}, {403, 451}
_LIMITS, _FIRST_SERVER_ERROR = {403, 429}, 500
_SECONDARY_WAIT = 60.0

Json = Any


def token_in(variable: str, section: str, purpose: str) -> str:
    """Return the token an environment variable holds. Raises `SourceError` when it holds none.

    `section` is the settings' section that asks for it, `purpose` what the token must be allowed to do.
    """
    token = os.environ.get(variable, "").strip()
    if not token:
        message = f"{section} is configured but ${variable} is not set; put a token there that may {purpose}"
        raise SourceError(message)
    return token


class VanishedError(Exception):
    """What was asked for is not there, or must not be seen: 404, 410, or 422 for an unknown commit."""


class ForbiddenError(Exception):
    """What was asked for is refused although the token is valid: 403 without a rate limit, or 451.

    `words` is what GitHub says about it, to be looked at, not to be shown.
    """

    def __init__(self, said: str, words: str = "") -> None:
        super().__init__(said)
        self.words = words


class TroubledError(Exception):
    """No usable answer after every attempt: failing server, broken connection, cut or malformed answer."""


class PausedError(Exception):
    """A rate limit that lasts longer than a load may wait."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"rate limit until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try, how long to wait at first (doubled each time) and at most, in seconds."""

    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 30.0
    time_out: float = 30.0


class _Error(msgspec.Struct):
    type: str | None = None


class _Limited(msgspec.Struct):
    errors: list[_Error] = []


@dataclass(frozen=True, slots=True)
class Page:
    """A REST answer; `next_url` leads to the following page.

    None as body says that nothing changed, or to an unconditional question that there is nothing yet.
    """

    body: Json
    etag: str | None
    next_url: str | None


class Client:
    """A connection to one GitHub host; `section` of the settings is named where they are wrong."""

    def __init__(
        self,
        base_url: str,
        token: str,
        section: str,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._section = section
        self._base = base_url.rstrip("/")
        self._patience = patience or Patience()
        self._sleep = sleep
        self._http = httpx.Client(
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": API_VERSION,
                "User-Agent": "agent-analytics",
            },
            timeout=self._patience.time_out,
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def page(self, path: str, parameters: Mapping[str, str | int], etag: str | None = None) -> Page:
        """Return one page of a REST list; with `etag`, only when it changed since.

        `path` may be the `next_url` of a page. Raises what this module declares.
        """
        url = path if path.startswith("http") else f"{self._base}{path}"
        headers = {"If-None-Match": etag} if etag else {}
        query = None if path.startswith("http") else dict(parameters)
        for _ in range(_MOST_REDIRECTS):
            answer = self._asked("GET", url, headers=headers, params=query)
            if answer.status_code not in _REDIRECTS:
                break
            url = self._own(str(answer.url.join(answer.headers.get("location", ""))))
            query = None if urlsplit(url).query else query
        if answer.status_code in {_NO_CONTENT, _NOT_MODIFIED}:
            return Page(None, etag, None)
        following = answer.links.get("next", {}).get("url")
        body = msgspec.json.decode(answer.content)
        return Page(body, answer.headers.get("etag"), self._own(following) if following else None)

    def graphql(self, query: str, variables: Mapping[str, Json]) -> Json:
        """Return the whole answer to a GraphQL query: `data`, and `errors` when only part could be had.

        Raises what this module declares; an answer without data is a failure.
        """
        content = msgspec.json.encode({"query": query, "variables": dict(variables)})
        headers = {"Content-Type": "application/json"}
        url = graphql_address(self._base)
        answer = self._asked("POST", url, headers=headers, content=content, is_graphql=True)
        return msgspec.json.decode(answer.content)

    def _asked(
        self, method: str, url: str, *, is_graphql: bool = False, **request: Any
    ) -> httpx.Response:
        """Return a usable answer, after as many attempts as patience allows."""
        trouble = ""
        for attempt in range(self._patience.attempts):
            wait = self._patience.first_wait * 2**attempt
            try:
                answer = self._http.request(method, url, **request)
                trouble = _trouble(answer, is_graphql=is_graphql)
            except httpx.TransportError as error:
                answer, trouble = None, type(error).__name__
            if answer is not None:
                limit = rate_limit_wait(answer, time.time(), attempt)
                if limit is not None:
                    self._pause(limit)
                    continue
                if not trouble:
                    return _judged(answer)
            if attempt + 1 < self._patience.attempts:
                self._sleep(min(wait, self._patience.longest_wait))
        message = f"{trouble or 'rate limited'} after {self._patience.attempts} attempts"
        raise TroubledError(message)

    def _pause(self, seconds: float) -> None:
        if seconds > self._patience.longest_wait:
            raise PausedError(datetime.now(UTC) + timedelta(seconds=seconds))
        self._sleep(seconds)

    def _own(self, url: str) -> str:
        """Return an address the server gave, if it is the server's own: no other gets the token."""
        if urlsplit(url)[:2] != urlsplit(self._base)[:2]:
            message = f"GitHub's answer leads to another host; correct {self._section}.base_url"
            raise SourceError(message)
        return url


def graphql_address(base_url: str) -> str:
    """Return where GraphQL is asked: beside `/api/v3` on a server of one's own, else below the base."""
    return f"{base_url.removesuffix('/v3')}/graphql"


def rate_limit_wait(answer: httpx.Response, now: float, attempt: int) -> float | None:
    """Return the seconds to wait when an answer is a rate limit, primary or secondary; None for any other.

    `now` is in seconds since 1970. Without a time in the answer it is a minute, doubled per attempt.
    """
    headers = answer.headers
    spent = headers.get("x-ratelimit-remaining") == "0"
    said = b"rate limit" in answer.content.lower() or b"abuse detection" in answer.content.lower()
    limited = answer.status_code in _LIMITS and (
        answer.status_code == max(_LIMITS) or spent or "retry-after" in headers or said
    )
    if not limited and not _is_graphql_limit(answer):
        return None
    if (seconds := headers.get("retry-after", "")).isdecimal():
        return float(seconds)
    if spent and (reset := headers.get("x-ratelimit-reset", "")).isdecimal():
        return max(float(reset) - now, 0.0) + 1.0
    return _SECONDARY_WAIT * 2.0**attempt


def _is_graphql_limit(answer: httpx.Response) -> bool:
    """Return whether a GraphQL answer says, with status 200, that the points are spent."""
    if answer.status_code != httpx.codes.OK or b'"RATE_LIMITED"' not in answer.content:
        return False
    try:
        limited = msgspec.json.decode(answer.content, type=_Limited)
    except msgspec.MsgspecError:
        return False
    return any(error.type == "RATE_LIMITED" for error in limited.errors)


def _trouble(answer: httpx.Response, *, is_graphql: bool) -> str:
    """Return why an answer is worth another attempt; empty when it is not."""
    if answer.status_code >= _FIRST_SERVER_ERROR:
        return f"HTTP {answer.status_code}"
    if answer.status_code != httpx.codes.OK:
        return ""
    try:
        body = msgspec.json.decode(answer.content)
    except msgspec.DecodeError:
        return "an answer that is not JSON"
    if is_graphql and not (isinstance(body, dict) and body.get("data")):
        return "a GraphQL answer without data"
    return ""


def _judged(answer: httpx.Response) -> httpx.Response:
    if answer.status_code == _UNAUTHORIZED:
        message = "GitHub refuses the token (401); renew it and set the variable of token_env again"
        raise SourceError(message)
    said = f"HTTP {answer.status_code}"
    if answer.status_code in _GONE:
        raise VanishedError(said)
    if answer.status_code in _FORBIDDEN:
        raise ForbiddenError(said, answer.text)
    known = {httpx.codes.OK, _NO_CONTENT, _NOT_MODIFIED, *_REDIRECTS}
    if answer.status_code not in known:
        raise TroubledError(said)
    return answer
