"""Sources that follow files: from configured paths to raw tables, by one road.

Which files those are and what they say belongs to the sources, how a file is followed to `tail`.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from agent_analytics.privacy.policy import policy_of
from agent_analytics.records import FILES
from agent_analytics.settings import Settings
from ingestion import tail
from ingestion.stretches import Stretch

if TYPE_CHECKING:
    from dlt.extract import DltSource

    from ingestion.pipeline import LoadReport


def load_files(
    settings: Settings,
    source: str,
    selection: tail.Selection,
    parse: Callable[[tail.Reading], Stretch],
) -> "LoadReport":
    """Load what is new in the selected files of a source and return what was landed.

    `parse` is a function of a module, because several processes call it. The caller holds the writer lock.
    """
    # Each worker imports the source to reach `parse`; the loader would cost it more than a second.
    from ingestion import pipeline  # noqa: PLC0415
    from ingestion.landing import land_readings  # noqa: PLC0415

    policy = policy_of(settings)

    def readings() -> Iterator[tail.Reading]:
        remembered = pipeline.read_table(settings, source, FILES.name)
        yield from tail.new_readings(selection, remembered, policy.pseudonymizer)

    def landed() -> "DltSource | None":
        return land_readings(source, readings(), parse, policy)

    return pipeline.load(settings, source, landed)
