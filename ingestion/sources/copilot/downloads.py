"""Fetches the files that signed links lead to: without the token, and without a trace of the link.

A link lets anybody who has it read the report. It is in no error, no log and no row; the libraries that would
log it are kept quiet.
"""

import gzip
import logging
import time
import zlib
from collections.abc import Callable

import httpx
import msgspec

from ingestion.github_client import Patience, TroubledError

_GZIP = b"\x1f\x8b"
_LONGEST_DOWNLOAD_TIMES = 20
"""A download may take this many time-outs: one that trickles must end, too."""


class ExpiredLinkError(Exception):
    """A link that is refused or gone; a fresh one must be asked for."""


class Downloads:
    """A connection to wherever signed links lead."""

    def __init__(self, patience: Patience, sleep: Callable[[float], None] = time.sleep) -> None:
        self._patience = patience
        self._sleep = sleep
        self._http = httpx.Client(
            headers={"User-Agent": "agent-analytics"},
            timeout=patience.time_out,
            follow_redirects=True,
        )
        for library in ("httpx", "httpcore"):
            logging.getLogger(library).setLevel(logging.WARNING)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def content(self, link: str) -> bytes:
        """Return the whole, unpacked content behind a link.

        Raises `ExpiredLinkError`, and `TroubledError` when no attempt brings it. A last line that is cut
        counts as a failure until the last attempt; then it is the reader's.
        """
        trouble = ""
        for attempt in range(1, self._patience.attempts + 1):
            content, trouble = self._attempt(link)
            is_last = attempt == self._patience.attempts
            if content is not None and (is_last or ends_whole(content)):
                return content
            if not is_last:
                wait = self._patience.first_wait * 2 ** (attempt - 1)
                self._sleep(min(wait, self._patience.longest_wait))
        message = f"{trouble} when downloading a report, after {self._patience.attempts} attempts"
        raise TroubledError(message)

    def _attempt(self, link: str) -> tuple[bytes | None, str]:
        """Return the content, or None and why it could not be had."""
        status = 0
        try:
            with self._http.stream("GET", link) as answer:
                status = answer.status_code
                if status == httpx.codes.OK:
                    return _unpacked(self._body(answer)), ""
        except (httpx.HTTPError, httpx.InvalidURL, OSError, EOFError, zlib.error) as error:
            return None, type(error).__name__
        if httpx.codes.is_client_error(status) and status != httpx.codes.TOO_MANY_REQUESTS:
            message = f"HTTP {status}"
            raise ExpiredLinkError(message)
        return None, f"HTTP {status}"

    def _body(self, answer: httpx.Response) -> bytes:
        """Return the body. Raises `httpx.ReadTimeout` when all of it takes too long."""
        deadline = time.monotonic() + self._patience.time_out * _LONGEST_DOWNLOAD_TIMES
        parts = []
        for part in answer.iter_bytes():
            parts.append(part)
            if time.monotonic() > deadline:
                message = "too slow"
                raise httpx.ReadTimeout(message)
        return b"".join(parts)


def ends_whole(content: bytes) -> bool:
    """Return whether the last line is JSON: a report that was cut ends in the middle of one."""
    last = content.rstrip().rpartition(b"\n")[2]
    if not last or content.lstrip().startswith(b"["):
        last = content.strip() or b"null"
    try:
        msgspec.json.decode(last)
    except msgspec.DecodeError:
        return False
    return True


def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(_GZIP) else body
