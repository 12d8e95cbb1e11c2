"""The first minutes with a Metabase: waiting until it is up, an administrator, a key, the database.

The key is shown by Metabase once and kept in a file that only this user reads. Passwords come from the caller
and are stored nowhere.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_analytics.errors import MetabaseError
from agent_analytics.whole_files import replace_file
from metabase.client import Client, Credentials, version_doubt
from metabase.resolve import find_database

API_KEY_HEADER = "x-api-key"
SESSION_HEADER = "X-Metabase-Session"

_KEY_NAME = "agent-analytics"
_ADMINISTRATORS = "Administrators"
_POLL_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who sets Metabase up. The password is never printed."""

    email: str
    password: str

    def __repr__(self) -> str:
        """Return the address alone."""
        return f"Administrator({self.email})"


@dataclass(frozen=True, slots=True)
class Connection:
    """How Metabase reads the data: its name for the database, and the driver's details."""

    name: str
    details: Mapping[str, Any]


def wait_until_up(
    client: Client, seconds: float, pause: Callable[[float], None] = time.sleep
) -> str:
    """Return the version of a Metabase once it answers. Raises `MetabaseError` when the time is over."""
    waited = 0.0
    while True:
        try:
            if (client.find("/api/health") or {}).get("status") == "ok":
                return version_of(client)
            trouble = "it is still starting"
        except MetabaseError as error:
            trouble = str(error)
        if waited >= seconds:
            message = f"{client.url} did not answer in {seconds:.0f} s: {trouble}"
            raise MetabaseError(message)
        pause(_POLL_SECONDS)
        waited += _POLL_SECONDS


def version_of(client: Client) -> str:
    """Return the version, such as `v0.63.2`. Raises `MetabaseError` for one that is too old."""
    tag = str(client.get("/api/session/properties")["version"]["tag"])
    version_doubt(tag)
    return tag


def log_in(client: Client, administrator: Administrator, site_name: str) -> bool:
    """Let the client in as administrator, made now where there is none; return whether it was made."""
    properties = client.get("/api/session/properties")
    is_new = not properties.get("has-user-setup")
    if is_new:
        answer = client.create(
            "/api/setup",
            {
                "token": properties["setup-token"],
                "user": {
                    "email": administrator.email,
                    "password": administrator.password,
                    "first_name": "Agent",
                    "last_name": "Analytics",
                },
                "prefs": {"site_name": site_name},
            },
        )
    else:
        body = {"username": administrator.email, "password": administrator.password}
        answer = client.create("/api/session", body)
    client.let_in_by(Credentials(SESSION_HEADER, str(answer["id"])))
    return is_new


def make_key(client: Client, file: Path) -> Credentials:
    """Return a new key of an administrator, kept in a file that only its owner reads."""
    known = next((one for one in client.get("/api/api-key") if one["name"] == _KEY_NAME), None)
    if known is not None:
        answer = client.put(f"/api/api-key/{known['id']}/regenerate", {})
    else:
        groups = client.get("/api/permissions/group")
        group = next(one["id"] for one in groups if one["name"] == _ADMINISTRATORS)
        answer = client.create("/api/api-key", {"name": _KEY_NAME, "group_id": group})
    secret = str(answer["unmasked_key"])
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(file, f"{secret}\n".encode())
    return Credentials(API_KEY_HEADER, secret)


def read_key(file: Path) -> Credentials | None:
    """Return the key that was made before; None when there is none."""
    try:
        return Credentials(API_KEY_HEADER, file.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the key in {file}: {error}"
        raise MetabaseError(message) from error


def connect(client: Client, connection: Connection) -> int:
    """Return the number of the database, made if there is none of that name."""
    known = find_database(client, connection.name)
    if known is not None:
        return int(known["id"])
    body = {
        "name": connection.name,
        "engine": "duckdb",
        "details": dict(connection.details),
        "is_full_sync": True,
        "is_on_demand": False,
        "connection_source": "admin",
    }
    return int(client.create("/api/database", body)["id"])
