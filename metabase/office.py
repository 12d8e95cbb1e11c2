"""One installation's Metabase, as its settings say: a client that is let in, where things are kept, its data.

The commands and the clock both begin here. What they then do is in the modules that do it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent_analytics.errors import MetabaseError
from agent_analytics.serving import Snapshot, describe_snapshot, open_snapshot
from agent_analytics.serving.snapshots import current_path
from agent_analytics.settings import Settings
from metabase.client import Client, Credentials
from metabase.documents import Tree
from metabase.meanings import meanings, read_manifest, tell
from metabase.resolve import Catalog, find_database, wait_for_sync
from metabase.setup import API_KEY_HEADER, Connection, read_key
from metabase.state import state_folder
from metabase.switch import Switched, switch

SYNC_SECONDS = 100.0
"""How long Metabase may take to find the tables of a new database."""


@dataclass(frozen=True, slots=True)
class Office:
    """A Metabase that is configured. `folder` holds what is remembered of it."""

    settings: Settings
    url: str
    folder: Path

    @property
    def key_file(self) -> Path:
        """The key that `metabase setup` made."""
        return self.folder / "key"

    @contextmanager
    def client(self, *, let_in: bool = True) -> Iterator[Client]:
        """Yield a client. Raises `MetabaseError` when it is to be let in and there is no key."""
        credentials = self._credentials() if let_in else None
        if let_in and credentials is None:
            message = (
                f"there is no API key for {self.url}: set ${self.settings.metabase.key_env}"
                " or run `agent-analytics metabase setup`"
            )
            raise MetabaseError(message)
        with Client(self.url, credentials) as client:
            yield client

    def connection(self) -> Connection:
        """Return how Metabase is to read the newest data. Raises `ServingError` without a snapshot."""
        options = {
            "read_only": True,
            "old_implicit_casting": True,
            "allow_unsigned_extensions": False,
            "memory_limit": self.settings.metabase.memory_limit,
        }
        warehouse = self.settings.warehouse
        if warehouse.kind == "motherduck":
            token = os.environ.get(warehouse.token_env, "")
            details = {"database_file": f"md:{warehouse.database}", "motherduck_token": token}
        else:
            details = {"database_file": self._seen_by_metabase(current_path(self.settings))}
        return Connection(self.settings.metabase.database, details | options)

    def catalog(self, client: Client, tree: Tree, seconds: float = SYNC_SECONDS) -> Catalog:
        """Return what Metabase knows of the database, once it is all that the templates need."""
        name = self.settings.metabase.database
        database = find_database(client, name)
        if database is None:
            message = f"Metabase has no database {name!r}; run `agent-analytics metabase setup`"
            raise MetabaseError(message)
        return wait_for_sync(client, int(database["id"]), tree, seconds)

    def tell_meanings(self, client: Client, catalog: Catalog) -> int | None:
        """Tell Metabase what fields mean; return how many changed, null before the first build."""
        manifest = read_manifest(self.settings.paths.transform_state)
        return None if manifest is None else tell(client, catalog, meanings(manifest))

    def refresh(self, client: Client) -> Switched | None:
        """Make Metabase read the newest snapshot; None where it reads the shared warehouse itself."""
        if self.settings.warehouse.kind == "motherduck":
            return None
        snapshot = self._newest()
        file = self._seen_by_metabase(current_path(self.settings))
        return switch(client, self.settings.metabase.database, file, snapshot.build_id)

    def _newest(self) -> Snapshot:
        with open_snapshot(self.settings) as connection:
            return describe_snapshot(connection)

    def _seen_by_metabase(self, file: Path) -> str:
        folder = self.settings.metabase.serving_dir
        return f"{folder.rstrip('/')}/{file.name}" if folder else str(file)

    def _credentials(self) -> Credentials | None:
        given = os.environ.get(self.settings.metabase.key_env)
        return Credentials(API_KEY_HEADER, given) if given else read_key(self.key_file)


def open_office(settings: Settings) -> Office:
    """Return the installation's Metabase. Raises `MetabaseError` when none is configured."""
    url = settings.metabase.url.rstrip("/")
    if not url:
        message = (
            "no Metabase is configured; set metabase.url in the settings file"
            " or AGENT_ANALYTICS_METABASE__URL"
        )
        raise MetabaseError(message)
    settings.paths.prepare()
    return Office(settings, url, state_folder(settings.paths.state, url))
