"""What was made from which template: numbers, and how each thing looked when it was last written.

One file for each Metabase, held by one process at a time. It can be lost: then things are found again by entity
id and marker, and whatever differs counts as somebody's own work.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from agent_analytics.errors import MetabaseError
from agent_analytics.whole_files import replace_file
from metabase.documents import Kind

_FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True)
class Made:
    """One thing in Metabase. `server_id` is the entity id it has there, `fingerprint` how it was left."""

    kind: Kind
    number: int
    server_id: str | None
    fingerprint: str
    tabs: Mapping[str, int] = field(default_factory=dict)
    dashcards: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """Things by the entity ids of their templates, and those whose writing was begun and not finished."""

    file: Path
    made: dict[str, Made] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def begin(self, entity_id: str) -> None:
        """Note on disk that a thing is about to be written."""
        self.begun.add(entity_id)
        self._save()

    def finish(self, entity_id: str, made: Made) -> None:
        """Note on disk how a thing was left."""
        self.begun.discard(entity_id)
        self.made[entity_id] = made
        self._save()

    def forget(self, entity_id: str) -> None:
        """Note on disk that a thing is no longer ours."""
        self.begun.discard(entity_id)
        self.made.pop(entity_id, None)
        self._save()

    def _save(self) -> None:
        content = {
            "made": {entity_id: asdict(made) for entity_id, made in sorted(self.made.items())},
            "begun": sorted(self.begun),
        }
        replace_file(self.file, json.dumps(content, indent=1).encode())


def state_folder(root: Path, url: str) -> Path:
    """Return the folder in which everything about one Metabase is kept, made if it is not there."""
    folder = root / "metabase" / hashlib.blake2b(url.encode(), digest_size=6).hexdigest()
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    return folder


@contextmanager
def held_state(folder: Path) -> Iterator[State]:
    """Hold the state of one Metabase. Raises `MetabaseError` if it is held already, or damaged."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = "another process is changing this Metabase; try again when it is done"
            raise MetabaseError(message) from error
        yield _read(folder / "state.json")
    finally:
        os.close(descriptor)


def _read(file: Path) -> State:
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        made = {entity_id: Made(**entry) for entity_id, entry in content["made"].items()}
        return State(file, made, set(content["begun"]))
    except FileNotFoundError:
        return State(file)
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = (
            f"{file} cannot be used ({error}); delete it, things are then found by their names"
        )
        raise MetabaseError(message) from error
