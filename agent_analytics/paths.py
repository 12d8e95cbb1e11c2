"""Where the installation keeps its files: one data directory, one name per thing in it.

Only names and permissions live here. Opening, locking and publishing belong to the rooms that do it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from agent_analytics.errors import SettingsError

PRIVATE_DIRECTORY_MODE = 0o700


@dataclass(frozen=True, slots=True)
class DataPaths:
    """Names inside one data directory."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that only the pipeline opens."""
        return self.root / "agent_analytics.duckdb"

    @property
    def warehouse_lock(self) -> Path:
        """Lock file held by the one process that writes the warehouse."""
        return self.state / "warehouse.lock"

    @property
    def serving(self) -> Path:
        """Published, immutable snapshots and the pointer to the current one."""
        return self.root / "serving"

    @property
    def current_snapshot(self) -> Path:
        """Pointer file that names the current snapshot."""
        return self.serving / "current"

    @property
    def state(self) -> Path:
        """Everything that can be rebuilt from the warehouse and the sources, and the privacy key."""
        return self.root / "state"

    @property
    def privacy_key(self) -> Path:
        """Secret that keys every hash of a path or person."""
        return self.state / "privacy.key"

    @property
    def setup(self) -> Path:
        """What was changed in other programs' files, with copies of them as they were."""
        return self.state / "setup"

    @property
    def spool(self) -> Path:
        """What the receiver took and the loader has not."""
        return self.root / "spool" / "telemetry"

    @property
    def hook_spool(self) -> Path:
        """What the command hook took and the loader has not."""
        return self.root / "spool" / "hooks"

    @property
    def outbox(self) -> Path:
        """What the command hook took and a receiver elsewhere has not."""
        return self.root / "spool" / "outbox"

    def hooks_of(self, *, is_local: bool) -> Path:
        """Return where hooks append: to be loaded here, or to be delivered elsewhere."""
        return self.hook_spool if is_local else self.outbox

    @property
    def settled_letters(self) -> Path:
        """Which dead letters of the spool were replayed or dropped."""
        return self.root / "spool" / "settled.ndjson"

    @property
    def keys(self) -> Path:
        """Hashes of the keys that may send to or read from this installation."""
        return self.state / "keys.json"

    @property
    def overrides(self) -> Path:
        """Whose a handle is, where somebody decided it by hand."""
        return self.root / "company" / "people.csv"

    @property
    def memberships(self) -> Path:
        """Who was in which team from when, where somebody wrote it down."""
        return self.root / "company" / "teams.csv"

    @property
    def budgets(self) -> Path:
        """What may be spent, where somebody wrote it down."""
        return self.root / "company" / "budgets.csv"

    @property
    def assumptions(self) -> Path:
        """What an hour and an accepted edit are worth, where somebody wrote it down."""
        return self.root / "company" / "roi.csv"

    @property
    def policy(self) -> Path:
        """Return the file of what agents may and may not do here."""
        return self.root / "company" / "policy.csv"

    @property
    def price_feed(self) -> Path:
        """Published prices that were fetched after the pinned package was released."""
        return self.root / "prices" / "feed.json"

    @property
    def loader_state(self) -> Path:
        """Working folder of the loader: pending packages and schemas."""
        return self.state / "dlt"

    @property
    def transform_state(self) -> Path:
        """Compiled models, manifest and logs of the transformation."""
        return self.state / "dbt"

    @property
    def orchestrator_state(self) -> Path:
        """Run history of the orchestrator."""
        return self.state / "dagster"

    def prepare(self) -> None:
        """Create the folders, readable by their owner only.

        Raises `SettingsError` when one cannot be made or written to, or the loader could not name it.
        """
        if "'" in str(self.root.absolute()):
            raise self._unusable(self.root.absolute(), "the loader cannot read a path with a quote")
        for folder in (
            self.root,
            self.state,
            self.serving,
            self.loader_state,
            self.transform_state,
            self.orchestrator_state,
        ):
            try:
                folder.mkdir(mode=PRIVATE_DIRECTORY_MODE, parents=True, exist_ok=True)
            except OSError as error:
                raise self._unusable(folder, error.strerror) from error
            if not os.access(folder, os.W_OK | os.X_OK):
                raise self._unusable(folder, "it may not be written to")

    def _unusable(self, folder: Path, reason: str | None) -> SettingsError:
        return SettingsError(
            f"data_dir = {str(self.root)!r} cannot be used: {folder}: {reason};"
            " free it for this user or name another folder"
        )
