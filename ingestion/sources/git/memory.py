"""What earlier loads of the git source left in the warehouse: clones, references and counts."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from agent_analytics.records import OUTCOMES, REFS, REPOSITORIES
from agent_analytics.settings import Settings
from ingestion.pipeline import read_table

Row = dict[str, Any]

_VOLATILE = frozenset({"read_at", "batch_id", "local_email"})
"""What may differ while nothing moved; an address may be stored as a pseudonym."""


@dataclass(slots=True)
class KnownClone:
    """What is known of one clone; all empty for a new one.

    `refs` maps reference keys to their rows, `received` counts the commits read so far.
    """

    row: Row | None = None
    refs: dict[str, Row] = field(default_factory=dict)
    received: int = 0

    def says(self, row: Row) -> bool:
        """Return whether the stored row of the clone says the same, apart from what is volatile."""
        return self.row is not None and all(
            self.row.get(name) == value for name, value in row.items() if name not in _VOLATILE
        )


def recall(settings: Settings) -> dict[str, KnownClone]:
    """Return what is known of every clone, by its key."""
    known: dict[str, KnownClone] = defaultdict(KnownClone)
    for row in read_table(settings, "git", REPOSITORIES.name):
        known[row["clone_key"]].row = row
    for row in read_table(settings, "git", REFS.name):
        known[row["clone_key"]].refs[row["ref_id"]] = row
    for row in read_table(settings, "git", OUTCOMES.name, "file_key, to_offset"):
        clone = known[row["file_key"]]
        clone.received = max(clone.received, row["to_offset"])
    return known
