"""The guard around every answer: who may ask, how, and what a browser may do with the answer.

A page on another site cannot read this view through a name that it points at this machine (the host is
checked), frame it, or add a script to it. What is asked is checked by the routes.
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED_METHODS = ("GET", "HEAD")

_LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; img-src 'self' blob:; script-src 'self'; style-src 'self'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Refuses foreign hosts and writing methods; adds the headers that bind the browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one connection; anything but HTTP is closed unanswered."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = _refusal(scope)
            await (refusal or self._app)(scope, receive, _with_headers(send))


def is_local(hosts: list[str]) -> bool:
    """Return whether the Host headers of a request name this machine, once."""
    return len(hosts) == 1 and _LOCAL_HOST.fullmatch(hosts[0]) is not None


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if not is_local(Headers(scope=scope).getlist("host")):
        text = "This view answers only to 127.0.0.1, localhost and [::1].\n"
        return PlainTextResponse(text, status_code=421)
    if scope["method"] not in ALLOWED_METHODS:
        text = "This view only answers GET and HEAD.\n"
        allow = {"allow": ", ".join(ALLOWED_METHODS)}
        return PlainTextResponse(text, status_code=405, headers=allow)
    return None


def _with_headers(send: Send) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return send_guarded
