"""Who may come in: the checks every request passes before its body is looked at.

A page in a browser can make a request to loopback, with the user's network and without their knowledge; so
the name it was addressed by, the page it comes from and the type of its content are checked on every route.
Off loopback a key is needed as well, and on it for other users of the machine.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path

from agent_analytics.keys import Key, Scope, key_of, may, read_keys

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_BEARER = "bearer "
_REREAD_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request may not come in."""

    status: int
    reason: str


@dataclass(slots=True)
class Admission:
    """The rules in force: names and origins that are ours, and whether a key is needed."""

    keys_file: Path
    needs_key: bool
    hosts: frozenset[str] = LOOPBACK
    origins: frozenset[str] = frozenset()
    _keys: list[Key] = field(default_factory=list)
    _read_at: float = float("-inf")

    def refusal(
        self, headers: dict[str, str], scope: Scope, port: int, *, is_stranger: bool
    ) -> Refusal | None:
        """Return why a request with these headers may not come in; None when it may.

        `headers` have lower-case names; `is_stranger` says whether another user of this machine sends it.
        """
        if not self.is_ours(headers.get("host", ""), port):
            return Refusal(
                421, "this receiver is not known by that host; see collect.allowed_hosts"
            )
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return Refusal(
                403, "requests from web pages are not taken; see collect.allowed_origins"
            )
        if origin is None and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return Refusal(403, "requests from web pages are not taken")
        return self.key_refusal(headers.get("authorization"), scope, is_stranger=is_stranger)

    def is_ours(self, host: str, port: int) -> bool:
        """Return whether a Host header names this receiver, with its port or none."""
        name, colon, told = host.lower().rpartition(":")
        if not colon or "]" in told:
            name, told = host.lower(), ""
        return name in self.hosts and told in ("", str(port))

    def key_refusal(
        self, authorization: str | None, scope: Scope, *, is_stranger: bool
    ) -> Refusal | None:
        """Return why an Authorization header does not do; without one, only if a key is needed."""
        if authorization is None:
            if not (self.needs_key or is_stranger):
                return None
            whose = "another user of this machine needs a key" if is_stranger else "a key is needed"
            return Refusal(401, f"{whose}: send Authorization: Bearer <key>")
        if not authorization.lower().startswith(_BEARER):
            return Refusal(401, "only Authorization: Bearer <key> is understood")
        key = key_of(authorization[len(_BEARER) :].strip(), self._live_keys())
        if key is None:
            return Refusal(401, "the key is unknown, expired or revoked")
        if not may(key, scope):
            return Refusal(403, f"the key has scope {key.scope}, {scope} is needed")
        return None

    def _live_keys(self) -> list[Key]:
        """Return the keys, at most a second old, so that a revoked one stops working at once."""
        now = time.monotonic()
        if now - self._read_at >= _REREAD_SECONDS:
            self._keys = read_keys(self.keys_file)
            self._read_at = now
        return self._keys
