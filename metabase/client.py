"""One Metabase over HTTP: requests that are tried again, and errors in words.

What may be sent twice is tried again after a time-out; what creates something is not, because nobody knows
whether it happened. Keys and passwords are in no message. Which requests make sense is for the callers.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from agent_analytics.errors import MetabaseError

_ATTEMPTS = 5
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_WORTH_ANOTHER = frozenset({408, 429, 500, 502, 503, 504})
_SHOWN = 300
_NOT_FOUND = 404
_REFUSED = frozenset({401, 403})

OLDEST, NEWEST = 58, 65
"""Major versions that the requests here were written for."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request is let in by: an API key, or the token of a session. Never printed."""

    header: str
    secret: str

    def __repr__(self) -> str:
        """Return the header's name alone."""
        return f"Credentials({self.header})"


class AmbiguousError(MetabaseError):
    """A request that may have done its work, or not."""


class Client:
    """Requests to one Metabase; to be closed, or used as a context."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None = None,
        *,
        timeout: httpx.Timeout | float = _TIMEOUT,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self._pause = pause
        headers = {credentials.header: _sendable(credentials)} if credentials else {}
        self._http = httpx.Client(
            base_url=self.url, headers=headers, timeout=timeout, follow_redirects=False
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._http.close()

    def let_in_by(self, credentials: Credentials) -> None:
        """Send these credentials from now on."""
        self._http.headers[credentials.header] = _sendable(credentials)

    def get(self, path: str, **query: Any) -> Any:
        """Return the answer to a question. Raises `MetabaseError`."""
        return self._request("GET", path, query, None, again=True)

    def find(self, path: str) -> Any | None:
        """Return the answer to a question; None when there is no such thing. Raises `MetabaseError`."""
        return self._request("GET", path, {}, None, again=True, missing=True)

    def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return the answer to a change that may be made twice. Raises `MetabaseError`."""
        return self._request("PUT", path, {}, body, again=True)

    def ask(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return the answer to a question that has a body. Raises `MetabaseError`."""
        return self._request("POST", path, {}, body, again=True)

    def create(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return what was created. Raises `AmbiguousError` when nobody knows, else `MetabaseError`."""
        return self._request("POST", path, {}, body, again=False)

    def _request(  # noqa: PLR0913 - the parts of one request
        self,
        method: str,
        path: str,
        query: Mapping[str, Any],
        body: Mapping[str, Any] | None,
        *,
        again: bool,
        missing: bool = False,
    ) -> Any:
        what = f"{method} {self.url}{path}"
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = self._http.request(method, path, params=dict(query), json=body)
            except httpx.TransportError as error:
                self._give_up_or_wait(
                    attempt, what, _in_words(error), again or _unsent(error), None
                )
                continue
            if response.status_code not in _WORTH_ANOTHER:
                return _answer(response, what, missing)
            words = f"{response.status_code} {_said(response)}"
            busy = response.status_code in (429, 503)
            self._give_up_or_wait(attempt, what, words, again or busy, response)
        raise AssertionError

    def _give_up_or_wait(
        self, attempt: int, what: str, words: str, again: bool, response: httpx.Response | None
    ) -> None:
        if not again:
            message = f"{what}: {words}; it may have been done or not"
            raise AmbiguousError(message)
        if attempt == _ATTEMPTS:
            message = f"{what}: {words}, {_ATTEMPTS} times; see whether Metabase is up and has room"
            raise MetabaseError(message)
        wished = response.headers.get("retry-after", "") if response is not None else ""
        seconds = float(wished) if wished.isdecimal() else _FIRST_PAUSE * 2 ** (attempt - 1)
        self._pause(min(seconds, _LONGEST_PAUSE))


def major_version(tag: str) -> int | None:
    """Return the major version of a tag such as `v0.63.2` or `v1.65.4.1`; null when it has none."""
    match = re.match(r"v?[01]\.(\d+)", tag)
    return int(match[1]) if match else None


def version_doubt(tag: str) -> str | None:
    """Return why a version is doubtful; None for one that is known. Raises `MetabaseError` if too old."""
    major = major_version(tag)
    if major is None:
        return f"{tag!r} is no released version; {OLDEST} to {NEWEST} are known to work"
    if major < OLDEST:
        message = f"Metabase {tag} is too old: its queries have another form; use {OLDEST} or newer"
        raise MetabaseError(message)
    if major > NEWEST:
        return f"Metabase {tag} is newer than {NEWEST}, the last one that was looked at"
    return None


def _sendable(credentials: Credentials) -> str:
    """Return the secret as a header takes it. Raises `MetabaseError`, which does not repeat it."""
    secret = credentials.secret.strip()
    if not (secret.isascii() and secret.isprintable()):
        message = (
            "the API key holds letters that no key has; copy it again, or run `metabase setup`"
        )
        raise MetabaseError(message)
    return secret


def _answer(response: httpx.Response, what: str, missing: bool) -> Any | None:
    if response.is_success:
        try:
            return response.json() if response.content else None
        except ValueError as error:
            message = f"{what}: the answer is no JSON; is this the address of a Metabase?"
            raise MetabaseError(message) from error
    if missing and response.status_code == _NOT_FOUND:
        return None
    advice = "; see its API key" if response.status_code in _REFUSED else ""
    message = f"{what}: {response.status_code} {_said(response)}{advice}"
    raise MetabaseError(message)


def _said(response: httpx.Response) -> str:
    """Return what the server said, short; a proxy's page is not worth reading."""
    kind = response.headers.get("content-type", "")
    return "" if "html" in kind else response.text[:_SHOWN].strip()


def _in_words(error: httpx.TransportError) -> str:
    return str(error) or type(error).__name__


def _unsent(error: httpx.TransportError) -> bool:
    """Return whether the request cannot have arrived."""
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
