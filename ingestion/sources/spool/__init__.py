"""What the receiver took, loaded from its spool into `raw_spool`.

Sealed segments are read whole, then archived; one that is met again after a kill lands as the same rows. A
record that contradicts an earlier one of its key is refused.
What a segment says is in `parse`; how the receiver writes one is in `ingestion.spool`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agent_analytics.privacy.policy import policy_of
from ingestion.sources.spool.parse import Segment, stretch_of
from ingestion.spool.folder import SpoolFolder
from ingestion.spool.letters import is_replay
from ingestion.spool.segments import name_of

if TYPE_CHECKING:
    from pathlib import Path

    from dlt.extract import DltSource

    from agent_analytics.settings import Settings
    from ingestion.pipeline import LoadReport

SOURCE = "spool"
BYTES_PER_MEGABYTE = 1024 * 1024


def load(settings: "Settings") -> "LoadReport":
    """Load the sealed segments, archive them and return what was landed.

    The caller holds the writer lock. Raises `SpoolError` for a segment of a newer version.
    """
    # Each worker imports this package to reach `parse`; the loader would cost it more than a second.
    from ingestion import pipeline  # noqa: PLC0415
    from ingestion.conflicts import Conflicts  # noqa: PLC0415
    from ingestion.landing import land_readings  # noqa: PLC0415

    folder = SpoolFolder(settings.paths.spool)
    sealed = folder.sealed()
    policy = policy_of(settings)

    def landed() -> "DltSource | None":
        conflicts = Conflicts(settings, SOURCE, set(map(name_of, filter(is_replay, sealed))))
        return land_readings(SOURCE, _segments(sealed), stretch_of, policy, conflicts.settle)

    report = pipeline.load(settings, SOURCE, landed)
    folder.put_away(sealed)
    folder.prune(settings.collect.archive_days, settings.collect.archive_mb * BYTES_PER_MEGABYTE)
    return report


def _segments(sealed: "list[Path]") -> Iterator[Segment]:
    for path in sealed:
        yield Segment(path, 0, path.stat().st_size)
