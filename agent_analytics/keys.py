"""Keys that let a program send to or read from this installation when it is not on loopback.

A key is 256 random bits, shown once and stored as a hash with its scope. Where keys are asked for belongs to
the doors.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from agent_analytics.errors import KeyFileError
from agent_analytics.whole_files import replace_file

Scope = Literal["ingest", "read", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

_PREFIX = "aak"
_SHAPE = re.compile(r"aak_(?P<secret>[0-9a-f]{64})_(?P<check>[0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Key:
    """What is stored of a key; times are ISO 8601 in UTC, null means never."""

    key_id: str
    name: str
    scope: str
    digest: str
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None

    def is_live(self, now: datetime) -> bool:
        """Return whether the key counts now."""
        if self.revoked_at is not None:
            return False
        return self.expires_at is None or datetime.fromisoformat(self.expires_at) > now


def read_keys(file: Path) -> list[Key]:
    """Return the keys there are; none without a file. Raises `KeyFileError`."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"cannot read the keys in {file}: {error.strerror}"
        raise KeyFileError(message) from error
    with os.fdopen(descriptor, encoding="utf-8") as stream:
        try:
            return [Key(**entry) for entry in json.load(stream)]
        except (ValueError, TypeError) as error:
            message = f"{file} is not a list of keys; restore it, or delete it and create new keys"
            raise KeyFileError(message) from error


def create_key(file: Path, name: str, scope: Scope, days: int | None = None) -> tuple[Key, str]:
    """Store a new key and return it with its text, which is not stored anywhere."""
    now = datetime.now(UTC)
    secret = secrets.token_hex(32)
    text = f"{_PREFIX}_{secret}_{_checksum(secret)}"
    expires = (now + timedelta(days=days)).isoformat() if days is not None else None
    key = Key(secrets.token_hex(4), name, scope, _digest(text), now.isoformat(), expires)
    _write(file, [*read_keys(file), key])
    return key, text


def revoke_key(file: Path, key_id: str) -> Key:
    """Revoke a key by its id and return it. Raises `KeyFileError` when there is none."""
    keys = read_keys(file)
    known = next((key for key in keys if key.key_id == key_id), None)
    if known is None:
        message = f"there is no key {key_id!r}; `agent-analytics keys list` shows all"
        raise KeyFileError(message)
    revoked = replace(known, revoked_at=known.revoked_at or datetime.now(UTC).isoformat())
    _write(file, [revoked if key.key_id == key_id else key for key in keys])
    return revoked


def key_of(text: str, keys: list[Key], now: datetime | None = None) -> Key | None:
    """Return the live key that a text is; every stored hash is compared, in constant time."""
    match = _SHAPE.fullmatch(text)
    if match is None or match["check"] != _checksum(match["secret"]):
        return None
    digest = _digest(text)
    moment = now or datetime.now(UTC)
    found = None
    for key in keys:
        if hmac.compare_digest(key.digest, digest) and key.is_live(moment):
            found = key
    return found


def may(key: Key, scope: Scope) -> bool:
    """Return whether a key reaches as far as a scope; `admin` reaches everywhere."""
    return key.scope in (scope, "admin")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _checksum(secret: str) -> str:
    return f"{zlib.crc32(secret.encode()):08x}"


def _write(file: Path, keys: list[Key]) -> None:
    """Replace the file as a whole, readable by its owner only."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(file, json.dumps([asdict(key) for key in keys], indent=1).encode())
